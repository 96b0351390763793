import type { FindingClass } from '../../shared/base/finding.ts';

export interface FindingWords {
  readonly title: string;
  /** One sentence on what such a finding means. */
  readonly meaning: string;
}

/** Every class in words, in the order in which they are listed: what contradicts the chain first, notes on files last. */
export const FINDING_WORDS: Readonly<Record<FindingClass, FindingWords>> = {
  'payload-altered': {
    title: 'Payload altered',
    meaning: 'The content of an entry does not give the hash that the entry and its successor carry.',
  },
  'hash-replaced': {
    title: 'Hash replaced',
    meaning: 'An entry carries a hash that neither its content gives nor its successor names.',
  },
  'link-broken': {
    title: 'Link broken',
    meaning: 'An entry names a predecessor hash that is not the hash of the entry before it.',
  },
  'entry-missing': {
    title: 'Entry missing',
    meaning: 'Entries that the neighbours demand are not there.',
  },
  'entry-inserted': {
    title: 'Entry inserted',
    meaning: 'Entries stand between two that link to each other without them.',
  },
  'sequence-duplicated': {
    title: 'Sequence number twice',
    meaning: 'Two entries carry the same sequence number.',
  },
  reordered: {
    title: 'Order changed',
    meaning: 'Entries link to each other in another order than the one they stand in.',
  },
  'genesis-invalid': {
    title: 'First entry broken',
    meaning: 'The first entry does not start a chain: its number is not 0, or it names a predecessor.',
  },
  'tail-truncated': {
    title: 'Tail cut off',
    meaning: 'There are fewer entries than the anchor was made over.',
  },
  rewritten: {
    title: 'Rewritten',
    meaning: 'The entries link to each other, and are not the ones that the anchor was made over.',
  },
  'extended-past-anchor': {
    title: 'Longer than the anchor',
    meaning: 'There are more entries than the anchor was made over; those after it are outside what it shows.',
  },
  'malformed-entry': {
    title: 'Entry not readable',
    meaning: 'An entry is not what the format demands, so nothing about it can be recomputed.',
  },
  'not-fully-committed': {
    title: 'Not fully covered by the hash',
    meaning: 'An entry recomputes, and parts of its text could be changed without changing its hash.',
  },
  'replayed-earlier': {
    title: 'Replayed by an earlier run',
    meaning: 'Entries were not replayed again: that they recompute rests on the record of another run.',
  },
  'anchor-invalid': {
    title: 'Anchor not usable',
    meaning: 'An anchor is not what the format demands, or contradicts itself.',
  },
  'signature-invalid': {
    title: 'Signature does not match',
    meaning: 'A signature was not made over these bytes with the key it names.',
  },
  'key-mismatch': {
    title: 'Another key',
    meaning: 'A signature names another key than the one you pinned.',
  },
  'timestamp-invalid': {
    title: 'Timestamp does not match',
    meaning: 'A timestamp token was not made over these bytes, or its signer can not be accepted.',
  },
  'inclusion-invalid': {
    title: 'Not shown to be in the log',
    meaning: 'A proof does not lead from the entry to the root of the public log.',
  },
  'digest-differs': {
    title: 'Digest differs',
    meaning: 'The index of the bundle states another SHA-256 for a file than its bytes have.',
  },
  'claim-differs': {
    title: 'Claim differs',
    meaning: 'The bundle states something that was computed otherwise here, or that its evidence does not bear out.',
  },
  'unsafe-entry': {
    title: 'Unsafe name or structure',
    meaning: 'A file of the bundle broke a safety rule and was not read.',
  },
  'limit-exceeded': {
    title: 'Above a limit',
    meaning: 'Something is larger or deeper than this tool reads; what lies below the limit was read.',
  },
  'malformed-file': {
    title: 'File does not fit its format',
    meaning: 'A file is not what its name or its format name promises.',
  },
  'unreadable-file': {
    title: 'File not readable',
    meaning: 'The bytes of a file could not be had from the bundle.',
  },
  'missing-part': {
    title: 'Part missing',
    meaning: 'A part that the bundle names, or that the format demands, is not there.',
  },
  'unexpected-file': {
    title: 'Unexpected file',
    meaning: 'A file is in the bundle that its index does not name or that this version does not know.',
  },
  'encoding-note': {
    title: 'Note on encoding',
    meaning: 'Bytes are written in an unusual way that changes nothing that was computed.',
  },
};

/** The classes in the order in which they are listed. */
export const FINDING_ORDER = Object.keys(FINDING_WORDS) as readonly FindingClass[];
