import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIdOf } from '../../../shared/anchors/account-id.ts';
import { readTimestampToken } from '../../../shared/anchors/timestamp-token.ts';
import { type VerificationReport, verificationReportSchema } from '../../../shared/base/verification.ts';
import {
  editReceipts,
  KEY_ID,
  PACK_SIGNER,
  packV1,
  packV2,
  STRANGER,
  TENANT,
} from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_KEY_ID, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { LOG_SIGNER, ORIGIN } from '../../fixtures/trust/log.ts';
import { OpensslTsa, opensslMissing } from '../../fixtures/trust/openssl-tsa.ts';
import { bundleModule } from '../../support/bundle-module.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { ndjson, zipped } from '../../support/verifier/evidence.ts';
import { coreBytesOf, logReceiptFor, signedAnchor, stampReceiptFor, trustOf } from '../../support/verifier/trust.ts';

const EXIT = { verified: 0, tampered: 1, 'consistent-not-anchored': 2, unverifiable: 2, malformed: 3 } as const;
const root = mkdtempSync(join(tmpdir(), 'bathyscope-cli-trust-'));
const missing = opensslMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

const chain = buildChain(12);
const anchor = signedAnchor(chain, PACK_SIGNER, accountIdOf(TENANT));

beforeAll(async () => {
  await bundleModule('electron/cli/index.ts', join(root, 'out/cli/index.js'));
  await bundleModule('electron/verifier/index.ts', join(root, 'out/verifier/index.js'));
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(root, name), content);
  put('package.json', JSON.stringify({ type: 'module', version: '0.0.0' }));
  put('chain.ndjson', ndjson(chain));
  put('edited.json', JSON.stringify(chain.map((entry, at) => (at === 4 ? { ...entry, payload: {} } : entry))));
  put('deleted.ndjson', ndjson(chain.filter((_entry, at) => at !== 6)));
  put('cut.ndjson', ndjson(chain.slice(0, 10)));
  put('anchor.json', JSON.stringify(anchor));
  put('pack-v2.json', JSON.stringify(packV2({ redacted: 2 })));
  const edited = editReceipts(packV2(), (head) => {
    head.receipts[3].raw.payload.amount = 99;
  });
  put('pack-edited.json', JSON.stringify(edited));
  put('pack-swapped.json', packV1({ signer: STRANGER }));
  const control = controlPackOf(controlManifest());
  put('control.zip', zipped(Object.fromEntries(control.files.map(({ name, bytes }) => [name, bytes]))));
  put('control.sig.json', control.signature?.bytes ?? '');
  const signatureText = Buffer.from(control.signature?.bytes ?? []).toString();
  put('empty', '');
  put('minutes.txt', 'Minutes of the kick-off.\n');
  put('picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a));
  put('utf-16.sig.json', Buffer.from(`\uFEFF${signatureText}`, 'utf16le'));
  put('short.sig.json', JSON.stringify({ ...JSON.parse(signatureText), signature: 'ab' }));
  put('huge', 'x'.repeat(256 * 1024 + 1));
  const lie = controlManifest('1');
  lie.controls[2].readiness = 'ready';
  lie.summary = { ...lie.summary, controlsReady: 3, controlsWithGaps: 0 };
  const lying = controlPackOf(lie);
  put('lie.zip', zipped(Object.fromEntries(lying.files.map(({ name, bytes }) => [name, bytes]))));
  put('lie.sig.json', lying.signature?.bytes ?? '');
  put('log.json', JSON.stringify(logReceiptFor(anchor)));
  const { length, tipHash, genesisHash } = anchor;
  const other = JSON.stringify({ length, tipHash, genesisHash });
  put('as-is.json', other);
  put('as-is-line-feed.json', `${other}\n`);
  put('canonical.json', coreBytesOf(anchor));
  put('twice.json', other.replace('{', '{"length":3,'));
  put('long.json', `${other}${' '.repeat(64 * 1024)}`);
  for (const folder of ['no-anchors', 'mixed-anchors', 'all-anchors']) mkdirSync(join(root, folder));
  put('no-anchors/readme.txt', 'nothing');
  put('mixed-anchors/12.json', JSON.stringify(anchor));
  put('mixed-anchors/13.json', 'nothing');
  for (const length of [3, 12]) put(`all-anchors/${length}.json`, JSON.stringify({ ...anchor, length }));
  put('log-as-is.json', JSON.stringify(logReceiptFor(anchor, LOG_SIGNER, {}, Buffer.from(other))));
  const next = logReceiptFor(anchor);
  next.receipt.logIndex = '7';
  put('log-next.json', JSON.stringify(next));
  put('producer.pem', `-----BEGIN PUBLIC KEY-----\n${PACK_SIGNER.spkiBase64}\n-----END PUBLIC KEY-----\n`);
  put('producer.der', Buffer.from(PACK_SIGNER.spkiBase64, 'base64'));
  put('secret.pem', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  put('producer.b64', PACK_SIGNER.spkiBase64);
  put('evidence.b64', EVIDENCE_SIGNER.spkiBase64);
  put('stranger.b64', STRANGER.spkiBase64);
  const [file] = trustOf({
    keys: [{ signer: PACK_SIGNER, keyId: KEY_ID, tenantId: TENANT }],
    logs: [LOG_SIGNER],
  }).trustFiles;
  put('trust.json', JSON.stringify(file));
  put('bad-trust.json', JSON.stringify({ ...(file as object), keys: [{}] }));
  if (missing !== null) return;
  const tsa = new OpensslTsa();
  const token = tsa.stamp(tsa.issue({ purpose: 'critical,timeStamping', key: 'rsa' }), coreBytesOf(anchor));
  const read = readTimestampToken(token);
  const time = read.kind === 'token' ? new Date(read.token.genTime).toISOString() : '';
  put('stamp.json', JSON.stringify(stampReceiptFor(anchor, token, time)));
  put('tsa-ca.pem', readFileSync(join(tsa.folder, 'ca.pem')));
  put('other-ca.der', tsa.impostorRoot());
  tsa.remove();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function run(words: readonly string[]): { code: number | null; out: string; err: string } {
  const entry = join(root, 'out/cli/index.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, 'verify', ...words], {
    encoding: 'utf8',
    cwd: root,
  });
  return { code: status, out: stdout, err: stderr };
}

function verdictOf(line: string): VerificationReport['verdict'] {
  const { code, out, err } = run([...line.split(' '), '--json']);
  expect(err).toBe('');
  const { verdict } = verificationReportSchema.parse(JSON.parse(out));
  expect(code).toBe(EXIT[verdict]);
  return verdict;
}

const producer = `--pin-key-sha256 ${PACK_SIGNER.fingerprint}`;
const evidence = `--pin-key-sha256 ${EVIDENCE_SIGNER.fingerprint}`;
const log = `--log-key ${ORIGIN}=${LOG_SIGNER.spkiBase64}`;

describe('the situations of an auditor, on the command line', () => {
  it.each([
    ['chain.ndjson', 'consistent-not-anchored'],
    ['edited.json', 'tampered'],
    ['deleted.ndjson', 'tampered'],
    ['cut.ndjson --anchor anchor.json --pin-key producer.pem', 'tampered'],
    [`cut.ndjson --anchor anchor.json ${producer}`, 'tampered'],
    [`chain.ndjson --anchor anchor.json --pin-key producer.pem --tenant ${TENANT}`, 'verified'],
    [`chain.ndjson --anchor anchor.json --trust trust.json --tenant ${TENANT}`, 'verified'],
    ['chain.ndjson --anchor anchor.json --trust trust.json', 'verified'],
    ['chain.ndjson --anchor anchor.json --pin-key producer.pem --tenant another', 'tampered'],
    ['chain.ndjson --anchor anchor.json --pin-key stranger.b64', 'tampered'],
    [`pack-v2.json --pin-key producer.b64 --key-id ${KEY_ID}`, 'verified'],
    [`pack-v2.json ${producer} --key-id ${KEY_ID}`, 'verified'],
    [`pack-v2.json ${producer.toUpperCase().replace('--PIN-KEY-SHA256', '--pin-key-sha256')}`, 'verified'],
    [`pack-v2.json --pin-key producer.pem ${producer}`, 'verified'],
    ['pack-v2.json --trust trust.json', 'verified'],
    ['pack-v2.json', 'consistent-not-anchored'],
    ['pack-v2.json --pin-key producer.pem --key-id other/1', 'tampered'],
    ['pack-v2.json --pin-key producer.pem --tenant another', 'tampered'],
    ['pack-v2.json --pin-key stranger.b64', 'tampered'],
    [`pack-edited.json ${producer}`, 'tampered'],
    [`pack-swapped.json ${producer}`, 'tampered'],
    ['pack-swapped.json --pin-key producer.pem', 'tampered'],
    ['control.zip --signature control.sig.json --pin-key evidence.b64', 'verified'],
    [`control.zip --signature control.sig.json ${evidence} --key-id ${EVIDENCE_KEY_ID}`, 'verified'],
    ['control.zip --pin-key evidence.b64', 'unverifiable'],
    ['control.zip --signature control.sig.json', 'consistent-not-anchored'],
    ['control.zip --signature lie.sig.json --pin-key evidence.b64', 'tampered'],
    ['lie.zip --signature lie.sig.json --pin-key evidence.b64', 'tampered'],
    [`log.json --anchor anchor.json ${log}`, 'verified'],
    ['log.json --anchor anchor.json --trust trust.json', 'verified'],
    ['log.json --anchor anchor.json', 'unverifiable'],
    [`log.json ${log}`, 'unverifiable'],
    [`log-next.json --anchor anchor.json ${log}`, 'tampered'],
    [`log-as-is.json --anchor-bytes as-is.json ${log}`, 'verified'],
    [`log-as-is.json --anchor as-is.json ${log}`, 'tampered'],
    [`log-as-is.json --anchor-bytes as-is-line-feed.json ${log}`, 'tampered'],
    [`log-as-is.json --anchor-bytes as-is.json`, 'unverifiable'],
    [`log.json --anchor-bytes as-is.json ${log}`, 'tampered'],
    [`log.json --anchor-bytes canonical.json ${log}`, 'verified'],
    [`log.json --anchor as-is.json ${log}`, 'verified'],
    ['chain.ndjson --anchor-bytes as-is-line-feed.json', 'verified'],
    ['cut.ndjson --anchor-bytes as-is.json', 'tampered'],
  ] as const)('%s: %s', (line, expected) => {
    expect(verdictOf(line)).toBe(expected);
  });

  it.skipIf(missing !== null).each([
    ['stamp.json --anchor anchor.json --tsa-ca tsa-ca.pem', 'verified'],
    ['stamp.json --anchor anchor.json', 'unverifiable'],
    ['stamp.json --anchor anchor.json --tsa-ca other-ca.der', 'tampered'],
    ['stamp.json --tsa-ca tsa-ca.pem', 'unverifiable'],
  ] as const)('%s: %s', (line, expected) => {
    expect(verdictOf(line)).toBe(expected);
  });

  it.each([
    ['chain.ndjson --trust bad-trust.json', 'bad-trust.json'],
    ['chain.ndjson --pin-key anchor.json', 'anchor.json'],
    ['chain.ndjson --tsa-ca producer.pem', 'producer.pem'],
    [`chain.ndjson --log-key ${ORIGIN}=AAAA`, '--log-key'],
    ['chain.ndjson --pin-key nowhere.pem', 'nowhere.pem'],
    ['chain.ndjson --anchor-bytes nowhere.json', 'nowhere.json'],
    ['chain.ndjson --anchor-bytes chain.ndjson', 'chain.ndjson'],
    ['chain.ndjson --anchor-bytes log.json', 'log.json'],
    ['chain.ndjson --anchor-bytes twice.json', 'json.earlier-duplicate'],
    ['chain.ndjson --anchor-bytes long.json', 'long.json'],
    ['chain.ndjson --anchor chain.ndjson', '--anchor chain.ndjson names no anchor'],
    ['chain.ndjson --anchor log.json', 'log.json'],
    ['chain.ndjson --anchor twice.json', 'json.duplicate'],
    ['chain.ndjson --anchor long.json', 'long.json'],
    ['chain.ndjson --anchor anchor.json --anchor bad-trust.json', 'bad-trust.json'],
    ['chain.ndjson --anchor no-anchors', 'holds no file that is named <length>.json'],
    ['chain.ndjson --anchor mixed-anchors', '"13.json"'],
    ['log.json --anchor producer.pem', 'producer.pem'],
    ['chain.ndjson --anchor-bytes mixed-anchors', 'mixed-anchors'],
    [
      'control.zip --signature empty',
      '--signature empty names no detached signature: empty: this is no detached signature: the text ends too early (character 0) (rule json.syntax).',
    ],
    ['control.zip --signature minutes.txt', 'minutes.txt: this is no detached signature: expected a JSON value'],
    ['control.zip --signature picture.png', 'its bytes are not UTF-8 (rule utf-8).'],
    [
      'control.zip --signature utf-16.sig.json',
      'it is written in UTF-16; what is read here is UTF-8 (rule file.encoding).',
    ],
    ['control.zip --signature anchor.json', '/length is not a member of this version of the format (rule schema).'],
    ['control.zip --signature short.sig.json', '/signature is "ab"; expected 128 hex digits (rule schema).'],
    ['chain.ndjson --signature minutes.txt', 'minutes.txt'],
    ['control.zip --signature all-anchors', 'all-anchors'],
    ['control.zip --signature huge', '"huge" has 262145 bytes; at most 262144 are read.'],
  ])('what is brought and can not be read is wrong usage, and nothing is verified: %s', (line, named) => {
    const { code, out, err } = run(line.split(' '));
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(named);
    expect(err.toLowerCase()).toContain('nothing was verified');
  });

  it.each([
    ['anchor.json', 'an anchor', '--anchor'],
    ['all-anchors', 'an anchor', '--anchor'],
    ['trust.json', 'a trust file', '--trust'],
    ['producer.pem', 'a public key', '--pin-key'],
    ['producer.b64', 'a public key', '--pin-key'],
    ['producer.der', 'a public key', '--pin-key'],
    ['secret.pem', 'a private key', '--pin-key'],
  ])('says of %s that is opened as evidence what it is and how it is given', (name, what, option) => {
    const { code, out, err } = run([name, '--json']);
    const { head, verdict, axes, checks, input, exposure } = verificationReportSchema.parse(JSON.parse(out));
    expect([code, err, verdict, exposure]).toEqual([2, '', 'unverifiable', null]);
    expect(head).toContain(`taken for ${what}`);
    expect(head).toContain(`on the command line with ${option}`);
    expect(head).toContain('in the app');
    expect(Object.values(axes).filter(({ result }) => result === 'pass')).toEqual([]);
    expect(checks.filter(({ result }) => result === 'pass').map(({ id }) => id)).toEqual(['bundle.files']);
    expect(input.kind).toBe(name.endsWith('.json') ? 'json-document' : name.includes('.') ? 'unknown' : 'folder');
  });

  it('says that the bytes of an anchor were taken as they are, where that makes a difference', () => {
    const words = ['--log-key', `${ORIGIN}=${LOG_SIGNER.spkiBase64}`];
    const { out } = run(['log-as-is.json', '--anchor-bytes', 'as-is.json', ...words]);
    expect(out).toContain(
      'It was held against the bytes of "as-is.json" as they are, which are not the canonical bytes',
    );
    expect(out).toMatch(
      /encoding-note · rule anchor\.bytes, as-is\.json\n +The \d+ bytes of "as-is\.json" were taken as/,
    );
    expect(run(['log.json', '--anchor-bytes', 'canonical.json', ...words]).out).not.toContain('as they are');
  });

  it('says in words who could still have faked it, and what was checked with which key', () => {
    const { out } = run(['chain.ndjson', '--anchor', 'anchor.json', '--pin-key', 'producer.pem']);
    expect(out).toContain('The signature of the anchor was checked with the key that you pinned.');
    const parties = 'whoever keeps the place that the anchor came from and whoever holds the signing key';
    expect(out).toContain(
      `whoever can write to the database, or had it in hand on its way to you, together with ${parties}.`,
    );
    const anybody = 'Anybody could have produced this, alone.';
    for (const [words, why] of [
      ['chain.ndjson', 'The hashes of a chain need no key, and no anchor was brought that it could be held against.'],
      ['pack-v2.json', 'No key that you pinned has signed it'],
      ['pack-swapped.json', 'No key that you pinned has signed it'],
      ['control.zip --signature control.sig.json', 'No key that you pinned has signed it'],
      ['log.json', 'A receipt says nothing of who made what it is over'],
      ['log.json --anchor anchor.json', 'A receipt says nothing of who made what it is over'],
    ] as const) {
      expect(run(words.split(' ')).out, words).toContain(`${anybody} ${why}`);
    }
    expect(run(['pack-v2.json', '--pin-key', 'producer.pem']).out).toContain(
      'on its way to you, together with whoever holds the signing key.',
    );
    expect(run(['log.json', '--anchor', 'anchor.json', ...log.split(' ')]).out).toContain(
      'Anybody could have produced this before the log took it up; later, only together with the operator of the public log.',
    );
  });
});
