import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifyFile, SNIFF_BYTES } from '../../../shared/formats/registry.ts';
import { outline } from '../../../shared/formats/shape.ts';
import { EXAMPLES, load } from './evidence-files.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const identify = (name: string, content: unknown): string =>
  identifyFile(name, bytes(typeof content === 'string' ? content : JSON.stringify(content))).id;
const hash = 'a'.repeat(64);
const entry = { seq: 0, prevHash: null, payload: { event: 'locked' }, hash };

describe('identifyFile', () => {
  it.each([
    ['bundle.json', 'index'],
    ['rls-policies.json', 'rls'],
    ['worm-retention.json', 'worm'],
    ['audit-chain-proof.json', 'proof'],
    ['audit-chain.ndjson', 'entries'],
    ['field-encryption.json', 'fields'],
    ['controls.json', 'recognised'],
    ['signature.json', 'recognised'],
  ])('knows %s by its name alone', (name, role) => {
    expect(identifyFile(name, new Uint8Array())).toMatchObject({ role });
    expect(identifyFile(name, bytes('garbage'))).toMatchObject({ role });
  });

  it.each(EXAMPLES)('knows $file by its content under another name', ({ file, kind }) => {
    expect(identify('export.json', load(file))).toBe(kind);
    expect(identify('export.json', JSON.stringify(load(file), null, 4))).toBe(kind);
  });

  it.each([
    ['entries one a line', 'log.txt', `${JSON.stringify(entry)}\n${JSON.stringify(entry)}\n`, 'audit-chain-entries'],
    ['entries in a list', 'log.json', [entry, entry], 'audit-chain-entries'],
    ['entries after a byte order mark', 'log.json', `\uFEFF ${JSON.stringify([entry])}`, 'audit-chain-entries'],
    ['entries without a hash', 'x.json', [{ prevHash: null, payload: 1 }], 'audit-chain-entries'],
    ['odd lines, by the ending', 'x.ndjson', '{"a":1}\n', 'audit-chain-entries'],
    ['lines that are not JSON, by the ending', 'x.jsonl', 'nothing', 'audit-chain-entries'],
    ['a proof without its format', 'x.json', { entries: [entry] }, 'audit-chain-proof'],
    ['an anchor', '000000000012.json', { genesisHash: hash, length: 12, tipHash: hash }, 'anchor'],
    [
      'pack version 2',
      'p.json',
      { formatVersion: 2, files: [{ name: 'receipts.json', contents: '{}' }] },
      'audit-chain-pack-v2',
    ],
    ['pack version 1', 'p.json', { anchorAuth: {}, chainVerification: { valid: true } }, 'audit-chain-pack-v1'],
    [
      'control pack',
      'manifest.json',
      { formatVersion: '1', framework: { id: 'soc2' }, controls: [] },
      'control-pack-manifest',
    ],
    [
      'control pack, as it is written',
      'manifest.json',
      { chainAnchor: { length: 1 }, controls: [{ controlId: 'A' }] },
      'control-pack-manifest',
    ],
    ['blocked control pack', 'manifest.json', { framework: {}, blocked: true, unresolved: [] }, 'control-pack-blocked'],
    ['a control', 'CC6.1.json', { controlId: 'CC6.1', evidence: [] }, 'control'],
    ['a receipt', 'r.json', { accountId: '', anchorDigest: hash, anchorLength: 1 }, 'external-receipt'],
    ['OSCAL', 'o.json', { 'assessment-results': {} }, 'oscal'],
    ['a signature', 'pack.sig.json', { algorithm: 'ed25519', keyId: 'k', publicKey: '', signature: '' }, 'signature'],
    ['a zip', 'more.bin', 'PK\u0003\u0004', 'archive'],
    ['a PEM file', 'list.pem', '-----BEGIN X509 CRL-----', 'pem'],
    ['a certificate', 'ca.pem', '-----BEGIN CERTIFICATE-----', 'certificate'],
    ['a public key', 'k.pem', '-----BEGIN PUBLIC KEY-----\n', 'public-key'],
    ['a private key', 'k.pem', '\n-----BEGIN EC PRIVATE KEY-----\n', 'private-key'],
    [
      'a private key behind a certificate',
      'k',
      '-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----',
      'private-key',
    ],
    ['a trust file', 't.json', { format: 'bathyscope/trust', formatVersion: '1', keys: [] }, 'trust-file'],
    ['a text that begins as a key', 'x', `MCowBQYDK2VwAyEA${'A'.repeat(43)}= and more`, 'unknown'],
    ['text for people', 'README.md', '# Read me', 'readme'],
    ['something else', 'x.json', { hello: 'world' }, 'unknown'],
    ['nothing', 'x', '', 'unknown'],
  ])('recognises %s', (_what, name, content, id) => {
    expect(identify(name, content)).toBe(id);
  });

  it.each(['public', 'private'] as const)('recognises an Ed25519 %s key in DER, base64 and PEM', (kind) => {
    for (let round = 0; round < 20; round += 1) {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const der =
        kind === 'public'
          ? publicKey.export({ type: 'spki', format: 'der' })
          : privateKey.export({ type: 'pkcs8', format: 'der' });
      const text = der.toString('base64');
      const label = `${kind.toUpperCase()} KEY`;
      for (const bytes of [der, `${text}\n`, `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`]) {
        expect(identifyFile('key', Buffer.from(bytes)).id).toBe(`${kind}-key`);
      }
      expect(identifyFile('key', der.subarray(1)).id).toBe('unknown');
    }
  });

  it('says of everything that it recognises and does not read that it is not read', () => {
    for (const name of ['controls.json', 'iso-27001.json']) {
      const identity = identifyFile(name, new Uint8Array());
      expect(identity).toMatchObject({ role: 'recognised' });
      expect(identity.description).toMatch(/not read by this version/);
    }
  });

  it('recognises a pack whose first file is longer than what is looked at', () => {
    const pack = { files: [{ contents: 'x'.repeat(SNIFF_BYTES * 2), name: 'receipts.json' }], formatVersion: 2 };
    expect(
      identify('p.json', {
        formatVersion: 2,
        files: [{ name: 'receipts.json', contents: 'x'.repeat(SNIFF_BYTES * 2) }],
      }),
    ).toBe('audit-chain-pack-v2');
    expect(identify('p.json', pack)).toBe('audit-chain-pack-v2');
  });

  it('is not misled by names inside texts or below the third level', () => {
    expect(identify('x.json', { note: '{"prevHash":null,"payload":1}' })).toBe('unknown');
    expect(identify('x.json', { a: { b: { c: { prevHash: 1, payload: 1 } } } })).toBe('unknown');
    expect(identify('x.json', { 'a"prevHash': 1, payload: 1 })).toBe('unknown');
  });

  it('never throws, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '"format"',
      '"prevHash":',
      'null',
      ' ',
      '\n',
    );
    const text = fc.array(pieces, { maxLength: 60 }).map((parts) => bytes(parts.join('')));
    fc.assert(
      fc.property(fc.string(), fc.oneof(text, fc.uint8Array()), (name, head) => {
        expect(identifyFile(name, head).description).not.toBe('');
      }),
    );
  });

  it('sees the same in any start of a text that holds the telling members', () => {
    const whole = JSON.stringify(load('rls-policies.json'));
    const length = fc.integer({ min: whole.indexOf(',"collectedAt"'), max: whole.length });
    fc.assert(
      fc.property(length, (end) => {
        expect(identify('x.json', whole.slice(0, end))).toBe('rls-policies');
      }),
    );
  });
});

