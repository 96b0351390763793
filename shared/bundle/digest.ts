import type { Sha256 } from '../base/hash.ts';

/** A file and the SHA-256 of its bytes. */
export interface NamedDigest {
  readonly name: string;
  /** 64 lowercase hex digits. */
  readonly sha256: string;
}

/**
 * One digest for a folder: SHA-256 over the UTF-8 of the lines `<sha256>  <name>\n`, sorted by the UTF-16 code units of
 * the name. That is `find . -type f | … | sha256sum` in its own format, so a name with a line feed, a carriage return or a
 * backslash is written as `sha256sum` writes it (escaped, with a backslash before the digest): no name can imitate a line.
 * @param files each file once, in any order; names as in the folder, with `/`.
 * @returns 64 lowercase hex digits.
 */
export function folderDigest(sha256: Sha256, files: readonly NamedDigest[]): string {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const hash = sha256.start();
  const encoder = new TextEncoder();
  for (const file of sorted) hash.update(encoder.encode(digestLine(file)));
  return hash.digestHex();
}

function digestLine({ name, sha256 }: NamedDigest): string {
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}\n`;
}
