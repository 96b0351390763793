import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type VerificationReport, verificationReportSchema } from '../../shared/base/verification.ts';
import { allSamples } from '../fixtures/generate/catalogue.ts';
import type { Expectation } from '../fixtures/generate/sample.ts';
import { bundleModule } from '../support/bundle-module.ts';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const EXIT = { verified: 0, tampered: 1, 'consistent-not-anchored': 2, unverifiable: 2, malformed: 3 } as const;
const root = mkdtempSync(join(tmpdir(), 'bathyscope-verdicts-'));
const { samples } = await allSamples();

beforeAll(async () => {
  await bundleModule('electron/cli/index.ts', join(root, 'out/cli/index.js'));
  await bundleModule('electron/verifier/index.ts', join(root, 'out/verifier/index.js'));
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', version: '0.0.0' }));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function verify(words: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const entry = join(root, 'out/cli/index.js');
  const options = { encoding: 'utf8', cwd: SAMPLES, input, maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, 'verify', ...words], options);
  return { code: status, out: stdout, err: stderr };
}

function outcome(report: VerificationReport): Expectation {
  const classes = report.findings.filter((finding) => finding.severity !== 'note').map((finding) => finding.class);
  return { verdict: report.verdict, firstBrokenSeq: report.firstBrokenSeq, classes: [...new Set(classes)].sort() };
}

describe('every sample, through the command line', () => {
  const cases = samples.flatMap((sample) => [
    { name: sample.id, path: sample.path, anchor: sample.anchor, expected: sample.expect },
    ...(sample.expectWithoutAnchor === undefined
      ? []
      : [{ name: `${sample.id}, no anchor`, path: sample.path, anchor: null, expected: sample.expectWithoutAnchor }]),
  ]);

  it.each(cases)('$name', ({ path, anchor, expected }) => {
    const { code, out, err } = verify([path, '--json', ...(anchor === null ? [] : ['--anchor', anchor])]);
    expect(err).toBe('');
    const report = verificationReportSchema.parse(JSON.parse(out));
    expect(outcome(report)).toEqual(expected);
    expect(code).toBe(EXIT[expected.verdict]);
    expect(report.input.path).toBe(path);
  });

  it('finds each of the seven faults once, at its place', () => {
    const report = verificationReportSchema.parse(JSON.parse(verify(['several-faults.ndjson', '--json']).out));
    expect(report.summary.breaks).toBe(7);
    expect(report.findings.map((finding) => [finding.class, finding.where.position])).toEqual([
      ['payload-altered', report.firstBrokenSeq],
      ['entry-missing', 180],
      ['entry-inserted', 269],
      ['reordered', 350],
      ['sequence-duplicated', 431],
      ['hash-replaced', 501],
      ['reordered', 561],
    ]);
  });
});

describe('the command line on real chains', () => {
  it('begins with the line that scripts rely on', () => {
    const { out, code } = verify(['healthy.ndjson', '--anchor', 'anchors/healthy.json']);
    expect(out.split('\n', 2)).toEqual([
      expect.stringMatching(/^2000 rows · 0 breaks · root [0-9a-f]{4}…[0-9a-f]{2}$/),
      '● verified',
    ]);
    expect(code).toBe(0);
  });

  it('reads standard input like the file', () => {
    const text = readFileSync(join(SAMPLES, 'row-deleted.ndjson'), 'utf8');
    const fromFile = verificationReportSchema.parse(JSON.parse(verify(['row-deleted.ndjson', '--json']).out));
    const { code, out } = verify(['-', '--json'], text);
    const fromInput = verificationReportSchema.parse(JSON.parse(out));
    expect(code).toBe(1);
    expect(outcome(fromInput)).toEqual(outcome(fromFile));
    expect(fromInput.summary).toEqual(fromFile.summary);
    expect(fromInput.input).toMatchObject({ path: '-', kind: 'stdin', bytes: Buffer.byteLength(text) });
  });

  it('can not call nothing verified', () => {
    const { code, out } = verify(['-', '--json'], '');
    expect(JSON.parse(out).verdict).not.toBe('verified');
    expect(code).not.toBe(0);
  });

  it('writes JUnit XML with a failure for a tampered chain and none for a verified one', () => {
    const junit = join(root, 'report.xml');
    verify(['healthy.ndjson', '--anchor', 'anchors/healthy.json', '--quiet', '--junit', junit]);
    expect(readFileSync(junit, 'utf8')).toMatch(/<testsuites name="bathyscope" tests="\d+" failures="0" errors="0"/);
    verify(['row-deleted.ndjson', '--quiet', '--junit', junit]);
    expect(readFileSync(junit, 'utf8')).toContain('<failure type="tampered"');
  });
});
