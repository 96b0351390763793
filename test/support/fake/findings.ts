import type { Finding, FindingClass, Severity } from '../../../shared/base/finding.ts';
import { fakeHash } from './hash.ts';

const NOTES: ReadonlySet<FindingClass> = new Set(['encoding-note', 'unexpected-file', 'missing-part']);

/** Severity that a class carries in the fake data. */
function severityOf(name: FindingClass): Severity {
  if (NOTES.has(name)) return 'note';
  return name === 'not-fully-committed' ? 'warning' : 'fail';
}

const SENTENCES: Partial<Record<FindingClass, string>> = {
  'payload-altered': 'The payload does not give the stored hash, while the entry after it still links to that hash.',
  'hash-replaced': 'The stored hash is not the one that the entry after it names.',
  'link-broken': 'The entry does not name the hash of the entry before it.',
  'entry-missing': 'One entry was taken out before this position: the sequence number runs ahead by one from here on.',
  'malformed-entry': 'The line is not JSON: it ends inside an object.',
  'not-fully-committed': 'Part of the payload is outside what the hash covers.',
};

/** A finding of one class at a stretch of positions, with texts like those of the engine. */
export function findingAt(name: FindingClass, from: number, to: number): Finding {
  const finding: Finding = {
    class: name,
    severity: severityOf(name),
    message: `Position ${from}: ${SENTENCES[name] ?? 'The evidence contradicts itself here.'}`,
    where: {
      file: 'audit-chain.ndjson',
      position: from,
      ...(to > from ? { lastPosition: to } : {}),
      seq: from,
      byteOffset: from * 312,
    },
  };
  switch (name) {
    case 'payload-altered':
    case 'hash-replaced':
      finding.expected = `${fakeHash(from).slice(0, 11)}${fakeHash(from, 1).slice(11)}`;
      finding.actual = fakeHash(from);
      finding.equation = 'hash = sha256(utf8(canonicalize([prevHash, payload])))';
      break;
    case 'entry-missing':
      finding.expected = String(from);
      finding.actual = String(from + 1);
      finding.equation = 'seq = position';
      break;
    case 'link-broken':
      finding.expected = fakeHash(from - 1);
      finding.actual = fakeHash(from - 2);
      finding.equation = 'prevHash = hash of the entry before';
      break;
    default:
      break;
  }
  return finding;
}
