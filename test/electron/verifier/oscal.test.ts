import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/base/limits.ts';
import { documentViewSchema } from '../../../shared/ipc/model.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { oscalOf, planOf, resultsOf } from '../../fixtures/trust/oscal.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { anchorText, type EvidenceFiles, ndjson, zipped } from '../../support/verifier/evidence.ts';
import { failures, type JudgedView, judge } from '../../support/verifier/judge.ts';
import { trustOf } from '../../support/verifier/trust.ts';

const KEY = trustOf({ keys: [{ signer: EVIDENCE_SIGNER }] });
const NOTHING = trustOf({});
const manifest = controlManifest();

/** The files of a signed control pack, and those that lie with it. */
function packWith(more: EvidenceFiles, of: Json = manifest): EvidenceFiles {
  const pack = controlPackOf(of);
  const files = Object.fromEntries(pack.files.map(({ name, bytes }) => [name, bytes]));
  return { ...files, 'signature.json': pack.signature?.bytes ?? new Uint8Array(), ...more };
}

const inFolder = (folder: string, files: EvidenceFiles): EvidenceFiles =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));

/** OSCAL of the manifest, damaged; without a digest of its pack, which nothing here could be compared with. */
function oscal(damage: (value: Json) => void = () => undefined, of: Json = manifest): string {
  const value = structuredClone(oscalOf(of, null));
  damage(value);
  return JSON.stringify(value);
}

const kinds = ({ packs }: JudgedView) => packs.map(({ kind, result }) => [kind, result]);
const oscalView = ({ packs }: JudgedView) => packs.find(({ kind }) => kind === 'oscal');
const answers = (view: JudgedView) =>
  Object.fromEntries(oscalView(view)?.questions.map(({ id, result }) => [id, result]) ?? []);

const ALL_AGREE = {
  'oscal.read': 'pass',
  'oscal.pack': 'pass',
  'oscal.states': 'pass',
  'oscal.observations': 'pass',
  'oscal.plan': 'pass',
  'oscal.chain': 'pass',
  'oscal.posture': 'pass',
  'oscal.digest': 'not-applicable',
  'oscal.basis': 'pass',
};

