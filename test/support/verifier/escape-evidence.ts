import type { VerifierTrust } from '../../../shared/ipc/verifier.ts';
import { type Json, KEY_ID, PACK_SIGNER } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { LOG_SIGNER } from '../../fixtures/trust/log.ts';
import { buildChain, type TestEntry } from '../chain/build-chain.ts';
import { ndjson, zipped } from './evidence.ts';
import { type JudgedView, judge } from './judge.ts';
import { trustOf } from './trust.ts';

/** Sound evidence of every kind, which each test of an escape damages in its way, and the trust under which it is verified. */
export const CHAIN = buildChain(12);
export const ANCHOR = JSON.stringify({ length: 12, tipHash: CHAIN[11]?.hash });
export const NOTHING = trustOf({});
export const PACK_KEY = trustOf({ keys: [{ signer: PACK_SIGNER }] });
export const NAMED_PACK_KEY = trustOf({ keys: [{ signer: PACK_SIGNER, keyId: KEY_ID }] });
export const EVIDENCE_KEY = trustOf({ keys: [{ signer: EVIDENCE_SIGNER }] });
export const LOG_KEY = trustOf({ logs: [LOG_SIGNER] });

/** Entries through the anchor that the auditor kept. */
export const chainAgainst = (
  entries: readonly TestEntry[],
  anchor: string | null = ANCHOR,
  trust: VerifierTrust = NOTHING,
): Promise<JudgedView> =>
  judge(
    { 'chain.ndjson': ndjson(entries), 'anchor.json': anchor ?? '' },
    'chain.ndjson',
    trust,
    anchor === null ? [] : ['anchor.json'],
  );

/** An audit-chain pack by itself, as text or as a document. */
export const packAgainst = (pack: Json, trust: VerifierTrust = PACK_KEY): Promise<JudgedView> =>
  judge({ 'pack.json': typeof pack === 'string' ? pack : JSON.stringify(pack) }, 'pack.json', trust);

/** Files of a control pack, its signature among them. */
export function controlFiles(manifest: Json = controlManifest()): Record<string, string | Uint8Array> {
  const { files, signature } = controlPackOf(manifest);
  const named = Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));
  return { ...named, 'signature.json': signature?.bytes ?? '' };
}

/** A control pack as a zip. */
export const controlAgainst = (
  files: Record<string, string | Uint8Array>,
  trust: VerifierTrust = EVIDENCE_KEY,
): Promise<JudgedView> => judge({ 'pack.zip': zipped(files) }, 'pack.zip', trust);

/** A receipt by itself, with the anchor that it is said to be for. */
export const receiptAgainst = (receipt: Json, trust: VerifierTrust = LOG_KEY): Promise<JudgedView> =>
  judge({ 'receipt.json': JSON.stringify(receipt), 'anchor.json': ANCHOR }, 'receipt.json', trust, ['anchor.json']);

/** The chain with its entries copied, for damage. */
export const copied = (): TestEntry[] => structuredClone(CHAIN);

/** The entry at a position, which has to be there. */
export function entryAt(entries: readonly TestEntry[], position: number): TestEntry {
  const entry = entries[position];
  if (entry === undefined) throw new Error('no such entry');
  return entry;
}

/** Ids of what failed in the first pack: its questions, and the checks over its rows. */
export function failedLegs({ packs, report }: JudgedView): string[] {
  const questions = packs[0]?.questions.flatMap(({ id, result }) => (result === 'fail' ? [id] : [])) ?? [];
  const ofRows = report.checks.flatMap(({ id, result }) => (result === 'fail' && id.startsWith('row.') ? [id] : []));
  return [...questions, ...ofRows];
}

/** Places of a document that a failure points to, by a rule. */
export function failedPlaces({ report }: JudgedView, rule: string): string[] {
  const failed = report.findings.filter(({ severity, where }) => severity === 'fail' && where.rule === rule);
  return failed.map(({ where }) => where.pointer ?? where.file ?? '');
}
