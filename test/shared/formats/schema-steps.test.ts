import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { finished, STEP } from '../../../shared/base/steps.ts';
import { auditChainProofSchema } from '../../../shared/formats/audit-chain-proof.ts';
import { controlManifestV1Schema, controlManifestV2Schema } from '../../../shared/formats/control-pack.ts';
import { readDocument, readDocumentSteps } from '../../../shared/formats/document-reader.ts';
import { fieldEncryptionSchema } from '../../../shared/formats/field-encryption.ts';
import { rlsPoliciesSchema } from '../../../shared/formats/rls-policies.ts';
import { parseInSteps } from '../../../shared/formats/schema-steps.ts';
import { wormRetentionSchema } from '../../../shared/formats/worm-retention.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../../fixtures/trust/control-pack.ts';
import { load, placesOf } from './evidence-files.ts';

/** What the library itself says of a value: what it reads, or each issue with its place. */
function plainly(schema: z.ZodType, value: unknown): object {
  const parsed = z.safeParse(schema, value);
  return parsed.success ? { data: parsed.data } : { issues: parsed.error.issues };
}

function inSteps(schema: z.ZodType, value: unknown): object {
  const issues: object[] = [];
  const data = finished(parseInSteps(schema, value, (issue, path) => issues.push({ ...issue, path })));
  return issues.length === 0 ? { data } : { issues };
}

/** As text, so that the order of members counts too; without the library's own sentences, which no finding shows. */
function words(outcome: object): string {
  return JSON.stringify(outcome, (key, value: unknown) => (key === 'message' ? undefined : value));
}

const SCHEMAS: readonly (readonly [string, z.ZodType, () => Json])[] = [
  ['a control pack, version 1', controlManifestV1Schema, () => controlManifest('1')],
  ['a control pack, version 2', controlManifestV2Schema, () => controlManifest('2')],
  ['row policies', rlsPoliciesSchema, () => load('rls-policies.json')],
  ['retention', wormRetentionSchema, () => load('worm-retention.json')],
  ['field samples', fieldEncryptionSchema, () => load('field-encryption.json')],
  ['a proof', auditChainProofSchema, () => load('audit-chain-proof.json')],
  [
    'bounded lists',
    z.strictObject({
      short: z.array(z.strictObject({ a: z.int().optional() })).max(2),
      some: z.array(z.string()).min(1).optional(),
    }),
    () => ({ short: [{ a: 1 }, {}], some: ['x'] }),
  ],
];

const STRANGE: readonly Json[] = [
  null,
  1,
  -1.5,
  '',
  'gap',
  true,
  [],
  {},
  [1],
  [[], {}, 'x'],
  { x: 1 },
  'x'.repeat(3_000),
];

/** Puts something else in a place, leaves it out, or adds a member that no schema knows. */
function damage(value: Json, place: number, how: number): void {
  const places = placesOf(value);
  const path = places[place % Math.max(places.length, 1)];
  if (path === undefined) return;
  const key = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce<Json>((inner, step) => inner[step], value);
  if (how < STRANGE.length) holder[key] = structuredClone(STRANGE[how]);
  else if (how === STRANGE.length && !Array.isArray(holder)) delete holder[key];
  else if (!Array.isArray(holder))
    Object.defineProperty(holder, how % 2 ? 'unknown' : '__proto__', {
      value: 1,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  else holder.push(structuredClone(holder[0]));
}

describe('parsing by a schema in pieces', () => {
  it.each(SCHEMAS)('says what the library says, in its order: %s', (_name, schema, sound) => {
    expect(words(inSteps(schema, sound()))).toBe(words(plainly(schema, sound())));
    const damages = fc.array(fc.tuple(fc.nat(100_000), fc.nat(STRANGE.length + 3)), { maxLength: 4 });
    fc.assert(
      fc.property(damages, (list) => {
        const value = sound();
        for (const [place, how] of list) damage(value, place, how);
        expect(words(inSteps(schema, value))).toBe(words(plainly(schema, value)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('no rule is left out', () => {
  const ruled = z.strictObject({
    word: z
      .string()
      .optional()
      .refine((word) => word !== 'x'),
    list: z.array(z.strictObject({ a: z.string() })).refine((list) => list.every(({ a }) => a.length === 1)),
  });

  it.each([
    ['of an optional member', { word: 'x', list: [] }],
    ['of a list, over its elements', { list: [{ a: 'two' }] }],
    ['of a list with an element that is none', { list: [null] }],
  ])('%s', (_name, value) => {
    expect(z.safeParse(ruled, value).success).toBe(false);
    expect(words(inSteps(ruled, value))).toBe(words(plainly(ruled, value)));
  });
});

describe('a record of more values than one piece of work takes', () => {
  /** One control with as many items, of which some are bad. */
  function manifestOf(items: number, bad: (at: number) => boolean): Json {
    const manifest = controlManifest();
    const [control] = manifest.controls;
    const [item] = control.evidence;
    control.evidence = Array.from({ length: items }, (_none, at) => (bad(at) ? { ...item, status: 7, odd: 1 } : item));
    manifest.controls = [control];
    return manifest;
  }

  it('is read as it is written', () => {
    const manifest = manifestOf(2_000, () => false);
    expect(JSON.stringify(manifest.controls[0]).length).toBeGreaterThan(STEP);
    const read = readDocument(controlManifestV2Schema, manifest, 'f');
    expect(read.findings).toEqual([]);
    expect(read.value).toEqual(manifest);
  });

  it('has a finding for each bad place', () => {
    const read = readDocument(
      controlManifestV2Schema,
      manifestOf(2_000, (at) => at % 1_000 === 3),
      'f',
    );
    expect(read.findings.map(({ where }) => where.pointer)).toEqual([
      '/controls/0/evidence/3/status',
      '/controls/0/evidence/3/odd',
      '/controls/0/evidence/1003/status',
      '/controls/0/evidence/1003/odd',
    ]);
    expect(read.rejected).toEqual(new Map([['controls', 1]]));
    expect(read.value?.controls).toEqual([]);
  });

  it('is gone through in pieces, and its bad places are counted and not gathered', () => {
    const manifest = manifestOf(30, () => false);
    const manualSlots = Array.from({ length: STEP }, () => 1);
    for (const item of manifest.controls[0].evidence) item.manualSlots = manualSlots;
    const steps = readDocumentSteps(controlManifestV2Schema, manifest, 'f');
    let pieces = 1;
    let next = steps.next();
    for (; next.done !== true; next = steps.next()) pieces += 1;
    // Each value is looked at for its width, and then by its schema.
    expect(pieces).toBeGreaterThanOrEqual(2 * 30);
    const read = next.value;
    expect(read.findings).toHaveLength(1_000);
    expect(read.counts.get('malformed-file')).toBe(30 * STEP);
  });
});
