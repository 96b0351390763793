import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_VERIFIER_TRUST, type VerifierTrust } from '../../../shared/ipc/verifier.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { anchorText, ndjson, withEvidence } from '../../support/verifier/evidence.ts';

const CHAIN = buildChain(50);
const FILES = { 'c.ndjson': ndjson(CHAIN), 'anchor.json': anchorText(CHAIN) };
/** A key is pinned and the anchor is not signed: then the right length settles nothing. */
const PINNED: VerifierTrust = { ...NO_VERIFIER_TRUST, keyFingerprints: ['ab'.repeat(32)] };

describe('trust that changes', () => {
  it.each(['opening', 'running'] as const)(
    'while the document is %s is what the verdict is made with',
    async (state) => {
      await withEvidence(FILES, async (folder, open) => {
        const changes: Promise<unknown>[] = [];
        const { document } = await open(join(folder, 'c.ndjson'), {
          anchors: [join(folder, 'anchor.json')],
          onEvent: (event, self) => {
            // Once: the change is an event of its own.
            const now = event.type === 'document' && event.document.state === state && changes.length === 0;
            if (now) changes.push(Promise.resolve().then(() => self.setTrust(PINNED)));
          },
        });
        await Promise.all(changes);
        expect(changes.length).toBeGreaterThan(0);
        expect(document.view.report?.verdict).toBe('unverifiable');
      });
    },
  );

  it('twice counts as it was given last', async () => {
    await withEvidence(FILES, async (folder, open) => {
      const { document } = await open(join(folder, 'c.ndjson'), { anchors: [join(folder, 'anchor.json')] });
      await Promise.all([document.setTrust(PINNED), document.setTrust(NO_VERIFIER_TRUST)]);
      expect(document.view.report?.verdict).toBe('verified');
      await Promise.all([document.setTrust(NO_VERIFIER_TRUST), document.setTrust(PINNED)]);
      expect(document.view.report?.verdict).toBe('unverifiable');
    });
  });

  it('is kept when the document is verified again', async () => {
    await withEvidence(FILES, async (folder, open) => {
      const { document } = await open(join(folder, 'c.ndjson'), { anchors: [join(folder, 'anchor.json')] });
      expect((await document.setTrust(PINNED)).report?.verdict).toBe('unverifiable');
      const given = { kind: 'key-fingerprint', fingerprint: 'ab'.repeat(32), provenance: null };
      // Shown from the first moment, so that it can be taken away before there is anything to judge.
      expect(await document.restart()).toMatchObject({ report: null, trust: [given] });
      while (['opening', 'running'].includes(document.view.state)) await new Promise((done) => setTimeout(done, 5));
      expect(document.view.report?.verdict).toBe('unverifiable');
    });
  });
});
