import { hashInput } from '../../shared/base/chain-canonical.ts';
import type { Uncovered } from '../../shared/base/chain-coverage.ts';
import type { Finding } from '../../shared/base/finding.ts';
import { decodeUtf8, utf8Length } from '../../shared/base/utf8.ts';
import type { CheckResult } from '../../shared/base/verification.ts';
import { type Entry, entryHash } from '../../shared/chain/entry.ts';
import { type ChainFault, toFinding } from '../../shared/chain/fault.ts';
import { shownHash } from '../../shared/chain/fault-words.ts';
import type { Leg, RowDetail } from '../../shared/ipc/model.ts';
import { nodeSha256 } from '../node/hasher.ts';
import { recheckCommand } from './recheck-command.ts';
import { capText, classesAt, stateAt } from './row-view.ts';
import type { Verification } from './verification.ts';

/** All about one entry; null when it is out of range. */
export async function rowDetail(
  work: Verification,
  anchorFaults: readonly ChainFault[],
  position: number,
): Promise<RowDetail | null> {
  const row = await work.entryAt(position);
  if (row === null) return null;
  const before = position === 0 ? null : ((await work.entryAt(position - 1))?.entry ?? null);
  const after = (await work.entryAt(position + 1))?.entry ?? null;
  const { entry } = row;
  const text = decodeUtf8(row.bytes) ?? new TextDecoder().decode(row.bytes);
  const raw = capText(text);
  const input = canonicalInput(entry);
  const canonical = input === null ? null : capText(input);
  const computed = entry.prevHash === undefined ? undefined : entryHash(nodeSha256, entry.prevHash, entry.payloadText);
  const classes = classesAt(work, anchorFaults, position);
  return {
    position,
    seq: entry.seq ?? null,
    state: stateAt(work, classes, position),
    raw: raw.text,
    rawTruncated: raw.cut,
    bytes: row.length,
    byteOffset: row.offset,
    uncovered: entry.uncovered.filter((part) => part.end <= raw.text.length).map(uncoveredView),
    canonical: canonical?.text ?? null,
    canonicalTruncated: canonical?.cut ?? false,
    canonicalBytes: input === null ? null : utf8Length(input),
    prevHash: entry.prevHash ?? null,
    storedHash: entry.hash ?? null,
    computedHash: computed ?? null,
    previousHash: before?.hash ?? null,
    nextPrevHash: after?.prevHash ?? null,
    legs: legsOf(position, entry, before, computed),
    findings: findingsAt(work, anchorFaults, position),
    command: input === null ? null : recheckCommand(input),
  };
}

function canonicalInput(entry: Entry): string | null {
  if (entry.prevHash === undefined || entry.payloadText === undefined) return null;
  return hashInput(entry.prevHash, entry.payloadText);
}

function legsOf(position: number, entry: Entry, before: Entry | null, computed: string | undefined): Leg[] {
  return [sequenceLeg(position, entry, before), linkLeg(position, entry, before), hashLeg(position, entry, computed)];
}

function sequenceLeg(position: number, entry: Entry, before: Entry | null): Leg {
  const expected = position === 0 ? 0 : before?.seq === undefined ? undefined : before.seq + 1;
  return {
    id: 'sequence',
    question: 'Does its label count on from the entry before?',
    result: compare(expected, entry.seq),
    expected: expected === undefined ? '(the entry before is not readable)' : String(expected),
    actual: entry.seq === undefined ? '(not readable)' : String(entry.seq),
    equation: position === 0 ? 'seq[0] = 0' : `seq[${position}] = seq[${position - 1}] + 1`,
  };
}

function linkLeg(position: number, entry: Entry, before: Entry | null): Leg {
  const expected = position === 0 ? null : before?.hash;
  return {
    id: 'link',
    question: 'Does it name the entry before it?',
    result: compare(expected, entry.prevHash),
    expected: expected === undefined ? '(the entry before is not readable)' : shownHash(expected),
    actual: shownHash(entry.prevHash),
    equation: position === 0 ? 'prevHash[0] = null' : `prevHash[${position}] = hash[${position - 1}]`,
  };
}

function hashLeg(position: number, entry: Entry, computed: string | undefined): Leg {
  return {
    id: 'hash',
    question: 'Does its content give the hash that is stored?',
    result: compare(entry.hash, computed),
    expected: shownHash(entry.hash),
    actual: shownHash(computed),
    equation: `hash[${position}] = sha256(canonical([prevHash[${position}], payload[${position}]]))`,
  };
}

function compare<T>(expected: T | undefined, actual: T | undefined): CheckResult {
  if (expected === undefined || actual === undefined) return 'undetermined';
  return expected === actual ? 'pass' : 'fail';
}

function findingsAt(work: Verification, anchorFaults: readonly ChainFault[], position: number): Finding[] {
  const file = work.bundle.chain?.file.entry.baseName ?? '';
  const touching = [...(work.run?.collector.faults ?? []), ...anchorFaults].filter(
    (fault) => fault.first <= position && position <= fault.last,
  );
  return touching.map((fault) => toFinding(fault, file));
}

const REASONS: Readonly<Record<Uncovered['reason'], string>> = {
  'proto-member': 'A member named __proto__ is left out of what is hashed.',
  'earlier-duplicate': 'A later member of the same name replaces this one before hashing.',
  'number-precision': 'What counts is the nearest double, not every character written here.',
  'extra-member': 'The hash covers prevHash and payload only; this member stands beside them.',
};

function uncoveredView({ start, end, reason }: Uncovered): RowDetail['uncovered'][number] {
  return { start, end, reason, message: REASONS[reason] };
}
