import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../electron/cli/exit-code.ts';
import { noticesText, SHIPPED } from '../scripts/notices.mjs';
import { findingClassSchema } from '../shared/base/finding.ts';
import { LIMITS } from '../shared/base/limits.ts';
import { axisIdSchema, verdictSchema } from '../shared/base/verification.ts';
import { readSource } from './architecture/source-facts.ts';

/* The documents say what is true: links lead somewhere, tests that are named exist, and nothing that has a name is left out. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SKIPPED = new Set(['node_modules', 'out', 'dist', 'large']);

function pagesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pagesBelow(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const PAGES = pagesBelow(ROOT).sort();
const SEMANTICS = read('docs/verification-semantics.md');

/** Text outside of code, where a bracket is a link. */
const prose = (text: string): string => text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, 'code');

/** Anchors of the headings of a page, as GitHub makes them. */
function headings(text: string): Set<string> {
  const titles = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/^#{1,6} (.*)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** What is wrong with one link of a page; null when it leads somewhere. */
function brokenLink(page: string, target: string): string | null {
  if (/^[a-z]+:/.test(target)) return null;
  const [path = '', fragment] = target.split('#', 2);
  const file = path === '' ? page : join(dirname(page), decodeURI(path));
  if (!existsSync(join(ROOT, file))) return `${page} → ${target}`;
  if (fragment !== undefined && file.endsWith('.md') && !headings(read(file)).has(fragment))
    return `${page} → ${target}`;
  return null;
}

describe('the documents', () => {
  it('are there to be looked at', () => {
    expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md', 'docs/architecture.md']));
  });

  it('have no link that leads nowhere', () => {
    const broken = PAGES.flatMap((page) =>
      [...prose(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => brokenLink(page, match[1] ?? '')),
    );
    expect(broken.filter((link) => link !== null)).toEqual([]);
  });

  it('name only tests that exist, by file and by title', () => {
    const wrong: string[] = [];
    for (const page of PAGES) {
      const text = read(page).replace(/\s+/g, ' ');
      for (const [, path = '', title] of text.matchAll(/`(test\/[\w./-]+\.tsx?)`(?: "([^"]+)")?/g)) {
        if (!existsSync(join(ROOT, path))) wrong.push(`${page}: ${path}`);
        else if (title !== undefined && !read(path).includes(title)) wrong.push(`${page}: ${path} "${title}"`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('name only files of the sources that exist', () => {
    const wrong = PAGES.flatMap((page) =>
      [...read(page).matchAll(/`((?:shared|electron|renderer|kernel|scripts|samples)\/[\w./-]+\.\w+)`/g)]
        .map((match) => match[1] ?? '')
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${page}: ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('promise nothing that no replay can show', () => {
    const promising = PAGES.flatMap((page) =>
      page === 'docs/decisions/002-verdict-words.md'
        ? []
        : [...prose(read(page)).matchAll(/\b(?:compliant|certified|guaranteed|tamper-proof|oops|please)\b/gi)].map(
            (match) => `${page}: ${match[0]}`,
          ),
    );
    expect(promising).toEqual([]);
  });
});

describe('docs/verification-semantics.md', () => {
  it.each(findingClassSchema.options)('describes the class %s', (name) => {
    const asHeading = new RegExp(`^### .*\`${name}\``, 'm');
    const asRow = new RegExp(`^\\| \`${name}\` \\|`, 'm');
    expect(asHeading.test(SEMANTICS) || asRow.test(SEMANTICS)).toBe(true);
  });

  it.each(Object.entries(LIMITS))('states the limit %s as it is', (name, value) => {
    const stated = new RegExp(`^\\| \`${name}\` \\| (\\d[\\d ]*)(?: (MiB|TiB))?( − 1)? \\| \\S`, 'm').exec(SEMANTICS);
    const unit = { MiB: 1024 ** 2, TiB: 1024 ** 4 }[stated?.[2] ?? ''] ?? 1;
    expect(Number(stated?.[1]?.replaceAll(' ', '')) * unit - (stated?.[3] === undefined ? 0 : 1)).toBe(value);
  });

  it('states no limit that is none', () => {
    const section = SEMANTICS.slice(SEMANTICS.indexOf('\n## Limits'), SEMANTICS.indexOf('\n## Exit codes'));
    const stated = [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(stated).toEqual(Object.keys(LIMITS));
  });

  it.each(verdictSchema.options)('describes the verdict %s', (verdict) => {
    expect(SEMANTICS).toMatch(new RegExp(`^\\| \`${verdict}\` \\|`, 'm'));
  });

  it.each(axisIdSchema.options)('describes the question of %s', (axis) => {
    expect(SEMANTICS).toMatch(new RegExp(`^\\| ${axis} \\| .*\\? \\|`, 'm'));
  });

  it.each(Object.values(EXIT))('states the exit code %i, as docs/cli.md does', (code) => {
    const row = new RegExp(`^\\| ${code} +\\|`, 'm');
    expect(SEMANTICS).toMatch(row);
    expect(read('docs/cli.md')).toMatch(row);
  });
});

describe('docs/decisions', () => {
  const pages = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => /^\d{3}-/.test(name));

  it.each(pages)('%s is listed under its title', (name) => {
    const title = /^# (\d{3}) · (.*)$/m.exec(read(`docs/decisions/${name}`));
    expect(read('docs/decisions/README.md')).toContain(`[${title?.[1]}](${name}) | ${title?.[2]} |`);
    expect(name.startsWith(title?.[1] ?? 'no title')).toBe(true);
  });

  it('have a number each', () => {
    const numbers = pages.map((name) => name.slice(0, 3));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('third-party works', () => {
  const imported = new Set(
    ['shared', 'electron', 'renderer'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(?:tsx?|css)$/.test(entry.name))
        .flatMap((entry) => packagesOf(join(entry.parentPath, entry.name))),
    ),
  );

  it('that are imported are listed, and their texts ship', () => {
    expect([...imported].filter((name) => !SHIPPED.includes(name))).toEqual([]);
    expect(read('electron/resources/third-party-notices.txt')).toBe(noticesText());
    for (const name of SHIPPED) expect(read('docs/third-party.md')).toContain(`\`${name}\``);
    expect(read('electron-builder.yml')).toContain('from: electron/resources/third-party-notices.txt');
  });
});

/** Packages that end up in a program: imports of values, and files that a style sheet names. */
function packagesOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const names = path.endsWith('.css')
    ? [...text.matchAll(/url\("([^"]+)"\)/g)].map((match) => match[1] ?? '')
    : readSource(relative(ROOT, path), text)
        .imports.filter(({ kind }) => kind !== 'type')
        .map(({ specifier }) => specifier);
  return names
    .filter((name) => /^@?[a-z]/.test(name) && !/^(?:node:|electron\/)/.test(name))
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
}
