import { hashInput } from '../base/chain-canonical.ts';
import type { FindingClass } from '../base/finding.ts';
import type { Sha256 } from '../base/hash.ts';
import type { PackRow } from '../formats/audit-chain-pack-rows.ts';
import { anchorSignatureLeg } from './anchor-signature.ts';
import type { Ed25519Equation, PublicKey } from './ed25519.ts';
import { compared, type Leg, unsettled } from './leg.ts';
import type { PinnedKey } from './signed-by.ts';

/** State of a row (formats section 4). `genesis`: row 0 when it verifies. */
export type PackRowState =
  | 'verified'
  | 'genesis'
  | 'anchor-confirmed-original-not-disclosed'
  | 'tampered'
  | 'unverifiable';

/** What a row is judged against. */
export interface PackRowContext {
  /** The row before it in the list. */
  readonly previous: PackRow | undefined;
  /** Hash stored in row 0; undefined when it can not be read. */
  readonly genesisHash: string | undefined;
  /** Account of the tenant that the pack states; null when it states none. */
  readonly accountId: string | null;
  readonly keys: readonly PinnedKey[];
  readonly candidate: PublicKey | null;
  readonly sha256: Sha256;
  readonly equation?: Ed25519Equation;
}

export interface PackRowJudgement {
  readonly state: PackRowState;
  readonly legs: readonly Leg[];
  /** Whether the plain rule of formats section 2 fails at this position: label, predecessor, hash. */
  readonly breaksChain: boolean;
}

/**
 * Judges one row by all its legs, none of which hides another. A redacted row is never verified and, by that alone, never tampered.
 */
export function judgePackRow(row: PackRow, context: PackRowContext): PackRowJudgement {
  const label = sequenceLeg(row, context.previous);
  const previous = previousLeg(row, context.previous);
  const link = linkLeg(row, context.sha256);
  const signature = signatureLeg(row, context);
  const legs = [
    label,
    previous,
    rawPreviousLeg(row),
    link,
    anchorLeg(row),
    genesisLeg(row, context.genesisHash),
    signature,
  ];
  const breaksChain =
    (row.members.seq !== undefined && row.members.seq !== row.position) ||
    previous.result === 'fail' ||
    link.result === 'fail';
  return { state: stateOf(row, legs, context.keys.length > 0), legs, breaksChain };
}

function stateOf(row: PackRow, legs: readonly Leg[], pinned: boolean): PackRowState {
  if (legs.some(({ result }) => result === 'fail')) return 'tampered';
  const notRun = legs.some(({ result }) => result === 'undetermined' || (pinned && result === 'not-checked'));
  if (notRun) return 'unverifiable';
  if (row.members.redacted === true) return 'anchor-confirmed-original-not-disclosed';
  return row.position === 0 ? 'genesis' : 'verified';
}

function sequenceLeg(row: PackRow, previous: PackRow | undefined): Leg {
  const subject = { id: 'row.sequence', question: 'Does the label count on from the row before?' };
  const { seq } = row.members;
  const before = previous === undefined ? -1 : (previous.members.seq ?? previous.position);
  if (seq === undefined) return unreadable(subject, 'seq');
  const kind: FindingClass = seq > before + 1 ? 'entry-missing' : seq === before ? 'sequence-duplicated' : 'reordered';
  const values = { expected: String(before + 1), actual: String(seq) };
  return compared(subject, kind, values, {
    same: 'The label counts on.',
    differ: `At position ${row.position} the label ${before + 1} is due, the row says ${seq}.`,
  });
}

function previousLeg(row: PackRow, previous: PackRow | undefined): Leg {
  const subject = { id: 'row.previous', question: 'Does the row name the hash of the row before?' };
  const { prevHash } = row.members;
  if (prevHash === undefined) return unreadable(subject, 'prevHash');
  if (row.position > 0 && previous?.members.hash === undefined)
    return unreadable(subject, 'the hash of the row before');
  const values = { expected: shown(previous?.members.hash ?? null), actual: shown(prevHash) };
  return compared(subject, row.position === 0 ? 'genesis-invalid' : 'link-broken', values, {
    same: 'The row names its predecessor.',
    differ: `Row ${row.position} does not name the hash of the row before it.`,
  });
}

