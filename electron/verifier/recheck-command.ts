/** Longest command that is offered; shells and clipboards take more, people do not. */
const COMMAND_CHARACTERS = 60_000;

/**
 * A shell command that recomputes the hash of one entry with nothing but `printf` (POSIX) and `sha256sum`.
 *
 * @param input the canonical text that is hashed
 * @returns ASCII only: whatever is not a plain printable character is spelled in octal, so that text from a bundle can not act on the
 *   terminal that it is pasted into. Null when it would be too long.
 */
export function recheckCommand(input: string): string | null {
  if (input.length > COMMAND_CHARACTERS) return null;
  let format = '';
  for (const byte of Buffer.from(input, 'utf8'))
    format += PLAIN.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : octal(byte);
  return format.length > COMMAND_CHARACTERS ? null : `printf '${format}' | sha256sum`;
}

/** Printable ASCII without the characters that mean something inside single quotes or to printf: `'`, `%` and the backslash. */
const PLAIN = /^[ !"#$&(-Z[\]^-~]$/;

function octal(byte: number): string {
  return byte === 0x25 ? '%%' : `\\${byte.toString(8).padStart(3, '0')}`;
}
