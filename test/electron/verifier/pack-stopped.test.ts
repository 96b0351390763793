import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CancelToken } from '../../../electron/verifier/cancel.ts';
import { loadDocument } from '../../../electron/verifier/documents.ts';
import { judgeControlPackDocument } from '../../../electron/verifier/judge-control-pack.ts';
import { openBundle } from '../../../electron/verifier/open-bundle.ts';
import { loadSealed, type SealedDocument } from '../../../electron/verifier/sealed-documents.ts';
import { resolveTrust } from '../../../electron/verifier/trust-input.ts';
import { STEP } from '../../../shared/base/steps.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_KEY_ID, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { looksOf } from '../../support/verifier/counted-token.ts';
import { type EvidenceFiles, withEvidence } from '../../support/verifier/evidence.ts';

const PIECES = 4;
const times = <T>(count: number, one: (at: number) => T): T[] => Array.from({ length: count }, (_none, at) => one(at));

/** Files of a signed pack whose manifest was changed before. */
function packFiles(change: (manifest: Json) => void): EvidenceFiles {
  const manifest = controlManifest();
  change(manifest);
  const { files, signature } = controlPackOf(manifest);
  const named = signature === null ? files : [...files, { name: 'signature.json', bytes: signature.bytes }];
  return Object.fromEntries(named.map(({ name, bytes }) => [`pack/${name}`, bytes]));
}

const LARGE: readonly (readonly [string, (manifest: Json) => void])[] = [
  [
    'of many evidence items',
    (manifest) => {
      const [control] = manifest.controls;
      manifest.controls = times(PIECES, (at) => ({
        ...control,
        controlId: `A.B${at}`,
        evidence: times(STEP, () => control.evidence[0]),
      }));
    },
  ],
  [
    'of one record with many values',
    (manifest) => {
      const [item] = manifest.controls[0].evidence;
      manifest.controls[0].evidence = times(PIECES, () => ({
        ...item,
        manualSlots: times(STEP, () => item.manualSlots[0]),
      }));
    },
  ],
  [
    'of members that no version knows',
    (manifest) => {
      for (const at of times(PIECES * STEP, String)) manifest[`u${at}`] = 1;
    },
  ],
  [
    'of facts that nobody reads',
    (manifest) => {
      manifest.controls[0].evidence[0].facts = { deep: times(PIECES * STEP, (at) => at) };
    },
  ],
];

describe('one large control pack', () => {
  it.each(LARGE)('%s is judged in pieces, and left off after any of them', async (_name, change) => {
    await withEvidence(packFiles(change), async (folder) => {
      const opened = await openBundle(join(folder, 'pack'), new CancelToken());
      if (!opened.ok) throw new Error(opened.error.message);
      const [document] = await loadSealed(opened.value, new CancelToken());
      const pack = document as Extract<SealedDocument, { kind: 'control-pack' }>;
      const trust = await resolveTrust({
        trustFiles: [],
        keyFingerprints: [EVIDENCE_SIGNER.fingerprint],
        keyId: EVIDENCE_KEY_ID,
        tenantId: null,
        signatures: [],
      });
      const judged = (token: CancelToken) => judgeControlPackDocument(pack, trust, 'pack-0', token);
      // The manifest is gone through at least for its tree, its value and what stands twice, twice over, and for its canonical text.
      expect(await looksOf(judged)).toBeGreaterThan(7 * PIECES);
      await opened.value.container.close();
    });
  });

  it('says that it is judged, and ends a run that is cancelled then without a report', async () => {
    const [[, change] = ['', () => undefined]] = LARGE;
    await withEvidence(packFiles(change), async (folder, open) => {
      const phases: string[] = [];
      const { view } = await open(join(folder, 'pack'), {
        onEvent: (event, document) => {
          if (event.type !== 'progress') return;
          phases.push(event.progress.phase);
          if (event.progress.phase === 'judging') setImmediate(() => document.cancel());
        },
      });
      expect(view).toMatchObject({ state: 'cancelled', report: null, error: null, packs: [] });
      expect([...new Set(phases)]).toEqual(['opening', 'digesting', 'judging', 'cancelled']);
    });
  });
});

describe('one large part of a bundle', () => {
  it('is read as JSON in pieces', async () => {
    const rows = times(PIECES * STEP, (at) => at);
    await withEvidence({ 'f/rls-policies.json': JSON.stringify({ rows }) }, async (folder) => {
      const opened = await openBundle(join(folder, 'f'), new CancelToken());
      if (!opened.ok) throw new Error(opened.error.message);
      const [file] = opened.value.files;
      if (file === undefined) throw new Error('no file');
      expect(await looksOf((token) => loadDocument(file, token))).toBeGreaterThan(3 * PIECES);
      await opened.value.container.close();
    });
  });

  it('of members that no version knows is held against its schema in pieces', async () => {
    const format = { format: 'bathyscope/worm-retention', formatVersion: '1' };
    const members = Object.fromEntries(times(PIECES * STEP, (at) => [`u${at}`, 1]));
    const looks = async (value: object): Promise<number> => {
      let count = 0;
      await withEvidence({ 'f/worm-retention.json': JSON.stringify(value) }, async (folder) => {
        count = await looksOf(async (token) => {
          const opened = await openBundle(join(folder, 'f'), token);
          if (opened.ok) await opened.value.container.close();
        });
      });
      return count;
    };
    // Another format is refused before its members are looked at: what it takes is what reading JSON takes.
    const read = await looks({ ...members, format: 'another' });
    expect((await looks({ ...members, ...format })) - read).toBeGreaterThanOrEqual(PIECES);
  });
});
