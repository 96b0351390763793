import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { finished } from '../../shared/base/steps.ts';
import { checkFields } from '../../shared/encryption/field-check.ts';
import { parseAuditChainProof } from '../../shared/formats/audit-chain-proof.ts';
import { parseBundleIndex } from '../../shared/formats/bundle-index.ts';
import { parseFieldEncryption } from '../../shared/formats/field-encryption.ts';
import { inspectSamples } from '../../shared/formats/field-samples.ts';
import { parseRlsPolicies } from '../../shared/formats/rls-policies.ts';
import { parseWormRetention } from '../../shared/formats/worm-retention.ts';
import { allSamples } from '../fixtures/generate/catalogue.ts';
import { uncoveredQuirks } from '../fixtures/generate/quirks.ts';
import type { Expectation } from '../fixtures/generate/sample.ts';
import { referenceSha256 } from '../reference/canonical.ts';
import { type ReferenceAnchor, referenceFirstBroken, referenceReplay } from '../reference/replay.ts';

const FOLDER = fileURLToPath(new URL('../../samples/', import.meta.url));
const { files, samples } = await allSamples();

function textOf(path: string): string {
  return readFileSync(join(FOLDER, path), 'utf8');
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function anchorAt(path: string): ReferenceAnchor {
  return JSON.parse(textOf(path));
}

describe('committed samples', () => {
  it('are what the generator writes, byte for byte, and nothing else', () => {
    const committed = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length).replaceAll('\\', '/'))
      .filter((path) => !path.startsWith('large/'));
    expect(committed.sort()).toEqual([...files.keys()].sort());
    for (const [path, content] of files) {
      expect(readFileSync(join(FOLDER, path)).equals(Buffer.from(content)), path).toBe(true);
    }
  });

  it('stay small enough to be cloned', () => {
    const bytes = [...files.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
    expect(bytes).toBeLessThan(3_000_000);
  });

  it('are listed in an index whose paths all exist and whose ids differ', () => {
    const index = JSON.parse(textOf('index.json'));
    expect(index).toEqual({ samples: JSON.parse(JSON.stringify(samples)) });
    expect(new Set(samples.map((sample) => sample.id)).size).toBe(samples.length);
    for (const { path, anchor } of samples) {
      expect(
        [...files.keys()].some((file) => file === path || file.startsWith(`${path}/`)),
        path,
      ).toBe(true);
      expect(anchor === null || files.has(anchor)).toBe(true);
    }
  });
});

describe('what the plain rule says of the chain samples', () => {
  const chains = samples.filter((sample) => sample.path.endsWith('.ndjson'));

  function check(path: string, anchors: readonly ReferenceAnchor[], expected: Expectation): void {
    const replay = referenceReplay(linesOf(textOf(path)));
    expect(referenceFirstBroken(replay, anchors)).toBe(expected.firstBrokenSeq);
    expect(expected.verdict === 'tampered').toBe(expected.firstBrokenSeq !== null);
  }

  it.each(chains.map((sample) => [sample.id, sample] as const))('%s', (_id, sample) => {
    check(sample.path, sample.anchor === null ? [] : [anchorAt(sample.anchor)], sample.expect);
    if (sample.expectWithoutAnchor !== undefined) {
      check(sample.path, [], sample.expectWithoutAnchor);
    }
  });

  it('the quirks that the hash does not cover can change without a break', () => {
    const lines = linesOf(textOf('quirks.ndjson'));
    const changes: readonly (readonly [string, string])[] = [
      ['"limitMinor":90000000', '"limitMinor":1'],
      ['"__proto__":"skip"', '"__proto__":"halt"'],
      ['"amountMinor":125000,', '"amountMinor":999,'],
      ['"role":"ledger.read"', '"role":"root"'],
      ['"zero":-0,', '"zero":0,'],
      ['90071992547409931234', '90071992547409931235'],
      ['1e-400', '1e-500'],
    ];
    const changed = uncoveredQuirks().map((position, at) => {
      const [from, to] = changes[at] ?? ['', ''];
      const line = lines[position] ?? '';
      lines[position] = line.replace(from, to);
      return lines[position] !== line;
    });
    expect(changed).toEqual(changes.map(() => true));
    expect(referenceReplay(lines).firstBroken).toBeNull();
  });
});

describe('bundle samples', () => {
  async function unzip(path: string): Promise<Map<string, string>> {
    const zip = await JSZip.loadAsync(readFileSync(join(FOLDER, path)));
    const found = new Map<string, string>();
    for (const name of Object.keys(zip.files)) {
      found.set(name, (await zip.file(name)?.async('string')) ?? '');
    }
    return found;
  }

  const read = (text: string | undefined): unknown => JSON.parse(text ?? 'null');

  it('the good bundle follows every schema and its index agrees with its files', async () => {
    const bundle = await unzip('soc2-evidence-2026-06-28.zip');
    const index = finished(parseBundleIndex(read(bundle.get('bundle.json')), 'bundle.json'));
    expect(index.findings).toEqual([]);
    expect(finished(parseRlsPolicies(read(bundle.get('rls-policies.json')), 'rls')).findings).toEqual([]);
    const fields = finished(parseFieldEncryption(read(bundle.get('field-encryption.json')), 'fields'));
    expect(fields.findings).toEqual([]);
    const check = checkFields(fields, inspectSamples(fields.value?.fields ?? []), 'fields');
    expect(check.findings).toEqual([]);
    expect(check.claims.map(({ agrees }) => agrees)).toEqual(Array(7).fill(true));
    expect(finished(parseWormRetention(read(bundle.get('worm-retention.json')), 'worm')).findings).toEqual([]);
    const proof = finished(parseAuditChainProof(read(bundle.get('audit-chain-proof.json')), 'proof'));
    expect(proof.findings).toEqual([]);
    for (const file of index.value?.files ?? []) {
      expect(referenceSha256(bundle.get(file.name) ?? ''), file.name).toBe(file.sha256);
    }
    expect([...bundle.keys()].sort()).toEqual(['bundle.json', ...(index.value?.files ?? []).map((f) => f.name)].sort());
    const replay = referenceReplay(linesOf(bundle.get('audit-chain.ndjson') ?? ''));
    expect(replay).toMatchObject({ firstBroken: null, rows: proof.value?.head?.entryCount });
    expect(replay.tip).toBe(proof.value?.head?.tipHash);
    expect(referenceFirstBroken(replay, [anchorAt('anchors/soc2-evidence-2026-06-28.json')])).toBeNull();
  });

  it('the folder without an index holds the same chain inline', async () => {
    const proof = read(textOf('soc2-evidence-2026-06-28/audit-chain-proof.json')) as { entries: unknown[] };
    const bundle = await unzip('soc2-evidence-2026-06-28.zip');
    expect(proof.entries).toEqual(linesOf(bundle.get('audit-chain.ndjson') ?? '').map((line) => JSON.parse(line)));
    expect(finished(parseAuditChainProof({ ...proof, entries: [] }, 'proof')).findings).toEqual([]);
  });

  it('the bundle whose claims differ has a sound chain', async () => {
    const bundle = await unzip('soc2-evidence-2026-05-31.zip');
    const proof = finished(parseAuditChainProof(read(bundle.get('audit-chain-proof.json')), 'proof'));
    const replay = referenceReplay(linesOf(bundle.get('audit-chain.ndjson') ?? ''));
    expect(proof.findings).toEqual([]);
    expect(replay.firstBroken).toBeNull();
    expect(proof.value?.head?.entryCount).not.toBe(replay.rows);
    expect(proof.value?.head?.tipHash).not.toBe(replay.tip);
  });
});
