import type { Finding, FindingClass } from '../../../shared/base/finding.ts';
import type { Leg, RowDetail, RowState, RowSummary } from '../../../shared/ipc/model.ts';
import { findingAt } from './findings.ts';
import { fakeHash } from './hash.ts';

/** A stretch of entries that a finding touches. */
export interface FakeFault {
  readonly from: number;
  readonly to: number;
  readonly class: FindingClass;
}

/** A chain that exists only as a rule: every entry is made from its position when it is asked for. */
export interface FakeChain {
  readonly total: number;
  /** Sorted by `from`, not overlapping. */
  readonly faults: readonly FakeFault[];
  /** Position at which one entry was deleted before the file was written; from there on `seq` is one above the position. */
  readonly deletedAt: number | null;
}

const EVENTS = ['locked', 'superseded', 'read', 'exported', 'retention-extended'] as const;

/** The payload as written: mostly plain, at fixed positions hostile or outside what a hash covers. */
export function payloadText(position: number): string {
  const event = EVENTS[position % EVENTS.length] ?? 'locked';
  const artifact = `art-${(position * 7919) % 100_003}`;
  const plain = `"event":"${event}","artifactId":"${artifact}","version":${1 + (position % 9)}`;
  switch (position % 1_000) {
    case 4:
      return `{${plain},"note":"<img src=x onerror=alert(1)>","file":"report\u202Egpj.exe"}`;
    case 5:
      return `{${plain},"__proto__":{"amount":999999},"approved":true}`;
    case 6:
      return `{"amount":1,${plain},"amount":250}`;
    case 7:
      return `{${plain},"total":9007199254740993.0001}`;
    case 8:
      return `{${plain},"zero\u200Bwidth":"a\u2066b\u2069c"}`;
    case 9:
      return `{${plain},"body":"${'Retention schedule of the archive, section by section. '.repeat(90)}"}`;
    default:
      return `{${plain},"actor":"user-${position % 211}","at":"2026-06-${String(1 + (position % 28)).padStart(2, '0')}T08:15:${String(position % 60).padStart(2, '0')}Z"}`;
  }
}

/** First fault that covers or follows `position`, by index; `faults.length` when there is none. */
function faultIndex(chain: FakeChain, position: number): number {
  const index = chain.faults.findIndex((fault) => fault.to >= position);
  return index === -1 ? chain.faults.length : index;
}

/** Classes that touch the entry at `position`. */
export function classesAt(chain: FakeChain, position: number): FindingClass[] {
  const fault = chain.faults[faultIndex(chain, position)];
  return fault !== undefined && fault.from <= position ? [fault.class] : [];
}

const WARNINGS: ReadonlySet<FindingClass> = new Set(['not-fully-committed', 'encoding-note']);

function stateOf(classes: readonly FindingClass[]): RowState {
  if (classes.length === 0) return 'recomputed';
  if (classes.includes('malformed-entry')) return 'malformed';
  return classes.every((name) => WARNINGS.has(name)) ? 'warning' : 'tampered';
}

function seqOf(chain: FakeChain, position: number): number {
  return chain.deletedAt !== null && position >= chain.deletedAt ? position + 1 : position;
}

function rawText(chain: FakeChain, position: number): string {
  if (stateOf(classesAt(chain, position)) === 'malformed') {
    return `{"seq":${position},"prevHash":"${fakeHash(position - 1)}","payload":${payloadText(position).slice(0, -1)}`;
  }
  const prev = position === 0 ? 'null' : `"${fakeHash(seqOf(chain, position) - 1)}"`;
  return `{"seq":${seqOf(chain, position)},"prevHash":${prev},"payload":${payloadText(position)},"hash":"${fakeHash(seqOf(chain, position))}"}`;
}

/** One line of the table. */
export function summaryAt(chain: FakeChain, position: number): RowSummary {
  const classes = classesAt(chain, position);
  const malformed = stateOf(classes) === 'malformed';
  return {
    position,
    seq: malformed ? null : seqOf(chain, position),
    state: stateOf(classes),
    classes,
    hash: malformed ? null : fakeHash(seqOf(chain, position)),
    preview: payloadText(position).slice(0, 200),
    bytes: rawText(chain, position).length,
  };
}

/** Worst state of each of `cells` equal ranges of the first `known` entries, without walking the entries. */
export function stripOf(chain: FakeChain, known: number, cells: number): number[] {
  const rank: Record<RowState, number> = {
    'not-read': 0,
    recomputed: 1,
    warning: 2,
    'not-disclosed': 2,
    unverifiable: 2,
    malformed: 3,
    tampered: 4,
  };
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * known) / cells);
    const to = Math.max(from, Math.ceil(((cell + 1) * known) / cells) - 1);
    if (known === 0) return 0;
    const inside = chain.faults.filter((fault) => fault.from <= to && fault.to >= from && fault.from < known);
    return Math.max(1, ...inside.map((fault) => rank[stateOf([fault.class])]));
  });
}

