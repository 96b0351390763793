import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');

/** The custom properties of each rule whose selector is `selector`, in the order of the file. */
function rules(selector: string): Map<string, string>[] {
  const found = css.split('}').filter((block) => block.split('{').at(-2)?.trim().endsWith(selector));
  return found.map(
    (block) => new Map([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? ''])),
  );
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const light = rules(':root').find((rule) => rule.has('--paper')) ?? new Map();
const darkBySystem = rules(':root:not([data-theme="light"])')[0] ?? new Map();
const darkByChoice = rules(':root[data-theme="dark"]')[0] ?? new Map();

const TEXT = ['--ink', '--muted', '--accent', '--pass', '--fail', '--undetermined', '--not-checked', '--error'];
const GROUNDS = ['--paper', '--paper-raised', '--paper-sunken', '--accent-wash'];

describe('tokens', () => {
  it('means the same by dark whether the system or the reader chose it', () => {
    expect(darkBySystem.size).toBeGreaterThan(10);
    expect([...darkByChoice]).toEqual([...darkBySystem]);
  });

  it('lets the colours of the system outrank both themes', () => {
    const forced = css.slice(css.indexOf('forced-colors: active'));
    const selectors = forced.slice(forced.indexOf('{') + 1, forced.indexOf('--')).replace('{', '');
    const weight = (selector: string): number => selector.match(/:root|\[/g)?.length ?? 0;
    const weights = selectors.split(',').map((selector) => weight(selector.trim()));
    const themes = [':root:not([data-theme="light"])', ':root[data-theme="dark"]'].map(weight);
    expect(css.indexOf('forced-colors: active')).toBeGreaterThan(css.lastIndexOf('[data-theme="dark"]'));
    expect(weights).toHaveLength(2);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(Math.max(...themes));
  });

  it('names every colour in both themes', () => {
    const colours = (rule: Map<string, string>): string[] =>
      [...rule].filter(([, value]) => value.startsWith('#')).map(([name]) => name);
    expect(colours(darkByChoice)).toEqual(colours(light));
  });

  for (const [theme, rule] of [
    ['light', light],
    ['dark', darkByChoice],
  ] as const) {
    it(`keeps text readable on every ground in the ${theme} theme`, () => {
      for (const text of TEXT) {
        for (const ground of GROUNDS) {
          const ratio = contrast(rule.get(text) ?? '', rule.get(ground) ?? '');
          expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        }
      }
      expect(contrast(rule.get('--on-accent') ?? '', rule.get('--accent') ?? '')).toBeGreaterThanOrEqual(4.5);
    });

    it(`keeps the outline of controls visible in the ${theme} theme`, () => {
      expect(contrast(rule.get('--control-line') ?? '', rule.get('--paper') ?? '')).toBeGreaterThanOrEqual(3);
    });
  }
});

describe('style sheets', () => {
  const sheets = readdirSync(new URL('../../../renderer', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .map((name) => [name, readFileSync(new URL(`../../../renderer/${name}`, import.meta.url), 'utf8')] as const);

  it('give text, lines and breakpoints in units that follow the font size of the reader', () => {
    expect(sheets.length).toBeGreaterThan(30);
    const fixed = sheets.flatMap(([name, text]) =>
      [...text.matchAll(/(?:font(?:-size)?|line-height):[^;{}]*\dpx|@(?:media|container)[^{]*\dpx/g)].map(
        ([found]) => `${name}: ${found}`,
      ),
    );
    expect(fixed).toEqual([]);
  });
});
