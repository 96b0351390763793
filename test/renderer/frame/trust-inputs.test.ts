import { describe, expect, it } from 'vitest';
import { trustInputs } from '../../../renderer/frame/trust-inputs.ts';
import { trustUseSchema } from '../../../shared/ipc/model.ts';
import { auditorAnchor, fakeDocument } from '../../support/fake/document.ts';
import { TRUST_USES } from '../fixtures/trust.ts';

const said = (document: Parameters<typeof trustInputs>[0]) => trustInputs(document).replaceAll(/\s/g, ' ');

describe('trustInputs', () => {
  it('says none for a bundle whose anchors only travelled with it', () => {
    expect(said(fakeDocument('three-file', 'd'))).toBe('none');
  });

  it('counts anchors, keys, roots and logs apart', () => {
    const anchors = [auditorAnchor('healthy', 'a'), auditorAnchor('healthy', 'b')];
    expect(said({ anchors, trust: [...TRUST_USES] })).toBe('2 anchors · 1 key · 1 root · 1 signature');
  });

  it('leaves out no kind', () => {
    const [use] = TRUST_USES;
    if (use === undefined) throw new Error('the fixture is not empty');
    for (const kind of trustUseSchema.shape.kind.options) {
      expect(said({ anchors: [], trust: [{ ...use, kind }] })).toMatch(/^1 /);
    }
  });
});