describe('outline', () => {
  it('lists members down to three levels, through lists', () => {
    const shape = outline('{"format":"x","files":[{"name":"a","deep":{"three":{"four":1}}}],"n":1}');
    expect([...shape.members]).toEqual(['format', 'files', 'files/name', 'files/deep', 'files/deep/three', 'n']);
    expect([...shape.texts]).toEqual([['format', 'x']]);
  });

  it('keeps no more than a bounded outline of hostile nesting and of endless members', () => {
    for (const hostile of ['{"a":', '[', '{"a":[', '{"a":{}}']) {
      expect(outline(hostile.repeat(200_000)).members.size).toBeLessThanOrEqual(1_000);
    }
    const wide = outline(
      `{${Array.from({ length: 5_000 }, (_none, index) => `"${index}${'k'.repeat(500)}":""`).join(',')}}`,
    );
    expect(wide.members.size).toBe(1_000);
    expect([...wide.members].every((member) => member.length <= 100)).toBe(true);
  });
});

it('keeps the fixture of entries and the inline entries the same', () => {
  const read = (name: string): string =>
    readFileSync(new URL(`../../fixtures/evidence/${name}`, import.meta.url), 'utf8');
  const lines = read('audit-chain.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(JSON.parse(read('audit-chain-proof.inline.json'))).toMatchObject({ entries: lines });
});
