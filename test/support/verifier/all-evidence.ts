import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accountIdOf } from '../../../shared/anchors/account-id.ts';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import { NO_VERIFIER_TRUST, type VerifierTrust } from '../../../shared/ipc/verifier.ts';
import {
  editReceipts,
  envelope,
  type Json,
  PACK_SIGNER,
  packHead,
  packRows,
  packV1,
  packV2,
  STRANGER,
  sealV2,
  TENANT,
} from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { OpensslTsa } from '../../fixtures/trust/openssl-tsa.ts';
import { oscalOf } from '../../fixtures/trust/oscal.ts';
import {
  CHAIN,
  chainAgainst,
  controlAgainst,
  controlFiles,
  copied,
  EVIDENCE_KEY,
  NOTHING,
  PACK_KEY,
  packAgainst,
} from './escape-evidence.ts';
import { indexText, ndjson, proofText, zipped } from './evidence.ts';
import { judge } from './judge.ts';
import { openForTest } from './open-document.ts';
import { logReceipts, stampReceipts, type Taken } from './receipt-evidence.ts';
import { signedAnchor, trustOf } from './trust.ts';

const SAMPLES = fileURLToPath(new URL('../../../samples/', import.meta.url));
const tenant = { tenantId: 'another-tenant' };
/** A report in the place of a manifest, which states nothing that could be derived. */
const BLOCKED = JSON.stringify({
  formatVersion: '2',
  tenantId: TENANT,
  framework: { id: 'soc2', title: 'SOC 2', version: '2017' },
  blocked: true,
  unresolved: [{ controlId: 'AUDIT.IMMUTABLE-LOG', collectorId: 'a collector', reason: 'no access' }],
});

/** Kinds of evidence, each with what verifies all inputs of it. */
const KINDS = {
  samples,
  'chains and bundles': chains,
  'audit-chain packs': chainPacks,
  'control packs': controlPacks,
  'control packs with OSCAL': oscal,
  receipts: logReceipts,
  'time stamps': async (taken: Taken) => {
    const tsa = new OpensslTsa();
    try {
      await stampReceipts(tsa, taken);
    } finally {
      tsa.remove();
    }
  },
} as const satisfies Readonly<Record<string, (taken: Taken) => Promise<void>>>;
export type EvidenceKind = keyof typeof KINDS;
export const EVIDENCE_KINDS = Object.keys(KINDS) as EvidenceKind[];

const known = new Map<EvidenceKind, Promise<readonly VerificationReport[]>>();

/**
 * Verifies evidence of one kind, sound and damaged, through the whole verifier, once: samples, and the fixtures of packs and receipts. Each leg
 * of a proof is made to hold and to fail, where anything can. Time stamps need openssl.
 */
export function reportsOn(kind: EvidenceKind): Promise<readonly VerificationReport[]> {
  const reports = known.get(kind) ?? verifyAll(KINDS[kind]);
  known.set(kind, reports);
  return reports;
}

async function verifyAll(run: (taken: Taken) => Promise<void>): Promise<readonly VerificationReport[]> {
  const reports: VerificationReport[] = [];
  await run(async (judged) => {
    reports.push((await judged).report);
  });
  return reports;
}

async function sampleReport(path: string, anchors: readonly string[]): Promise<{ report: VerificationReport }> {
  const { document, view } = await openForTest(join(SAMPLES, path), {
    anchors: anchors.map((name) => join(SAMPLES, 'anchors', name)),
  });
  await document.close();
  if (view.report === null) throw new Error(`no report on ${path}`);
  return { report: view.report };
}

/** The samples, each by itself and with every anchor beside it. */
async function samples(taken: Taken): Promise<void> {
  const sample = (path: string, anchors: readonly string[] = []) => taken(sampleReport(path, anchors));
  const anchors = readdirSync(join(SAMPLES, 'anchors'));
  const paths = readdirSync(SAMPLES).filter((name) => !['README.md', 'index.json', 'anchors'].includes(name));
  for (const path of paths) {
    await sample(path);
    for (const name of anchors) await sample(path, [name]);
  }
}

/** Chains and bundles. */
async function chains(taken: Taken): Promise<void> {
  await taken(chainAgainst(CHAIN));
  await taken(chainAgainst([], null));
  await taken(chainAgainst(copied().reverse()));
  const signed = JSON.stringify(signedAnchor(CHAIN, PACK_SIGNER, accountIdOf(TENANT)));
  for (const trust of [PACK_KEY, trustOf({ keys: [{ signer: STRANGER }] })])
    await taken(chainAgainst(CHAIN, signed, trust));
  const entries = { 'audit-chain.ndjson': ndjson(CHAIN) };
  await taken(judge({ ...entries, 'audit-chain-proof.json': proofText(CHAIN) }, ''));
  await taken(judge({ ...entries, 'audit-chain-proof.json': proofText(CHAIN.slice(1)) }, ''));
  await taken(judge({ ...entries, 'bundle.json': indexText(entries) }, ''));
  await taken(judge({ ...entries, 'bundle.json': '{' }, ''));
  await taken(judge({ 'unknown.bin': 'no evidence' }, 'unknown.bin'));
  await taken(judge({}, ''));
}