describe('OSCAL with its control pack', () => {
  const files = packWith({ 'oscal.json': oscal() });

  it.each([
    ['in the folder of the pack', inFolder('f', files), 'f'],
    ['in the zip of the pack', { 'p.zip': zipped(files) }, 'p.zip'],
    ['beside the folder of the pack', { ...inFolder('f/pack', packWith({})), 'f/oscal.json': oscal() }, 'f'],
  ])('%s agrees, and every question has its answer', async (_where, evidence, path) => {
    const view = await judge(evidence, path, KEY);
    documentViewSchema.parse(view);
    expect([view.report.verdict, failures(view)]).toEqual(['verified', []]);
    expect(kinds(view)).toEqual([
      ['control-pack', 'pass'],
      ['oscal', 'pass'],
    ]);
    expect(answers(view)).toEqual(ALL_AGREE);
    expect(oscalView(view)?.claims).toHaveLength(8);
    expect(view.files.find(({ name }) => name.endsWith('oscal.json'))?.status).toBe('used');
    expect(view.report.checks.find(({ id }) => id === 'oscal.states')).toMatchObject({ result: 'pass', records: 3 });
  });

  it('in two files is judged file by file', async () => {
    const { assessmentResults, planOfActionAndMilestones } = JSON.parse(oscal());
    const two = packWith({
      'results.json': JSON.stringify(assessmentResults),
      'plan.json': JSON.stringify(planOfActionAndMilestones),
    });
    const view = await judge(inFolder('f', two), 'f', KEY);
    expect(view.packs.map(({ title, result }) => [title.slice(0, 14), result])).toEqual([
      ['Control eviden', 'pass'],
      ['OSCAL plan of ', 'pass'],
      ['OSCAL assessme', 'pass'],
    ]);
    expect(view.report.verdict).toBe('verified');
  });

  it('that calls a gap satisfied makes the bundle tampered, with both values and the place', async () => {
    const lie = oscal((value) => {
      resultsOf(value).results[0].findings[2].target.status.state = 'satisfied';
    });
    const view = await judge(inFolder('f', packWith({ 'oscal.json': lie })), 'f', KEY);
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['claim-differs']]);
    expect(kinds(view)).toEqual([
      ['control-pack', 'pass'],
      ['oscal', 'fail'],
    ]);
    expect(view.report.findings.filter(({ severity }) => severity === 'fail')).toMatchObject([
      {
        where: {
          file: 'oscal.json',
          pointer: '/assessmentResults/assessment-results/results/0/findings/2/target/status/state',
        },
        expected: 'not-satisfied',
        actual: 'satisfied',
      },
    ]);
    expect(view.report.head).toContain('OSCAL state of DATA-PROTECTION.DISPOSAL');
  });

  it('that repeats a lie of the manifest contradicts the evidence under both', async () => {
    const lying = controlManifest();
    lying.controls[2].readiness = 'ready';
    const view = await judge(inFolder('f', packWith({ 'oscal.json': oscal(undefined, lying) }, lying)), 'f', KEY);
    expect(answers(view)).toMatchObject({ 'oscal.states': 'fail', 'oscal.plan': 'fail' });
    expect(view.report.verdict).toBe('tampered');
  });

  it('is worth no more than the pack: agreement with an unsettled pack settles nothing', async () => {
    const view = await judge(inFolder('f', files), 'f', NOTHING);
    expect(kinds(view)).toEqual([
      ['control-pack', 'undetermined'],
      ['oscal', 'undetermined'],
    ]);
    expect(view.report.verdict).toBe('consistent-not-anchored');
  });

  it('that can not be read whole is malformed, with the place, and shows what could be read', async () => {
    const odd = oscal((value) => {
      planOf(value)['poam-items'] = {};
      resultsOf(value).results[0].findings[0].target.status.state = 'pass';
    });
    const view = await judge(inFolder('f', packWith({ 'oscal.json': odd })), 'f', KEY);
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['malformed-file', 'claim-differs']]);
    expect(oscalView(view)?.findings.map(({ where }) => where)).toContainEqual({
      file: 'oscal.json',
      pointer: '/planOfActionAndMilestones/plan-of-action-and-milestones/poam-items',
      rule: 'oscal.shape',
    });
    expect(oscalView(view)?.tables.map(({ id, total }) => [id, total])).toContainEqual(['findings', 3]);
    const plain = oscal((value) => {
      planOf(value)['poam-items'] = {};
    });
    const only = await judge(inFolder('f', packWith({ 'oscal.json': plain })), 'f', KEY);
    expect([only.report.verdict, failures(only)]).toEqual(['malformed', ['malformed-file']]);
  });

  it('that is cut is a finding with file, place and rule', async () => {
    const cut = oscal().slice(0, -40);
    const view = await judge(inFolder('f', packWith({ 'oscal.json': cut })), 'f', KEY);
    expect(view.report.verdict).toBe('malformed');
    expect(oscalView(view)).toMatchObject({ result: 'fail', title: 'OSCAL document', tables: [] });
    expect(view.report.findings.find(({ severity }) => severity === 'fail')).toMatchObject({
      class: 'malformed-file',
      where: { file: 'oscal.json', rule: 'json.syntax' },
    });
  });
});

describe('OSCAL without one pack to compare it with', () => {
  it('alone proves nothing', async () => {
    const view = await judge({ 'oscal.json': oscal() }, 'oscal.json', KEY);
    expect([view.report.verdict, failures(view)]).toEqual(['unverifiable', []]);
    expect(kinds(view)).toEqual([['oscal', 'undetermined']]);
    expect(oscalView(view)?.sentence).toContain('Open it together with the pack');
    expect(view.report.checks.filter(({ id, result }) => id.startsWith('oscal.') && result === 'pass')).toMatchObject([
      { id: 'oscal.read' },
    ]);
  });

  it('among several packs is not settled, and takes nothing away from them', async () => {
    const two = { ...inFolder('f/a', packWith({})), ...inFolder('f/b', packWith({})), 'f/oscal.json': oscal() };
    const view = await judge(two, 'f', KEY);
    expect([view.report.verdict, answers(view)['oscal.pack'], oscalView(view)?.result]).toEqual([
      'verified',
      'undetermined',
      'undetermined',
    ]);
    expect(view.report.findings).toContainEqual(
      expect.objectContaining({ severity: 'warning', where: { file: 'oscal.json', rule: 'oscal.pack' } }),
    );
  });

  it('beside a chain neither raises nor lowers it, unless it can not be read', async () => {
    const chain = buildChain(8);
    const files = (text: string) => ({
      'f/audit-chain.ndjson': ndjson(chain),
      'f/oscal.json': text,
      'anchor.json': anchorText(chain),
    });
    const verdictOf = async (text: string, anchors: readonly string[]) =>
      (await judge(files(text), 'f', NOTHING, anchors)).report.verdict;
    expect(await verdictOf(oscal(), ['anchor.json'])).toBe('verified');
    expect(await verdictOf(oscal(), [])).toBe('consistent-not-anchored');
    expect(await verdictOf('{"assessment-results":7}', ['anchor.json'])).toBe('malformed');
  });

  it('beside a pack that can not be read whole is not compared', async () => {
    const broken = controlManifest();
    broken.controls[1].family = 7;
    const view = await judge(inFolder('f', packWith({ 'oscal.json': oscal() }, broken)), 'f', KEY);
    expect(answers(view)['oscal.pack']).toBe('undetermined');
    expect(oscalView(view)?.claims).toEqual([]);
  });
});

