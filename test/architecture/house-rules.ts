import { basename } from 'node:path';
import type { Violation } from './import-table.ts';
import type { SourceFacts } from './source-facts.ts';

/** Files above 300 lines, each with its reason. */
export const LONG_FILES: ReadonlyMap<string, string> = new Map();

const LINES_MAX = 300;

/** What the engine may not touch: clocks, randomness, and what only one runtime has. */
export const FORBIDDEN_IN_SHARED = new Set([
  'Date.now',
  'new Date()',
  'Math.random',
  'process',
  'Buffer',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'globalThis',
  'require',
]);

const AVOIDED = /\b(?:compliant|certified|tamper-proof|guaranteed)\b/i;

/** Texts that may use an avoided word, each with its reason. */
export const AVOIDED_ALLOWED: ReadonlyMap<string, string> = new Map();

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|d))?\.(?:tsx?|mjs|css)$/;
const VAGUE = /(?:^|[-/])(?:utils?|helpers?|managers?)(?:[-./]|$)/;

/** Clocks, randomness and globals of one runtime inside shared/. */
export function globalViolations(facts: SourceFacts): Violation[] {
  if (!facts.path.startsWith('shared/')) return [];
  return facts.uses
    .filter(({ text }) => FORBIDDEN_IN_SHARED.has(text))
    .map(({ text, line }) => ({ place: `${facts.path}:${line}`, message: `shared may not use ${text}` }));
}

/** Length, default exports and words of one file. */
export function sourceViolations(facts: SourceFacts): Violation[] {
  const found: Violation[] = [];
  const { path } = facts;
  if (facts.lines > LINES_MAX && !LONG_FILES.has(path)) {
    found.push({ place: `${path}:${facts.lines}`, message: `is longer than ${LINES_MAX} lines, and gives no reason` });
  }
  if (!/\.config\.ts$/.test(path)) {
    for (const { text, line } of facts.defaultExports) found.push({ place: `${path}:${line}`, message: `has ${text}` });
  }
  if (/^(?:renderer|shared)\//.test(path)) {
    for (const { text, line } of facts.texts) {
      const word = AVOIDED.exec(text)?.[0];
      if (word !== undefined && !AVOIDED_ALLOWED.has(text)) {
        found.push({ place: `${path}:${line}`, message: `says "${word}"` });
      }
    }
  }
  return found;
}

/** Names that say nothing, or are not kebab-case. */
export function nameViolations(path: string): Violation[] {
  const found: Violation[] = [];
  const place = `${path}:1`;
  if (!KEBAB.test(basename(path))) found.push({ place, message: 'is not named in kebab-case' });
  if (VAGUE.test(path)) found.push({ place, message: 'has a name that says nothing' });
  return found;
}
