/**
 * The outline of the start of a JSON text: enough to recognise what a file is without reading it.
 * Tolerant on purpose; a real reader judges the content.
 */
export interface Shape {
  /** What the text starts with. */
  readonly start: 'object' | 'array' | 'other';
  /**
   * Member names joined by `/` down to three levels, list elements not counted: `files/name` stands for
   * `{"files":[{"name":…}]}`. Of a list only the first elements that the head holds are seen.
   */
  readonly members: ReadonlySet<string>;
  /** Text values of members of the first level. */
  readonly texts: ReadonlyMap<string, string>;
}

const LEVELS = 3;
const NAME_MAX = 100;
const MEMBERS_MAX = 1_000;
const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)"\s*(:?)|[{}[\],]/sy;
const SKIP = /[^"{}[\],]+/y;

interface Level {
  readonly kind: '{' | '[';
  /** Number of member names above. */
  readonly names: number;
  /** These names; not kept below LEVELS, so that deep nesting costs no more than its length. */
  readonly prefix: string;
  key: string;
}

/**
 * Reads the outline of the first value of a JSON text from its first characters. Linear in the length of `text`, never throws.
 *
 * @param text start of the file; may end anywhere
 */
export function outline(text: string): Shape {
  const open: Level[] = [];
  const members = new Set<string>();
  const texts = new Map<string, string>();
  const first = /\S/.exec(text)?.[0] ?? '';
  const start = first === '{' ? 'object' : first === '[' ? 'array' : 'other';
  let at = start === 'other' ? text.length : text.indexOf(first);
  while (at < text.length) {
    SKIP.lastIndex = at;
    if (SKIP.test(text)) {
      at = SKIP.lastIndex;
      continue;
    }
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (token === null) break;
    at = TOKEN.lastIndex;
    const top = open.at(-1);
    const mark = token[0];
    if (mark === '{' || mark === '[') {
      const names = (top?.names ?? 0) + (top?.kind === '{' ? 1 : 0);
      const prefix = top === undefined || names >= LEVELS ? '' : join(top.prefix, top.key);
      open.push({ kind: mark, names, prefix, key: '' });
    } else if (mark === '}' || mark === ']') {
      open.pop();
      if (open.length === 0) break;
    } else if (mark !== ',' && top?.kind === '{') {
      if (token[2] === ':') {
        top.key = (token[1] ?? '').slice(0, NAME_MAX);
        if (top.names < LEVELS && members.size < MEMBERS_MAX) members.add(join(top.prefix, top.key));
      } else if (open.length === 1 && texts.size < MEMBERS_MAX) {
        texts.set(top.key, (token[1] ?? '').slice(0, NAME_MAX));
      }
    }
  }
  return { start, members, texts };
}

function join(prefix: string, key: string): string {
  if (prefix === '') return key;
  return key === '' ? prefix : `${prefix}/${key}`;
}