/** Next or previous entry with a finding, seen from `from`; null when there is none. */
export function nextFault(chain: FakeChain, from: number, direction: 'next' | 'previous'): number | null {
  if (direction === 'next') {
    const fault = chain.faults.find((candidate) => candidate.to > from);
    return fault === undefined ? null : Math.max(fault.from, from + 1);
  }
  const fault = chain.faults.findLast((candidate) => candidate.from < from);
  return fault === undefined ? null : Math.min(fault.to, from - 1);
}

function legsOf(chain: FakeChain, position: number, classes: readonly FindingClass[]): Leg[] {
  const seq = seqOf(chain, position);
  const before = position === 0 ? null : seqOf(chain, position - 1);
  const broken = classes.includes('entry-missing') || classes.includes('link-broken');
  const altered = classes.includes('payload-altered') || classes.includes('hash-replaced');
  const malformed = classes.includes('malformed-entry');
  const stored = fakeHash(seq);
  const leg = (id: Leg['id'], question: string, expected: string, actual: string, equation: string): Leg => ({
    id,
    question,
    result: malformed ? 'undetermined' : expected === actual ? 'pass' : 'fail',
    expected,
    actual: malformed ? '(not readable)' : actual,
    equation,
  });
  return [
    leg(
      'sequence',
      'Does its label count on from the entry before?',
      String(before === null ? 0 : before + 1),
      String(seq),
      before === null ? 'seq[0] = 0' : `seq[${position}] = seq[${position - 1}] + 1`,
    ),
    leg(
      'link',
      'Does it name the entry before it?',
      before === null ? 'null' : fakeHash(before),
      before === null ? 'null' : broken ? fakeHash(before, 5) : fakeHash(before),
      before === null ? 'prevHash[0] = null' : `prevHash[${position}] = hash[${position - 1}]`,
    ),
    leg(
      'hash',
      'Does its content give the hash that is stored?',
      stored,
      altered ? `${stored.slice(0, 11)}${fakeHash(seq, 1).slice(11)}` : stored,
      `hash[${position}] = sha256(canonical([prevHash[${position}], payload[${position}]]))`,
    ),
  ];
}

function uncoveredOf(raw: string): RowDetail['uncovered'] {
  const kinds = [
    {
      start: '"__proto__":',
      end: '}',
      reason: 'proto-member',
      message: 'A member named __proto__ is not part of the canonical text, whatever its value is.',
    },
    {
      start: '"amount":1,',
      end: ',',
      reason: 'earlier-duplicate',
      message: 'The name "amount" occurs again further on; only the last value is hashed.',
    },
    {
      start: '993.0001',
      end: '0001',
      reason: 'number-precision',
      message: 'Digits past the precision of an IEEE double are dropped before hashing.',
    },
  ] as const;
  return kinds.flatMap(({ start, end, reason, message }) => {
    const from = raw.indexOf(start);
    if (from === -1) return [];
    const until = raw.indexOf(end, from + (end === ',' ? start.length - 1 : 0)) + end.length;
    return [{ start: from, end: until, reason, message }];
  });
}

/** Bytes that are not plain printable ASCII in octal, as printf takes them. */
function octal(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) =>
    byte < 0x20 || byte > 0x7e || [0x25, 0x27, 0x5c].includes(byte)
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : String.fromCharCode(byte),
  ).join('');
}

/** All about one entry. */
export function detailAt(chain: FakeChain, position: number): RowDetail {
  const classes = classesAt(chain, position);
  const raw = rawText(chain, position);
  const malformed = stateOf(classes) === 'malformed';
  const prev = position === 0 ? null : fakeHash(seqOf(chain, position) - 1);
  const legs = legsOf(chain, position, classes);
  const canonical = malformed ? null : `[${prev === null ? 'null' : `"${prev}"`},${payloadText(position)}]`;
  const findings: Finding[] = classes.map((name) => findingAt(name, position, position));
  return {
    position,
    seq: malformed ? null : seqOf(chain, position),
    state: stateOf(classes),
    raw,
    rawTruncated: false,
    bytes: new TextEncoder().encode(raw).length,
    byteOffset: position * 312,
    uncovered: malformed ? [] : uncoveredOf(raw),
    canonical,
    canonicalTruncated: false,
    canonicalBytes: canonical === null ? null : new TextEncoder().encode(canonical).length,
    prevHash: malformed ? null : prev,
    storedHash: malformed ? null : fakeHash(seqOf(chain, position)),
    computedHash: malformed ? null : (legs.find((leg) => leg.id === 'hash')?.actual ?? null),
    previousHash: position === 0 ? null : fakeHash(seqOf(chain, position - 1)),
    nextPrevHash: position + 1 < chain.total ? fakeHash(seqOf(chain, position)) : null,
    legs,
    findings,
    command: canonical === null ? null : `printf '${octal(canonical)}' | sha256sum`,
  };
}
