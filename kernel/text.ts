/* Copies a string. */
import { at, end, endOfInput, endOfRoom, moveTo, out, outEnd, writeTo } from './cursor';
import { unicodeEscape, written } from './escape';

/** A string in well-formed UTF-8, as JSON.stringify prints it: escapes that it does not print become what they stand for. */
export function text(): bool {
  let place = at + 1;
  let target = out;
  store<u8>(target++, 0x22);
  while (true) {
    const plain = copyPlain(place, target);
    place += plain;
    target += plain;
    if (place >= end) return endOfInput();
    if (target > outEnd) return endOfRoom();
    const byte = load<u8>(place);
    if (byte == 0x22) {
      store<u8>(target++, 0x22);
      moveTo(place + 1);
      writeTo(target);
      return true;
    }
    if (byte == 0x5c) {
      if (place + 1 >= end) return endOfInput();
      const letter = load<u8>(place + 1);
      if (letter == 0x75) {
        const length = unicodeEscape(place, target);
        if (length == 0) return false;
        place += length;
        target += written;
      } else if (letter == 0x2f) {
        store<u8>(target++, letter);
        place += 2;
      } else {
        if (!isKept(letter)) return false;
        store<u16>(target, 0x5c | (<u16>letter << 8));
        place += 2;
        target += 2;
      }
    } else if (byte < 0x20) {
      return false;
    } else if (byte < 0x80) {
      store<u8>(target++, byte);
      place++;
    } else {
      const length = utf8Length(place, byte);
      if (length == 0) return false;
      for (let i: usize = 0; i < length; i++) store<u8>(target + i, load<u8>(place + i));
      place += length;
      target += length;
    }
  }
}

/** Letters of the escapes that JSON.stringify prints itself: `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`. */
function isKept(letter: u8): bool {
  return letter == 0x22 || letter == 0x5c || letter == 0x62 || letter == 0x66 || letter == 0x6e || letter == 0x72 || letter == 0x74;
}

/** Copies the plain characters at `place`, sixteen bytes at a time, of which as many count as are plain; returns how many. */
export function copyPlain(place: usize, target: usize): usize {
  const from = place;
  while (place + 16 <= end && target <= outEnd) {
    const sixteen = v128.load(place);
    v128.store(target, sixteen);
    const others = i8x16.bitmask(notPlain(sixteen));
    if (others != 0) return place - from + <usize>ctz<u32>(<u32>others);
    place += 16;
    target += 16;
  }
  return place - from;
}

/** Marks the bytes that are a control, a quote, a backslash or above ASCII. */
// @ts-ignore: decorator
@inline
function notPlain(bytes: v128): v128 {
  const special = v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c)));
  // Signed: what is above ASCII is negative, and so below the space as well.
  return v128.or(special, i8x16.lt_s(bytes, i8x16.splat(0x20)));
}

/** Bytes of the character at `place` (RFC 3629, no surrogates, no overlong forms); 0 when it is not one. */
function utf8Length(place: usize, lead: u8): usize {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length: usize = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (place + length > end) {
    endOfInput();
    return 0;
  }
  const second = load<u8>(place + 1);
  let low: u8 = 0x80;
  let high: u8 = 0xbf;
  if (lead == 0xe0) low = 0xa0;
  else if (lead == 0xed) high = 0x9f;
  else if (lead == 0xf0) low = 0x90;
  else if (lead == 0xf4) high = 0x8f;
  if (second < low || second > high) return 0;
  for (let i: usize = 2; i < length; i++) if ((load<u8>(place + i) & 0xc0) != 0x80) return 0;
  return length;
}
