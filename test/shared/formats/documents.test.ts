import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finished } from '../../../shared/base/steps.ts';
import { readEvidencePart } from '../../../shared/formats/evidence-part.ts';
import { EXAMPLES, load, parentOf, placesOf, pointerOf } from './evidence-files.ts';

/** Members that a document may lack. Everything else is demanded. */
const OPTIONAL = new Set([
  '/entriesSha256',
  '/head/source',
  '/anchors/1/genesisHash',
  '/anchors/1/sig',
  '/anchors/1/keyId',
  '/anchors/1/sigV',
  '/anchors/1/sigAccountId',
  ...['objectLock', 'versioning', 'lifecycle', 'replication', 'encryption', 'policy', 'policyStatus'].map(
    (member) => `/bucket/${member}`,
  ),
  ...['publicAccessBlock', 'location', 'wrongOwner'].map((member) => `/bucket/${member}`),
  ...[0, 1, 2, 3].map((index) => `/files/${index}/mediaType`),
]);

describe.each(EXAMPLES)('$file', ({ file, parse, kind }) => {
  const places = placesOf(load(file));
  const place = fc.constantFrom(...places);
  const pointersOf = (value: unknown): (string | undefined)[] =>
    parse(value, file).findings.map((finding) => finding.where.pointer);

  it('reads the good example whole and without a finding', () => {
    const read = parse(load(file), file);
    expect(read.findings).toEqual([]);
    expect(read.value).toEqual(load(file));
    expect(read.rejected.size).toBe(0);
    expect(finished(readEvidencePart(kind, load(file), file)).status).toBe('read');
  });

  it('finds a value of the wrong kind, wherever it stands, at its own pointer', () => {
    fc.assert(
      fc.property(place, (at) => {
        const value = load(file);
        const parent = parentOf(value, at);
        const last = at.at(-1) ?? '';
        const before: unknown = Reflect.get(parent, last);
        // Null may stand for an object or a number, never for a list.
        Reflect.set(parent, last, before === null ? [] : typeof before === 'object' ? 42 : { odd: true });
        const read = parse(value, file);
        const found = read.findings.find((finding) => finding.where.pointer === pointerOf(at));
        expect(found).toMatchObject({ class: 'malformed-file', severity: 'fail', where: { file, rule: 'schema' } });
        expect(found?.message).toMatch(/expected .+\.$/);
      }),
      { numRuns: 300 },
    );
  });

  it('finds an unknown member in any object', () => {
    const objects = fc.constantFrom(
      ...places.filter((at) => {
        const inner: unknown = Reflect.get(parentOf(load(file), at), at.at(-1) ?? '');
        return typeof inner === 'object' && inner !== null && !Array.isArray(inner);
      }),
    );
    fc.assert(
      fc.property(objects, fc.constantFrom('extra', 'a/b~c', 'constructor', 'toString'), (at, key) => {
        const value = load(file);
        const inner: object = Reflect.get(parentOf(value, at), at.at(-1) ?? '');
        Object.defineProperty(inner, key, { value: 1, enumerable: true });
        expect(pointersOf(value)).toContain(pointerOf([...at, key]));
      }),
    );
  });

  it('demands every member but those that are documented as optional', () => {
    for (const at of places) {
      const value = load(file);
      const parent = parentOf(value, at);
      if (Array.isArray(parent)) continue;
      Reflect.deleteProperty(parent, at.at(-1) ?? '');
      const found = pointersOf(value);
      if (OPTIONAL.has(pointerOf(at))) expect(found).toEqual([]);
      else if (file.startsWith('audit-chain-proof') && at[0] === 'entriesFile') expect(found).toContain('/entries');
      else expect(found).toContain(pointerOf(at));
    }
  });

  it('says that it does not know a later version, and reads nothing of it', () => {
    const read = parse({ ...load(file), formatVersion: '2' }, file);
    expect(read.value).toBeNull();
    expect(read.findings).toHaveLength(1);
    expect(read.findings[0]).toMatchObject({
      severity: 'warning',
      where: { pointer: '/formatVersion', rule: 'format-version' },
      actual: '"2"',
    });
  });

  it('never throws, whatever JSON it is given', () => {
    const head = { format: load(file).format, formatVersion: '1' };
    const members = Object.keys(load(file));
    const random = fc.dictionary(fc.constantFrom(...members), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          random.map((value) => ({ ...value, ...head })),
        ),
        (value) => {
          const part = finished(readEvidencePart(kind, value, file));
          const good = parse(value, file).findings.length === 0;
          expect(part.status === 'read').toBe(good || !part.findings.some((f) => f.class === 'malformed-file'));
        },
      ),
    );
  });
});