describe('the digest of the pack that OSCAL states', () => {
  const zip = zipped(packWith({}));
  const sha256 = createHash('sha256').update(zip).digest('hex');

  it('is found among the archives beside it', async () => {
    const text = JSON.stringify(oscalOf(manifest, sha256));
    const view = await judge({ 'f/pack.zip': zip, 'f/oscal.json': text }, 'f', KEY);
    expect(answers(view)).toMatchObject({ 'oscal.digest': 'pass', 'oscal.pack': 'pass' });
    expect(oscalView(view)?.result).toBe('pass');
    const nothing = await judge({ 'f/pack.zip': zipped({ 'readme.txt': 'x' }), 'f/oscal.json': text }, 'f', KEY);
    expect(answers(nothing)['oscal.pack']).toBe('undetermined');
    expect([nothing.report.verdict, oscalView(nothing)?.result]).toEqual(['unverifiable', 'undetermined']);
    const unpacked = { 'f/pack.zip': zip, 'f/oscal.json': text, ...inFolder('f/pack', packWith({})) };
    // The same pack once as it was sent and once unpacked are two packs: which of them was meant, nothing tells.
    expect(answers(await judge(unpacked, 'f', KEY))).toMatchObject({
      'oscal.digest': 'pass',
      'oscal.pack': 'undetermined',
    });
  });

  it('is not compared inside the zip itself, and that is said', async () => {
    const view = await judge(
      { 'p.zip': zipped(packWith({ 'oscal.json': JSON.stringify(oscalOf(manifest, sha256)) })) },
      'p.zip',
      KEY,
    );
    expect(answers(view)['oscal.digest']).toBe('not-checked');
    expect([view.report.verdict, oscalView(view)?.result]).toEqual(['verified', 'undetermined']);
    expect(oscalView(view)?.sentence).toContain('Not compared');
  });
});

describe('what lies in the folder of a control pack', () => {
  it('in the place of a control is held against the manifest, whatever it looks like', async () => {
    const view = await judge(
      inFolder('f', packWith({ 'controls/AUDIT.IMMUTABLE-LOG.json': oscal(), 'controls/more.json': oscal() })),
      'f',
      KEY,
    );
    expect(kinds(view)).toEqual([['control-pack', 'fail']]);
    expect(failures(view)).toEqual(['claim-differs', 'unexpected-file']);
  });

  it('is read up to a number of documents, and what is beyond is said', async () => {
    const many = Object.fromEntries(Array.from({ length: 18 }, (_none, at) => [`o-${10 + at}.json`, oscal()]));
    const view = await judge(inFolder('f', packWith(many)), 'f', KEY);
    expect(view.packs.filter(({ kind }) => kind === 'oscal')).toHaveLength(LIMITS.oscalDocuments);
    expect([view.report.verdict, view.report.findingCounts['limit-exceeded']]).toEqual(['unverifiable', 2]);
    documentViewSchema.parse(view);
  });

  it('of thousands of contradictions keeps and lists a bounded part, and counts all', async () => {
    const loud = oscal((value) => {
      const [first] = resultsOf(value).results[0].findings;
      const other = { ...first, target: { ...first.target, status: { state: 'not-satisfied' } } };
      resultsOf(value).results[0].findings.push(...Array.from({ length: 3_000 }, () => other));
    });
    const view = await judge(inFolder('f', packWith({ 'oscal.json': loud })), 'f', KEY);
    expect(oscalView(view)?.claims).toHaveLength(LIMITS.tableRows);
    expect(oscalView(view)?.findings).toHaveLength(LIMITS.findingsPerClass);
    // Each of them differs, and that there is more than one.
    expect(view.report.findingCounts['claim-differs']).toBe(3_001);
    expect(view.report.checks.find(({ id }) => id === 'oscal.states')?.message).toContain('3\u2009001 differences');
  });

  it('shares the room of all packs', async () => {
    const filler = ' '.repeat(12 * 1024 * 1024);
    const text = oscal() + filler;
    const view = await judge(inFolder('f', { 'a.json': text, 'b.json': text, 'c.json': text }), 'f', NOTHING);
    expect(view.packs.map(({ file }) => file)).toEqual(['a.json', 'b.json']);
    expect(failures(view)).toEqual(['limit-exceeded']);
    expect(view.report.verdict).toBe('unverifiable');
  });
});
