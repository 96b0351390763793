/* Writes the character that an escape of the form \u0041 stands for, as JSON.stringify writes it. */
import { end, endOfInput } from './cursor';
import { isDigit } from './number';

/** Bytes that the last character was written in. */
export let written: usize = 0;

/**
 * Writes to `target` what the escape at `place`, or the pair of them, stands for. Never more bytes than the escape has.
 *
 * @returns bytes of the escape; 0 for a lone surrogate, and where no escape is
 */
export function unicodeEscape(place: usize, target: usize): usize {
  const code = fourDigits(place + 2);
  if (code < 0) return 0;
  if ((code & 0xf800) != 0xd800) {
    written = writeCharacter(<u32>code, target);
    return 6;
  }
  if (code >= 0xdc00) return 0;
  if (place + 8 > end) {
    endOfInput();
    return 0;
  }
  if (load<u16>(place + 6) != 0x755c) return 0;
  const low = fourDigits(place + 8);
  if (low < 0xdc00 || low > 0xdfff) return 0;
  written = writeUtf8(0x10000 + ((<u32>code - 0xd800) << 10) + (<u32>low - 0xdc00), 4, target);
  return 12;
}

/** The number that four hex digits write, in either case; -1 when there are none. */
function fourDigits(place: usize): i32 {
  if (place + 4 > end) {
    endOfInput();
    return -1;
  }
  let number: i32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const byte = load<u8>(place + i);
    const letter: u8 = (byte | 0x20) - 0x61;
    if (!isDigit(byte) && letter > 5) return -1;
    number = (number << 4) | <i32>(isDigit(byte) ? byte - 0x30 : letter + 10);
  }
  return number;
}

/** Writes a character of one UTF-16 unit: what has to be escaped in its shortest escape, in lower case, else UTF-8. Returns its bytes. */
function writeCharacter(code: u32, target: usize): usize {
  if (code < 0x20) return writeControl(code, target);
  if (code == 0x22 || code == 0x5c) return writeShort(<u8>code, target);
  if (code < 0x80) {
    store<u8>(target, <u8>code);
    return 1;
  }
  return writeUtf8(code, code < 0x800 ? 2 : 3, target);
}

function writeControl(code: u32, target: usize): usize {
  if (code == 8) return writeShort(0x62, target);
  if (code == 9) return writeShort(0x74, target);
  if (code == 10) return writeShort(0x6e, target);
  if (code == 12) return writeShort(0x66, target);
  if (code == 13) return writeShort(0x72, target);
  const last = <u8>(code & 0x0f);
  store<u32>(target, 0x3030755c);
  store<u8>(target + 4, <u8>(0x30 + (code >> 4)));
  store<u8>(target + 5, last < 10 ? 0x30 + last : 0x57 + last);
  return 6;
}

function writeShort(letter: u8, target: usize): usize {
  store<u8>(target, 0x5c);
  store<u8>(target + 1, letter);
  return 2;
}

/** RFC 3629; `length` is what the character needs, 2 to 4. */
function writeUtf8(code: u32, length: usize, target: usize): usize {
  for (let i = length - 1; i > 0; i--) {
    store<u8>(target + i, <u8>(0x80 | (code & 0x3f)));
    code >>= 6;
  }
  // 110xxxxx, 1110xxxx or 11110xxx.
  store<u8>(target, <u8>((0xf00 >> length) | code));
  return length;
}
