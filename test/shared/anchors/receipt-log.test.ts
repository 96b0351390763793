import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusionFault, leafHash } from '../../../shared/anchors/merkle.ts';
import { judgeReceipt, type ReceiptJudgement } from '../../../shared/anchors/receipt.ts';
import { readCheckpoint } from '../../../shared/anchors/signed-note.ts';
import type { TrustedLogKey } from '../../../shared/anchors/trust.ts';
import { type SubtleVerifier, webCryptoChecker } from '../../../shared/anchors/web-crypto-checker.ts';
import { finished } from '../../../shared/base/steps.ts';
import { parseReceipt, type Receipt } from '../../../shared/formats/receipt.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';
import {
  ANCHOR,
  inclusionPath,
  LOG_SIGNER,
  logReceipt,
  noteLine,
  ORIGIN,
  treeHash,
  trustedLog,
} from '../../fixtures/trust/log.ts';

const checker = webCryptoChecker(webcrypto.subtle as unknown as SubtleVerifier);

function whole(value: Json): Receipt {
  const read = finished(parseReceipt(value, 'receipt.json'));
  if (read.findings.length > 0) throw new Error(read.findings.map((finding) => finding.message).join());
  return read.value as Receipt;
}

function judge(
  value: Json,
  logKeys: readonly TrustedLogKey[] = [trustedLog()],
  anchor = ANCHOR,
): Promise<ReceiptJudgement> {
  return judgeReceipt(whole(value), anchor, { roots: [], logKeys, expectedTenantId: null, checker });
}

const failing = (judged: ReceiptJudgement): string[] =>
  judged.legs.filter((leg) => leg.result === 'fail').map((leg) => leg.id);

describe('an inclusion proof', () => {
  const entries = (size: number): Uint8Array[] => Array.from({ length: size }, (_none, at) => Uint8Array.of(at, size));

  it('holds for one index only, in trees of every size', () => {
    for (let size = 1; size <= 20; size += 1) {
      const leaves = entries(size);
      const root = treeHash(leaves);
      for (let index = 0; index < size; index += 1) {
        const path = inclusionPath(index, leaves);
        for (let claimed = 0; claimed <= size + 2; claimed += 1) {
          const fault = inclusionFault(leafHash(Uint8Array.of(index, size)), BigInt(claimed), BigInt(size), path, root);
          expect(fault === null, `${index} of ${size} as ${claimed}`).toBe(claimed === index);
        }
      }
    }
  });

  it('needs the path to end with the tree, both ways', () => {
    const leaves = entries(11);
    const path = inclusionPath(6, leaves);
    const leaf = leafHash(Uint8Array.of(6, 11));
    const root = treeHash(leaves);
    expect(inclusionFault(leaf, 6n, 11n, path.slice(0, -1), root)).toBe('path-too-short');
    expect(inclusionFault(leaf, 6n, 11n, [...path, root], root)).toBe('path-too-long');
    expect(inclusionFault(leaf, 11n, 11n, path, root)).toBe('index-outside-tree');
    expect(inclusionFault(leaf, 6n, 11n, [new Uint8Array(31)], root)).toBe('hash-length');
    // A larger tree that the path does not reach to: one end condition alone would let the index float.
    expect(inclusionFault(leaf, 6n, 1n << 40n, path, root)).toBe('path-too-short');
  });
});

