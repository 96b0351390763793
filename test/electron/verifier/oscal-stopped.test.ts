import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CancelToken } from '../../../electron/verifier/cancel.ts';
import { judgeOscal } from '../../../electron/verifier/judge-oscal.ts';
import { openBundle } from '../../../electron/verifier/open-bundle.ts';
import { loadSealed, type SealedDocument } from '../../../electron/verifier/sealed-documents.ts';
import { STEP } from '../../../shared/base/steps.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../../fixtures/trust/control-pack.ts';
import { oscalOf, planOf, resultsOf } from '../../fixtures/trust/oscal.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { looksOf } from '../../support/verifier/counted-token.ts';
import { anchorText, withEvidence } from '../../support/verifier/evidence.ts';

const PIECES = 4;
const AROUND = { packs: [], archives: [], alone: true };

function large(): string {
  const value: Json = structuredClone(oscalOf(controlManifest()));
  const [finding] = resultsOf(value).results[0].findings;
  resultsOf(value).results[0].findings = Array.from({ length: PIECES * STEP }, () => finding);
  planOf(value)['poam-items'] = Array.from({ length: PIECES * STEP }, () => ({ title: 'x' }));
  return JSON.stringify(value);
}

describe('one large OSCAL document', () => {
  let text = '';
  beforeAll(() => {
    text = large();
  });

  it('is read and compared in pieces, and left off after any of them', async () => {
    await withEvidence({ 'oscal.json': text }, async (folder) => {
      const opened = await openBundle(join(folder, 'oscal.json'), new CancelToken());
      if (!opened.ok) throw new Error(opened.error.message);
      // Its tree, its value, members that stand twice, and what it states are each gone through by themselves.
      expect(await looksOf((token) => loadSealed(opened.value, token))).toBeGreaterThan(2 * 4 * PIECES);
      const [document] = await loadSealed(opened.value, new CancelToken());
      const oscal = document as Extract<SealedDocument, { kind: 'oscal' }>;
      const judged = (token: CancelToken) => judgeOscal(oscal, AROUND, 'pack-0', token);
      expect(await looksOf(judged)).toBeGreaterThan(2 * PIECES);
      await opened.value.container.close();
    });
  });

  it('ends a run that is cancelled while it is read, without a report', async () => {
    await withEvidence({ 'oscal.json': text }, async (folder, open) => {
      const { view } = await open(join(folder, 'oscal.json'), {
        onEvent: (event, document) => {
          if (event.type === 'document' && event.document.state === 'running') setImmediate(() => document.cancel());
        },
      });
      expect(view).toMatchObject({ state: 'cancelled', report: null, error: null, packs: [] });
    });
  });

  it('is judged anew in a document whose run was asked to stop when it was done', async () => {
    const chain = buildChain(3);
    await withEvidence({ 'oscal.json': text, 'anchor.json': anchorText(chain) }, async (folder, open) => {
      const { document } = await open(join(folder, 'oscal.json'));
      expect(document.cancel().state).toBe('done');
      const view = await document.addAnchors([{ path: join(folder, 'anchor.json'), bytes: 'canonical' }]);
      expect(view.report?.verdict).toBe('unverifiable');
    });
  });
});
