/*
 * Where the kernel reads and where it writes. Everything else in this folder moves these two places and no others.
 */

/** Next byte of input to read, and the end of it. */
export let at: usize = 0;
export let end: usize = 0;
/** Next byte to write, and where what is written has to end. */
export let out: usize = 0;
export let outEnd: usize = 0;
/** Set when the input ended inside the value. */
export let ended: bool = false;
/** Set when the value was longer than the room for it. */
export let crowded: bool = false;

/** 0x0a where a line feed may stand between tokens, 0x20 where it ends the row. */
let lineFeed: u8 = 0x0a;

export function start(from: usize, to: usize, acrossLines: bool): void {
  at = from;
  end = to;
  ended = false;
  lineFeed = acrossLines ? 0x0a : 0x20;
}

/** What is written next goes to `place`, where there is room for `bytes` and SLACK more. */
export function writeFrom(place: usize, bytes: usize): void {
  out = place;
  outEnd = place + bytes;
  crowded = false;
}

// @ts-ignore: decorator
@inline
export function moveTo(place: usize): void {
  at = place;
}

// @ts-ignore: decorator
@inline
export function writeTo(place: usize): void {
  out = place;
}

/** Writes one byte. */
// @ts-ignore: decorator
@inline
export function put(byte: u8): void {
  store<u8>(out++, byte);
}

export function skipSpace(): void {
  while (at < end) {
    const byte = load<u8>(at);
    if (byte != 0x20 && byte != lineFeed && byte != 0x0d && byte != 0x09) return;
    at++;
  }
}

/** The next byte, or 0 at the end of the input. */
export function peek(): u8 {
  if (at < end) return load<u8>(at);
  ended = true;
  return 0;
}

/** Notes that the input ended, and that nothing can be said for that reason. */
export function endOfInput(): bool {
  ended = true;
  return false;
}

/** Notes that there is no more room, and that nothing can be said for that reason. */
export function endOfRoom(): bool {
  crowded = true;
  return false;
}
