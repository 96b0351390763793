import { LIMITS } from './limits.ts';

/**
 * A character that a reader can not see, or that changes how its neighbours are shown: controls (Cc), format characters
 * and bidi marks (Cf), lone surrogates (Cs), private use without an agreed shape (Co), every space but U+0020 (Zs, Zl, Zp),
 * default-ignorable code points (zero-width, tags, variation selectors, fillers), noncharacters, and two that have a
 * category of visible characters and no ink: braille blank and the musical null notehead.
 */
const HIDDEN_CLASS =
  '(?! )[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\u{2800}\\u{1D159}]';

const HAS_HIDDEN = new RegExp(HIDDEN_CLASS, 'u');
const EACH_HIDDEN = new RegExp(HIDDEN_CLASS, 'gu');

/** A piece of a text: either shown as it is, or one hidden character spelled out. */
export type TextRun =
  | { readonly kind: 'plain'; readonly text: string }
  | {
      readonly kind: 'hidden';
      /** The spelled form, for example `⟨U+202E⟩`. */
      readonly text: string;
      readonly codePoint: number;
    };

/**
 * Spells a code point the way hidden characters are shown.
 * @param codePoint 0 to 0x10FFFF; lone surrogates included.
 * @returns for example `⟨U+202E⟩`: at least four uppercase hex digits.
 */
export function spellCodePoint(codePoint: number): string {
  return `⟨U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/**
 * Tells whether a text holds a character that `showText` would spell out.
 * @param text any string, lone surrogates included.
 */
export function hasHidden(text: string): boolean {
  return HAS_HIDDEN.test(text);
}

/**
 * Cuts a text into runs for a component that sets hidden characters apart. Linear in the length of the text.
 * @param text any string, lone surrogates included.
 * @returns runs in order, none empty; the `plain` runs and the `codePoint`s of the `hidden` ones joined give the text back.
 */
export function segmentText(text: string): TextRun[] {
  const runs: TextRun[] = [];
  let end = 0;
  for (const match of text.matchAll(EACH_HIDDEN)) {
    if (match.index > end) runs.push({ kind: 'plain', text: text.slice(end, match.index) });
    const codePoint = match[0].codePointAt(0) ?? 0;
    runs.push({ kind: 'hidden', text: spellCodePoint(codePoint), codePoint });
    end = match.index + match[0].length;
  }
  if (end < text.length) runs.push({ kind: 'plain', text: text.slice(end) });
  return runs;
}

/**
 * Cuts a text to at most `max` UTF-16 units without splitting a surrogate pair.
 * @param text any string.
 * @param max units to keep; below zero counts as zero.
 * @returns what was kept and how many units were left off.
 */
export function capText(text: string, max: number): { readonly kept: string; readonly left: number } {
  if (text.length <= max) return { kept: text, left: 0 };
  let end = Math.max(0, Math.floor(max));
  const last = text.charCodeAt(end - 1);
  const next = text.charCodeAt(end);
  if (last >= 0xd800 && last <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) end -= 1;
  return { kept: text.slice(0, end), left: text.length - end };
}

/**
 * Makes an untrusted text safe to stand in a sentence, a log or a terminal: hidden characters (line breaks and tabs too)
 * are spelled as `⟨U+202E⟩`, and what passes the cap is left off and counted. Linear in `max`; text without
 * hidden characters comes back unchanged, so a text that was made visible once is not escaped again.
 *
 * SECURITY: bidi and control characters never reach a terminal, a report or the page. Test: text.test.ts
 * "never lets a hidden character through".
 * @param text any string, lone surrogates included.
 * @param max UTF-16 units of `text` to show.
 * @returns the visible text, with `… (N more characters)` at its end when it was capped.
 */
export function showText(text: string, max: number = LIMITS.shownText): string {
  const { kept, left } = capText(text, max);
  const visible = kept.replace(EACH_HIDDEN, (character) => spellCodePoint(character.codePointAt(0) ?? 0));
  return left === 0 ? visible : `${visible}… (${left} more ${left === 1 ? 'character' : 'characters'})`;
}