describe('a receipt of a public log', () => {
  it('passes with the log key that the auditor trusts', async () => {
    const judged = await judge(logReceipt());
    expect(judged).toMatchObject({ axis: 'independence', result: 'pass', genTime: null });
    expect((await judge(logReceipt({ index: 0, size: 1 }))).result).toBe('pass');
    expect((await judge(logReceipt({ extensions: ['an extension'] }))).result).toBe('pass');
  });

  it('is not checked as long as the log key is only a candidate: anybody can run a log', async () => {
    const judged = await judge(logReceipt(), []);
    expect(judged.result).toBe('not-checked');
    expect(judged.legs.find((leg) => leg.id === 'log.key')).toMatchObject({
      reason: 'candidate-key',
      actual: LOG_SIGNER.fingerprint,
    });
    expect((await judge(logReceipt(), [trustedLog(LOG_SIGNER, 'other.example.test')])).result).toBe('not-checked');
  });

  it('fails with another key for the same log', async () => {
    expect(failing(await judge(logReceipt({ signer: signerOf('private log') })))).toEqual(['log.key']);
  });

  it('checkpoint self-consistent but of another tree: checkpoint-wrong-roothash_fail', async () => {
    const value = logReceipt();
    value.receipt.checkpoint = logReceipt({ size: 12 }).receipt.checkpoint;
    expect(failing(await judge(value))).toEqual(['log.inclusion']);
  });

  it('checkpoint of another log, or another key hint: checkpoint-bad-keyhint_fail', async () => {
    const value = logReceipt();
    const { checkpoint } = value.receipt;
    const [text = '', line = ''] = checkpoint.split('\n\n');
    const [dash, name, payload = ''] = line.trim().split(' ');
    const bytes = Buffer.from(payload, 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    value.receipt.checkpoint = `${text}\n\n${dash} ${name} ${bytes.toString('base64')}\n`;
    expect(failing(await judge(value))).toEqual(['log.checkpoint']);
    value.receipt.checkpoint = checkpoint.replaceAll(ORIGIN, 'other.example.test');
    expect(failing(await judge(value))).toContain('log.origin');
  });

  it('entry matches another artefact: wrong-hashedrekord_fail', async () => {
    expect(failing(await judge(logReceipt({ about: { ...ANCHOR, length: 22 } })))).toEqual([
      'log.leaf',
      'log.submitter',
    ]);
    expect(failing(await judge(logReceipt(), undefined, { ...ANCHOR, length: 22 }))).toEqual([
      'receipt.anchor-digest',
      'receipt.anchor-length',
      'log.leaf',
      'log.submitter',
    ]);
  });

  it('the next index is another place', async () => {
    const value = logReceipt();
    value.receipt.logIndex = '7';
    expect(failing(await judge(value))).toEqual(['log.inclusion']);
  });

  it('the producer\u2019s key order is other bytes than the canonical ones', async () => {
    const { length, tipHash, genesisHash } = ANCHOR;
    const value = logReceipt();
    const body = JSON.parse(Buffer.from(value.receipt.canonicalizedBody, 'base64').toString());
    body.spec.hashedRekordV002.data.digest = Buffer.from(
      await webcrypto.subtle.digest('SHA-512', Buffer.from(JSON.stringify({ length, tipHash, genesisHash }))),
    ).toString('base64');
    value.receipt.canonicalizedBody = Buffer.from(JSON.stringify(body)).toString('base64');
    expect(failing(await judge(value))).toEqual(['log.inclusion', 'log.leaf']);
  });

  it('counts no witness, and no line twice: duplicate log entries counted twice toward a threshold (sigstore-js 1702)', async () => {
    const value = logReceipt();
    const text = `${value.receipt.checkpoint.split('\n\n')[0]}\n`;
    const line = noteLine('witness.example.test', signerOf('witness'), text);
    value.receipt.checkpoint += line + line;
    const judged = await judge(value);
    expect(judged.result).toBe('pass');
    const witnesses = judged.legs.find((leg) => leg.id === 'log.witnesses');
    expect(witnesses).toMatchObject({ result: 'not-checked' });
    expect(witnesses?.message.match(/witness\.example\.test/g)).toHaveLength(1);
  });

  it('takes the name of a log as text, never as a pattern (sigstore-js checkpoint.ts)', async () => {
    const value = logReceipt();
    value.receipt.checkpoint = value.receipt.checkpoint.replace(
      `\u2014 ${ORIGIN}`,
      `\u2014 ${ORIGIN.replaceAll('.', '-')}`,
    );
    expect(failing(await judge(value))).toEqual(['log.checkpoint']);
  });

  it('bounds numbers before they are made: BigInt() on unsigned input (sigstore-js 1722)', () => {
    const value = logReceipt();
    value.receipt.logIndex = '9'.repeat(100_000);
    expect(finished(parseReceipt(value, 'r')).findings.map((finding) => finding.where.pointer)).toEqual([
      '/receipt/logIndex',
    ]);
    expect(readCheckpoint(`${ORIGIN}\n${'9'.repeat(1_000)}\n${'A'.repeat(43)}=\n\n`)).toMatchObject({
      fault: expect.any(String),
    });
  });

  it('holds grade, target and proof together', async () => {
    expect(failing(await judge({ ...logReceipt(), grade: 'trusted-timestamped' }))).toEqual(['receipt.kind']);
    expect(failing(await judge({ ...logReceipt(), target: 'tsa' }))).toEqual(['receipt.kind']);
  });

  it('does not use a token whose purpose is not stated', async () => {
    const value = logReceipt();
    value.receipt.rfc3161Token = 'AAAA';
    expect((await judge(value)).legs.find((leg) => leg.id === 'log.token')).toMatchObject({ result: 'not-checked' });
  });

  it('never passes when any character of what is proven is changed', async () => {
    const value = logReceipt();
    const members = ['checkpoint', 'logPublicKey', 'logId', 'canonicalizedBody', 'logIndex', 'origin'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...members),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        async (member, at, code) => {
          const text: string = value.receipt[member];
          const place = at % text.length;
          const changed = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
          const read = finished(parseReceipt({ ...value, receipt: { ...value.receipt, [member]: changed } }, 'r'));
          if (changed === text || read.findings.length > 0) return;
          const judged = await judge({ ...value, receipt: { ...value.receipt, [member]: changed } });
          expect(judged.result).not.toBe('pass');
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('OpenTimestamps', () => {
  const ots = (status: string): Json => ({
    ...logReceipt(),
    target: 'ots',
    receipt: {
      algorithm: 'opentimestamps',
      messageImprint: logReceipt().anchorDigest,
      calendars: ['https://calendar.example.test'],
      proof: 'AAAA',
      status,
      submittedAt: '2026-03-10T09:15:05.000Z',
    },
  });

  it.each(['pending', 'complete'])('is never a proof offline when %s', async (status) => {
    const judged = await judge(ots(status));
    expect(judged).toMatchObject({ axis: 'independence', result: 'undetermined' });
    expect(failing(judged)).toEqual([]);
  });

  it('states the imprint of another anchor', async () => {
    const value = ots('pending');
    value.receipt.messageImprint = 'ab'.repeat(32);
    expect(failing(await judge(value))).toEqual(['receipt.imprint']);
  });
});

describe('reading a receipt', () => {
  it('reports all bad paths', () => {
    const value = { ...logReceipt(), more: 1, grade: 'best', anchorLength: 0 };
    value.receipt = { ...value.receipt, logKeyDetails: 'OTHER', extra: true };
    const pointers = finished(parseReceipt(value, 'r')).findings.map((finding) => finding.where.pointer);
    expect(pointers.sort()).toEqual(['/anchorLength', '/grade', '/more', '/receipt/extra', '/receipt/logKeyDetails']);
  });

  it('never throws, whatever the value or the checkpoint', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        finished(parseReceipt(value, 'r'));
        expect(readCheckpoint(text)).toHaveProperty('fault');
      }),
    );
  });
});
