import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paintAnsi, paintNothing, wantsColour } from '../../../electron/cli/style.ts';
import { forTerminal, jsonText } from '../../../electron/cli/terminal.ts';
import { placeOf, summaryLine, textReport } from '../../../electron/cli/text-report.ts';
import { ROOT, sampleReport, tamperedReport } from './sample-report.ts';

const PLAIN = { paint: paintNothing, width: Number.POSITIVE_INFINITY };
/** Colour sequences (ECMA-48 8.3.117). */
const SGR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
/** Everything that a terminal would act on. */
const ACTIVE = /[\p{Cc}\p{Cf}\p{Cs}]/u;

describe('the summary line', () => {
  it('has the form that scripts rely on', () => {
    expect(summaryLine(sampleReport())).toBe('41984 rows · 0 breaks · root e3b0…55');
  });

  it('says none for a chain without entries', () => {
    const summary = { rows: 0, breaks: 0, root: null, genesis: null };
    expect(summaryLine(sampleReport({ summary }))).toBe('0 rows · 0 breaks · root none');
  });
});

describe('the text report', () => {
  it('says line, verdict, head, each axis and the next step', () => {
    const lines = textReport(sampleReport(), PLAIN).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '41984 rows · 0 breaks · root e3b0…55',
      '▲ consistent, not anchored',
      '41 984 entries replayed, 0 breaks. No anchor was supplied.',
      '',
    ]);
    expect(lines).toContain('● integrity    pass           All entries recompute and link.');
    expect(lines).toContain('▲ completeness undetermined   No anchor was supplied.');
    expect(lines).toContain(`${' '.repeat(30)}Next: Add the anchor.`);
    expect(lines.filter((line) => /^[●◆▲○✕] /.test(line))).toHaveLength(7);
  });

  it('says of a finding its class, place, expected and actual value and equation', () => {
    const text = textReport(tamperedReport(), PLAIN);
    expect(text).toContain('◆ tampered\n');
    expect(text).toContain('Findings: 1 payload-altered');
    expect(text).toContain('◆ fail  payload-altered · position 4, seq 4, chain.ndjson\n');
    expect(text).toContain(`      expected  ${ROOT}\n      actual    ${ROOT.slice(0, -1)}0\n`);
    expect(text).toContain('      equation  hash = SHA-256');
  });

  it('sets what is said of an axis under its name on a narrow terminal', () => {
    const lines = textReport(sampleReport(), { paint: paintNothing, width: 50 }).split('\n');
    const at = lines.findIndex((line) => line.startsWith('● integrity'));
    expect(lines[at]?.trimEnd()).toBe('● integrity    pass');
    expect(lines[at + 1]).toBe('    All entries recompute and link.');
    expect(lines).toContain('    Next: Add the anchor.');
  });

  it('counts the classes in the order of the list, worst first', () => {
    const [fault] = tamperedReport().findings;
    const note = { class: 'missing-part', severity: 'note', message: 'm', where: {} } as const;
    const findings = fault === undefined ? [] : [fault, note];
    const text = textReport(
      sampleReport({ findings, findingCounts: { 'missing-part': 2, 'payload-altered': 1 } }),
      PLAIN,
    );
    expect(text).toContain('Findings: 1 payload-altered, 2 missing-part (note)\n');
  });

  it('counts what it does not list', () => {
    const [finding] = tamperedReport().findings;
    const findings = Array.from({ length: 60 }, () => finding).filter((one) => one !== undefined);
    const text = textReport(sampleReport({ findings, findingCounts: { 'payload-altered': 5_000 } }), PLAIN);
    expect(text.match(/◆ fail {2}payload-altered/g)).toHaveLength(50);
    expect(text).toContain('and 4950 more');
  });

  it('wraps between words at the width of a terminal and never cuts a hash', () => {
    const text = textReport(tamperedReport(), { paint: paintNothing, width: 60 });
    const long = text.split('\n').filter((line) => line.length > 60);
    expect(long).toEqual([`      expected  ${ROOT}`, `      actual    ${ROOT.slice(0, -1)}0`]);
    expect(text).toContain('\n      The payload at position 4 does not hash to what the\n      entry states.\n');
  });

  it('colours nothing but with sequences that end on the same line', () => {
    const lines = textReport(tamperedReport(), { paint: paintAnsi, width: 80 }).split('\n');
    const coloured = lines.filter((line) => line.includes('\u001b['));
    expect(coloured.length).toBeGreaterThan(6);
    expect(coloured.filter((line) => !line.includes('\u001b[0m'))).toEqual([]);
    const plain = lines.map((line) => line.replace(SGR, ''));
    expect(plain.join('\n')).toBe(textReport(tamperedReport(), { paint: paintNothing, width: 80 }));
  });

  it('lets nothing through that a terminal would act on, even if the engine did', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (hostile) => {
        const report = sampleReport({
          head: hostile,
          summary: { rows: 1, breaks: 0, root: hostile, genesis: null },
          findings: [
            {
              class: 'malformed-entry',
              severity: 'fail',
              message: hostile,
              where: { file: hostile, pointer: hostile, rule: hostile },
              expected: hostile,
              actual: hostile,
              equation: hostile,
            },
          ],
          findingCounts: { 'malformed-entry': 1 },
        });
        expect(
          textReport(report, PLAIN)
            .split('\n')
            .filter((line) => ACTIVE.test(line)),
        ).toEqual([]);
      }),
    );
  });
});

describe('places', () => {
  it('are as exact as the finding', () => {
    expect(placeOf({})).toBe('');
    expect(placeOf({ position: 4, lastPosition: 4 })).toBe('position 4');
    expect(placeOf({ position: 4, lastPosition: 9, byteOffset: 7, pointer: '/a', rule: 'zip.name' })).toBe(
      'position 4 to 9, byte 7, /a, rule zip.name',
    );
  });
});

describe('colour', () => {
  it.each([
    [undefined, {}, true, true],
    [undefined, {}, false, false],
    [undefined, { NO_COLOR: '1' }, true, false],
    [undefined, { NO_COLOR: '' }, true, true],
    [undefined, { TERM: 'dumb' }, true, false],
    ['always', { NO_COLOR: '1' }, false, true],
    ['never', {}, true, false],
  ] as const)('flag %s, %j, terminal %s: %s', (flag, env, isTerminal, expected) => {
    expect(wantsColour(flag, env, isTerminal)).toBe(expected);
  });
});

describe('text for terminals', () => {
  it('spells control and direction characters, and keeps letters and new lines', () => {
    expect(forTerminal('a\u001b[2J\u202Eb\u009Bc\nd é 🧪')).toBe('a⟨U+001B⟩[2J⟨U+202E⟩b⟨U+009B⟩c\nd é 🧪');
  });

  it('as JSON is the same value without a character to act on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (key, inner) => {
        const value = { [`k${key}`]: [inner, key] };
        const text = jsonText(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text.split('\n').filter((line) => ACTIVE.test(line))).toEqual([]);
      }),
    );
  });
});
