import { uncoveredParts } from '../../shared/base/chain-coverage.ts';
import type { Finding } from '../../shared/base/finding.ts';
import { parseJson } from '../../shared/base/json.ts';
import { showText } from '../../shared/base/text.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';

/** Duplicate members that are reported one by one. */
const LISTED_DUPLICATES = 20;

/**
 * Reads a JSON document strictly: UTF-8, no repair, nothing behind the value, bounded. Members that stand twice are reported,
 * because two readers may take two different ones.
 *
 * @param name of the file, escaped
 * @returns the plain value, undefined when it is not JSON; a finding for each thing that is wrong or unusual
 */
export function parseDocument(bytes: Uint8Array, name: string): { value: unknown; findings: Finding[] } {
  const text = decodeUtf8(bytes);
  if (text === null) return { value: undefined, findings: [documentProblem(name, 'utf-8', 'its bytes are not UTF-8')] };
  const findings: Finding[] = [];
  const marked = text.startsWith('\uFEFF');
  if (marked) {
    const note = documentProblem(
      name,
      'byte-order-mark',
      'it starts with a byte order mark, which JSON does not allow; it was passed over',
    );
    findings.push({ ...note, class: 'encoding-note', severity: 'note' });
  }
  const body = marked ? text.slice(1) : text;
  const parsed = parseJson(body);
  if (!parsed.ok) {
    const { message, rule, offset } = parsed.error;
    const place = `${message} (line ${lineOf(body, offset)}, character ${offset})`;
    return { value: undefined, findings: [...findings, documentProblem(name, rule, place)] };
  }
  const twice = uncoveredParts(parsed.value.tree, body).filter((part) => part.reason === 'earlier-duplicate');
  for (const part of twice.slice(0, LISTED_DUPLICATES)) {
    const member = showText(part.subject, 60);
    findings.push(
      documentProblem(name, 'json.duplicate', `the member "${member}" stands twice (line ${lineOf(body, part.start)})`),
    );
  }
  return { value: parsed.value.value, findings };
}

/** A finding about a document: what is wrong with it, as the end of a sentence that begins with its name. */
export function documentProblem(name: string, rule: string, why: string): Finding {
  return {
    class: 'malformed-file',
    severity: 'fail',
    message: `"${name}": ${why}.`,
    where: { file: name, rule },
  };
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
