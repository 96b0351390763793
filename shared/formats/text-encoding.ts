import type { Finding } from '../base/finding.ts';
import { showName } from '../bundle/bundle-finding.ts';

const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-32', [0, 0, 0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];

/** The encoding that a byte order mark (Unicode 16.0, section 23.8) names, if it is another than UTF-8; null without one. */
export function otherEncoding(head: Uint8Array): string | null {
  return MARKS.find(([, mark]) => mark.every((byte, at) => head[at] === byte))?.[0] ?? null;
}

/** Says why nothing in a text can be read that some programs write as UTF-16 when they are not asked for UTF-8. */
export function encodingFinding(name: string, encoding: string): Finding {
  return {
    class: 'unreadable-file',
    severity: 'warning',
    message: `"${showName(name)}" is written in ${encoding}; what is read here is UTF-8. Have it written as UTF-8, which changes no hash.`,
    where: { file: showName(name), byteOffset: 0, rule: 'file.encoding' },
  };
}