/** Audit-chain packs of both versions. */
async function chainPacks(taken: Taken): Promise<void> {
  const sealed = (damage: (head: Json) => void) => taken(packAgainst(packV2({}, damage)));
  for (const trust of [PACK_KEY, NOTHING, { ...PACK_KEY, tenantId: TENANT }, { ...PACK_KEY, ...tenant }]) {
    for (const pack of [
      packV1(),
      packV2(),
      packHead(1, packRows()),
      packHead(2, packRows()),
      packV2({ rows: 1, redacted: 0 }),
    ]) {
      await taken(packAgainst(pack, trust));
    }
  }
  await sealed(({ receipts }) => {
    receipts[1].raw.payload.amount = 7;
  });
  await sealed(({ receipts }) => {
    receipts[1].raw.prevHash = 'ab'.repeat(32);
  });
  await sealed(({ receipts }) => {
    receipts.splice(1, 1);
  });
  await sealed(({ receipts }) => {
    receipts[1].anchor.length = 9;
  });
  await sealed(({ receipts }) => {
    receipts[1].anchor.genesisHash = 'ab'.repeat(32);
  });
  await sealed(({ receipts }) => {
    receipts[1].anchor.keyId = 'another';
  });
  await sealed((head) => {
    head.receipts = [];
  });
  await taken(packAgainst(packV2({ signer: STRANGER })));
  await taken(packAgainst(sealV2(packV2(), PACK_SIGNER, accountIdOf('another-tenant'))));
  await taken(
    packAgainst(
      editReceipts(packV2(), (head) => {
        head.chainLength = 5;
      }),
    ),
  );
  await taken(packAgainst({ ...packV2(), sha256: 'ab'.repeat(32) }));
  await taken(packAgainst({ ...packV2(), files: [] }));
  const extra = packV2();
  extra.files.push({ name: 'EXTRA.md', contents: 'x' });
  await taken(packAgainst(extra));
  for (const { fingerprint } of [PACK_SIGNER, STRANGER]) {
    await taken(packAgainst(packV2(), { ...NO_VERIFIER_TRUST, keyFingerprints: [fingerprint] }));
    await taken(packAgainst(envelope('{}'), { ...NO_VERIFIER_TRUST, keyFingerprints: [fingerprint] }));
  }
}

/** Control packs of both versions. */
async function controlPacks(taken: Taken): Promise<void> {
  const lie = controlManifest();
  lie.summary.controlsReady = 3;
  const byAnother = Object.fromEntries(
    controlPackOf(controlManifest(), { signer: STRANGER }).files.map(({ name, bytes }) => [name, bytes]),
  );
  const signature = controlPackOf(controlManifest(), { signer: STRANGER }).signature?.bytes ?? '';
  const packs = [
    controlFiles(),
    controlFiles(lie),
    controlFiles(controlManifest('1')),
    { ...byAnother, 'signature.json': signature },
  ];
  const { 'signature.json': _none, ...unsigned } = controlFiles();
  for (const files of [...packs, unsigned, { 'manifest.json': '{}' }, { 'manifest.json': BLOCKED }]) {
    for (const trust of [
      EVIDENCE_KEY,
      NOTHING,
      { ...EVIDENCE_KEY, tenantId: TENANT },
      { ...EVIDENCE_KEY, ...tenant },
    ]) {
      await taken(controlAgainst(files, trust));
    }
  }
  await taken(controlAgainst(controlFiles(), { ...NO_VERIFIER_TRUST, keyFingerprints: [EVIDENCE_SIGNER.fingerprint] }));
}

/** OSCAL beside the control pack that it was made from, and without it. */
async function oscal(taken: Taken): Promise<void> {
  const manifest = controlManifest();
  const pack = zipped(controlFiles(manifest));
  const sha256 = createHash('sha256').update(pack).digest('hex');
  const beside = (text: string, trust: VerifierTrust = EVIDENCE_KEY) =>
    taken(judge({ ...controlFiles(manifest), 'oscal.json': text }, '', trust));
  const damages: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => text.replace('"not-satisfied"', '"satisfied"'),
    (text) => text.replace('AUDIT.IMMUTABLE-LOG / ', 'ANOTHER.CONTROL / '),
    (text) => text.replace('"poam-items":[', '"poam-items":[],"other":['),
    (text) => text.replaceAll('urn:caisson:audit-chain:', 'urn:caisson:audit-chain:00'),
    (text) => text.replaceAll('2 of 3 controls', '3 of 3 controls'),
    (text) => text.slice(0, -40),
    () => '{"assessment-results":7}',
  ];
  const sound = JSON.stringify(oscalOf(manifest, null));
  for (const damage of damages) await beside(damage(sound));
  await beside(sound, NOTHING);
  await taken(judge({ 'oscal.json': sound }, 'oscal.json'));
  const other = 'ab'.repeat(32);
  const stating = [sha256, other].map((stated) => JSON.stringify(oscalOf(manifest, stated)));
  // The second of two documents in one file states another digest than the first.
  for (const text of [...stating, stating[0]?.replace(sha256, other) ?? '']) {
    await taken(judge({ 'pack.zip': pack, 'oscal.json': text }, '', EVIDENCE_KEY));
  }
}
