import { counted, grouped } from './base/number-words.ts';
import type { Axis, CheckResult } from './base/verification.ts';

/** The axes that are answered by signatures, time stamps and logs. */
export type AttestedAxis = 'origin' | 'time' | 'independence';

/** One statement about whose, since when or who else, from one signature, stamp or log entry. */
export interface Attestation {
  readonly axis: AttestedAxis;
  readonly result: CheckResult;
  /** One sentence. */
  readonly answer: string;
  /** What would settle it; null when it is settled. */
  readonly nextStep: string | null;
  /** Signatures, stamps or log entries that it rests on. */
  readonly records: number;
  /** The one that it rests on, by what makes it one: a copy of it is no second. */
  readonly proof: string;
  /** Entries of the chain that it reaches to; null when it is over a document by itself. */
  readonly entries: number | null;
  /** It is over an anchor that stands in or beside a pack, and over nothing else of the pack. */
  readonly anchorOnly?: boolean;
  /** Of a time stamp that holds: the time that its authority states, ISO 8601 UTC. */
  readonly stampedAt?: string;
}

/** What there is that could be attested, as far as it is counted. */
export interface AttestedWhole {
  /** Entries of the chain; null when there is none. */
  readonly rows: number | null;
  /** Packs that carry a verdict. */
  readonly packs: number;
}

interface AxisWords {
  readonly question: string;
  readonly shows: string;
  readonly doesNotShow: string;
  readonly unasked: string;
  readonly nextStep: string;
}

const WORDS: Readonly<Record<AttestedAxis | 'continuity', AxisWords>> = {
  origin: {
    question: 'Whose key signed it, and how was that key obtained?',
    shows: 'That whoever held the private part of the key that you pinned signed these very values.',
    doesNotShow:
      'That the signer meant what the entries say, or that nobody else held the key. How far the key reaches rests on how you obtained it.',
    unasked: "Not checked: no key is pinned, so a signature could be anybody's.",
    nextStep: 'Pin the key that you obtained over another channel, or its fingerprint.',
  },
  time: {
    question: 'Since when has it existed in this form?',
    shows: 'That it existed at the time of the stamp, by an authority whose root you supplied.',
    doesNotShow:
      'When any single entry was written, or what was written before the stamp. Dates inside the evidence are statements of the producer.',
    unasked: 'Not checked: no time stamp was supplied. Dates inside the evidence are statements of the producer.',
    nextStep: 'Bring an RFC 3161 time stamp over the anchor, and the root of its authority.',
  },
  independence: {
    question: 'Has a party outside the producer recorded it?',
    shows: 'That the log whose key you trust has taken a record of it into its tree.',
    doesNotShow: 'Who submitted it, when, or that the log shows everybody the same tree.',
    unasked: 'Not checked: no entry of a public log was supplied.',
    nextStep: 'Bring the receipt of a public log over the anchor, and the key of that log.',
  },
  continuity: {
    question: 'Does this chain extend the one of an earlier bundle?',
    shows: 'That what was handed over before is still part of this chain, unchanged.',
    doesNotShow: 'That what was handed over before was true.',
    unasked: 'Not checked: this version compares no two bundles.',
    nextStep: 'Add the anchor of the earlier bundle: it must agree with this chain.',
  },
};

const WORST_FIRST: readonly CheckResult[] = ['fail', 'error', 'pass', 'undetermined', 'not-checked', 'not-applicable'];

/**
 * Whether something that was attested on an axis reaches over a whole chain, and not over a part of it.
 *
 * @param rows entries of the chain
 */
export function reachesChain(axis: AttestedAxis, attestations: readonly Attestation[], rows: number): boolean {
  return attestations.some(
    ({ axis: about, result, entries }) => about === axis && result === 'pass' && entries !== null && entries >= rows,
  );
}

/**
 * Whether each of the documents that were judged by themselves is attested on an axis.
 *
 * @param count number of the documents
 */
export function reachesDocuments(axis: AttestedAxis, attestations: readonly Attestation[], count: number): boolean {
  // What has entries is over a chain, and over none of the documents.
  const about = attestations.filter((one) => one.axis === axis && one.anchorOnly !== true && one.entries === null);
  return about.length >= count && about.every(({ result }) => result === 'pass');
}

/**
 * Answers one axis from the attestations about it: a failure is never hidden, and what one attestation proves is not taken away by
 * another that could not be run.
 *
 * SECURITY: the question is about the whole chain, so what holds over a part of it, or over what lies beside it, is no pass. Test:
 * wrong-accepts.test.ts "what is attested of a part of the chain is said of that part, and passes nothing".
 *
 * @param applicable there is anything that could be attested
 * @param whole what there is that could be attested
 */
export function attestedAxis(
  id: AttestedAxis | 'continuity',
  attestations: readonly Attestation[],
  applicable: boolean,
  whole: AttestedWhole,
): Axis {
  const { unasked, nextStep, ...fixed } = WORDS[id];
  const about = attestations.filter((attestation) => attestation.axis === id);
  const result = WORST_FIRST.find((word) => about.some((attestation) => attestation.result === word));
  if (result === undefined) {
    return {
      id,
      ...fixed,
      result: applicable ? 'not-checked' : 'not-applicable',
      answer: applicable ? unasked : 'There is nothing to check.',
      nextStep: applicable ? nextStep : null,
      records: 0,
    };
  }
  const telling = about.filter((attestation) => attestation.result === result);
  const answer = [...new Set(telling.map((attestation) => attestation.answer))].slice(0, 3).join(' ');
  const part = result === 'pass' ? partOf(telling, whole) : null;
  if (part !== null) {
    return { id, ...fixed, result: 'undetermined', answer: `${part} ${answer}`, nextStep, records: recordsOf(telling) };
  }
  return {
    id,
    ...fixed,
    result,
    answer,
    nextStep: telling.find((attestation) => attestation.nextStep !== null)?.nextStep ?? null,
    records: recordsOf(telling),
  };
}

/** Over what part attestations are that hold, as a sentence; null when it is not known to be a part. */
function partOf(holding: readonly Attestation[], { rows, packs }: AttestedWhole): string | null {
  if (rows === null) {
    const over = holding.filter(({ entries }) => entries === null).length;
    return over > 0 && over < packs ? `Not for all packs, only for ${over} of ${packs}.` : null;
  }
  const furthest = Math.max(0, ...holding.map(({ entries }) => entries ?? 0));
  if (furthest >= rows) return null;
  return furthest === 0
    ? 'Not for the chain, only for what lies beside it.'
    : `Not for the whole chain, only for the first ${grouped(furthest)} of ${counted(rows, 'entry', 'entries')}.`;
}

/**
 * SECURITY: copies of one proof are one record: a count that grows with copies is a count that whoever hands over the evidence chooses.
 * Test: escapes-receipts.test.ts "duplicate log entries counted twice toward a threshold (sigstore-js 1702)".
 */
function recordsOf(attestations: readonly Attestation[]): number {
  const byProof = new Map(attestations.map(({ proof, records }) => [proof, records]));
  return [...byProof.values()].reduce((sum, records) => sum + records, 0);
}