function rawPreviousLeg(row: PackRow): Leg {
  const subject = { id: 'row.raw-previous', question: 'Is the hashed predecessor the stated one?' };
  const { prevHash, raw } = row.members;
  if (prevHash === undefined || raw === undefined) return unreadable(subject, 'prevHash or raw');
  const values = { expected: shown(prevHash), actual: shown(raw.prevHash) };
  return compared(subject, 'link-broken', values, {
    same: 'Both name the same predecessor.',
    differ: `Row ${row.position} states another predecessor than the one that its hash is made over.`,
  });
}

function linkLeg(row: PackRow, sha256: Sha256): Leg {
  const subject = { id: 'row.link', question: 'Does the hash recompute from the payload?' };
  const { hash, raw, redacted } = row.members;
  if (redacted === true) {
    return unsettled(
      subject,
      'not-applicable',
      'The payload is masked: the original is not disclosed, so its hash can not be made again.',
    );
  }
  if (hash === undefined || raw === undefined || redacted === undefined)
    return unreadable(subject, 'hash, raw or redacted');
  if (row.payloadText === undefined) return unreadable(subject, 'the payload');
  const values = { expected: hash, actual: sha256.hexOfText(hashInput(raw.prevHash, row.payloadText)) };
  return compared(subject, 'payload-altered', values, {
    same: 'The hash recomputes.',
    differ: `The payload of row ${row.position} does not give the stored hash.`,
  });
}

function anchorLeg(row: PackRow): Leg {
  const subject = { id: 'row.anchor', question: 'Is the anchor the one of this row?' };
  const { anchor, hash, seq } = row.members;
  if (anchor === undefined || hash === undefined || seq === undefined)
    return unreadable(subject, 'anchor, hash or seq');
  const values = {
    expected: `length ${seq + 1}, tip ${hash}`,
    actual: `length ${anchor.length}, tip ${anchor.tipHash}`,
  };
  return compared(subject, 'anchor-invalid', values, {
    same: 'The anchor names this row.',
    differ: `The anchor of row ${row.position} is for another length or another hash.`,
  });
}

function genesisLeg(row: PackRow, genesisHash: string | undefined): Leg {
  const subject = { id: 'row.genesis', question: 'Does the anchor name the first row of this pack?' };
  const { anchor } = row.members;
  if (anchor === undefined) return unreadable(subject, 'anchor');
  if (anchor.genesisHash === undefined) return unsettled(subject, 'not-applicable', 'The anchor names no first row.');
  if (genesisHash === undefined) return unreadable(subject, 'the hash of row 0');
  const values = { expected: genesisHash, actual: anchor.genesisHash };
  return compared(subject, 'genesis-invalid', values, {
    same: 'The anchor names row 0.',
    differ: `The anchor of row ${row.position} was made for a chain with another first row.`,
  });
}

function signatureLeg(row: PackRow, context: PackRowContext): Leg {
  const subject = { id: 'row.signature', question: 'Was the anchor of this row signed by a key that you pinned?' };
  const { anchor } = row.members;
  if (anchor === undefined) return unreadable(subject, 'anchor');
  const { accountId, keys, candidate, equation } = context;
  if (accountId === null) return unreadable(subject, 'the tenant of the pack');
  return {
    ...anchorSignatureLeg(anchor, { accountId, keys, candidate, ...(equation === undefined ? {} : { equation }) }),
    ...subject,
  };
}

function unreadable(subject: { readonly id: string; readonly question: string }, what: string): Leg {
  return unsettled(subject, 'undetermined', `Not settled: ${what} can not be read.`, 'unreadable');
}

function shown(hash: string | null): string {
  return hash ?? 'null';
}
