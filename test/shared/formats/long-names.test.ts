import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/base/limits.ts';
import { finished } from '../../../shared/base/steps.ts';
import { readAuditChainPack } from '../../../shared/formats/audit-chain-pack-read.ts';
import { frameworkSchema } from '../../../shared/formats/control-pack.ts';
import { readControlManifest } from '../../../shared/formats/control-pack-read.ts';
import { namedIds } from '../../../shared/formats/oscal-ids.ts';
import { packV1 } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../../fixtures/trust/control-pack.ts';

/** As long as a document that is read may be, but for its other members. */
const long = (piece: string) => piece.repeat((LIMITS.documentBytes / 2 - 100_000) / piece.length);

describe('a name of megabytes', () => {
  it.each([
    [
      'of a control',
      'A-',
      (name: string) => ({
        ...controlManifest(),
        controls: [{ ...controlManifest().controls[0], controlId: `${name}A` }],
      }),
    ],
    [
      'of a framework',
      'a-',
      (name: string) => ({ ...controlManifest(), framework: { ...controlManifest().framework, id: `${name}a` } }),
    ],
  ])('%s is refused with its place', (_what, piece, of) => {
    const { findings } = finished(readControlManifest(JSON.stringify(of(long(piece))), 'f'));
    expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining('expected at most'));
  });

  it('of a tenant is refused with its place', () => {
    const pack = { ...JSON.parse(packV1()), tenantId: long('\u{1F600}') };
    const { findings } = readAuditChainPack(JSON.stringify(pack), 'f');
    expect(findings).toContainEqual(
      expect.objectContaining({ where: expect.objectContaining({ pointer: '/tenantId' }) }),
    );
  });

  it('in an item of a plan of action is one id', () => {
    const name = `${long('a.')}a`;
    expect([...namedIds({ title: `(${name}).` })]).toEqual([name]);
  });
});

describe('names', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '.', '-', '-', '\n', '\u{1F600}'), maxLength: 12 });

  it('of controls in a text are those that the plain pattern finds', () => {
    fc.assert(
      fc.property(text, (value) => {
        const plain = [...value.toLowerCase().matchAll(/[a-z0-9]+(?:[.-]+[a-z0-9]+)*/g)].map(([id]) => id);
        expect([...namedIds(value)]).toEqual(plain);
      }),
    );
  });

  it('of frameworks are those that the plain pattern takes', () => {
    fc.assert(
      fc.property(text, (id) => {
        const taken = frameworkSchema.safeParse({ id, title: 't', version: '1' }).success;
        expect(taken).toBe(/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id));
      }),
    );
  });

  it('of controls are those that the plain pattern takes', () => {
    fc.assert(
      fc.property(text, (controlId) => {
        const manifest = { ...controlManifest(), controls: [{ ...controlManifest().controls[0], controlId }] };
        const { rejected } = finished(readControlManifest(JSON.stringify(manifest), 'f'));
        expect(rejected.size === 0).toBe(/^[A-Z0-9]+(?:[.-][A-Z0-9]+)*$/.test(controlId));
      }),
    );
  });
});
