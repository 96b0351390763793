/*
 * Copies one JSON value from the input to the arena in canonical form (docs/formats/chain.md), as long as that form is provable from the
 * bytes alone. Everything it is not sure of it refuses; the caller then asks the plain path. The argument is in
 * docs/decisions/005-replay-kernel.md.
 */
import { MEMBERS, MEMBERS_MAX, SCRATCH } from './layout';

/** Next byte of input to read, and the end of it. */
export let at: usize = 0;
export let end: usize = 0;
/** Next byte of the arena to write. */
export let out: usize = 0;
/** Set when the input ended inside the value. */
export let ended: bool = false;
/** Set when the value was longer than the room for it. */
export let crowded: bool = false;

/** Where the value at hand has to end. */
let outEnd: usize = 0;
const MAX_DEPTH: u32 = 64;
/** Objects with more members than this are left to the plain path when they are out of order: insertion sort is quadratic. */
const MAX_SORTED: u32 = 64;
/** 15 digits are the most that a double always gives back as they were written. */
const MAX_DIGITS: u32 = 15;

let members: u32 = 0;
/** 0x0a where a line feed may stand between tokens, 0 where it ends the row. */
let lineFeed: u8 = 0x0a;

export function start(from: usize, to: usize, acrossLines: bool): void {
  at = from;
  end = to;
  ended = false;
  lineFeed = acrossLines ? 0x0a : 0x20;
}

/** The next value goes to `place`, where there is room for `bytes` and SLACK more. */
export function writeFrom(place: usize, bytes: usize): void {
  out = place;
  outEnd = place + bytes;
  members = 0;
  crowded = false;
}

export function moveTo(place: usize): void {
  at = place;
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

/** Copies the value at `at`; false when its canonical form is not provable here. */
export function value(depth: u32): bool {
  if (out > outEnd) return overflow();
  const byte = peek();
  if (byte == 0x22) return text();
  if (byte == 0x7b) return depth < MAX_DEPTH && object(depth);
  if (byte == 0x5b) return depth < MAX_DEPTH && array(depth);
  if (byte == 0x74) return word(0x65757274, 4);
  if (byte == 0x6e) return word(0x6c6c756e, 4);
  if (byte == 0x66) return falseWord();
  return number();
}

function overflow(): bool {
  crowded = true;
  return false;
}

function word(letters: u32, length: usize): bool {
  if (at + length > end) {
    ended = true;
    return false;
  }
  if (load<u32>(at) != letters) return false;
  store<u32>(out, letters);
  at += length;
  out += length;
  return true;
}

function falseWord(): bool {
  if (at + 5 > end) {
    ended = true;
    return false;
  }
  if (load<u32>(at) != 0x736c6166 || load<u8>(at + 4) != 0x65) return false;
  store<u32>(out, 0x736c6166);
  store<u8>(out + 4, 0x65);
  at += 5;
  out += 5;
  return true;
}

/**
 * Integers of up to 15 digits, and decimals of up to 15 significant digits from 0.000001 on, written the one way that
 * Number::toString (ECMA-262) writes them. No exponent, no `-0`, no zero at either end that is not needed.
 */
function number(): bool {
  const from = at;
  let place = at;
  if (place < end && load<u8>(place) == 0x2d) place++;
  const whole = place;
  while (place < end && isDigit(load<u8>(place))) place++;
  const wholeDigits = <u32>(place - whole);
  if (wholeDigits == 0) {
    ended = ended || place == end;
    return false;
  }
  const zero = load<u8>(whole) == 0x30;
  if (zero && wholeDigits > 1) return false;
  let digits = zero ? <u32>0 : wholeDigits;
  if (place < end && load<u8>(place) == 0x2e) {
    const fraction = ++place;
    while (place < end && isDigit(load<u8>(place))) place++;
    const length = <u32>(place - fraction);
    if (length == 0 || load<u8>(place - 1) == 0x30) return false;
    let leading: u32 = 0;
    if (zero) while (load<u8>(fraction + leading) == 0x30) leading++;
    if (leading > 5) return false;
    digits += length - leading;
  } else if (zero && whole != from) {
    return false;
  }
  if (digits > MAX_DIGITS) return false;
  if (place == end) {
    ended = true;
    return false;
  }
  const next = load<u8>(place) | 0x20;
  if (next == 0x65) return false;
  const length = place - from;
  // At most 24 bytes; what is stored behind them is written over or left out.
  store<u64>(out, load<u64>(from));
  store<u64>(out, load<u64>(from, 8), 8);
  store<u64>(out, load<u64>(from, 16), 16);
  out += length;
  at = place;
  return true;
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u8): bool {
  return byte - 0x30 < 10;
}

/** A string without escapes but `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`, in well-formed UTF-8: what JSON.stringify prints for it. */
function text(): bool {
  let place = at + 1;
  let target = out;
  store<u8>(target++, 0x22);
  while (true) {
    const plain = copyPlain(place, target);
    place += plain;
    target += plain;
    if (place >= end) {
      ended = true;
      return false;
    }
    if (target > outEnd) return overflow();
    const byte = load<u8>(place);
    if (byte == 0x22) {
      store<u8>(target++, 0x22);
      at = place + 1;
      out = target;
      return true;
    }
    if (byte == 0x5c) {
      if (place + 1 >= end) {
        ended = true;
        return false;
      }
      const letter = load<u8>(place + 1);
      const known =
        letter == 0x22 || letter == 0x5c || letter == 0x62 || letter == 0x66 || letter == 0x6e || letter == 0x72 || letter == 0x74;
      if (!known) return false;
      store<u8>(target, 0x5c);
      store<u8>(target + 1, letter);
      place += 2;
      target += 2;
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

/** Copies the plain characters at `place`, sixteen bytes at a time, of which as many count as are plain; returns how many. */
function copyPlain(place: usize, target: usize): usize {
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
    ended = true;
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

function array(depth: u32): bool {
  at++;
  store<u8>(out++, 0x5b);
  skipSpace();
  if (peek() == 0x5d) {
    at++;
    store<u8>(out++, 0x5d);
    return true;
  }
  while (true) {
    if (!value(depth + 1)) return false;
    skipSpace();
    const byte = peek();
    at++;
    store<u8>(out++, byte);
    if (byte == 0x5d) return true;
    if (byte != 0x2c) return false;
    skipSpace();
  }
}

/** Copies an object and puts its members in order. Keys are plain ASCII, start with no digit and are not `__proto__`. */
function object(depth: u32): bool {
  const first = members;
  const start = out;
  let inOrder = true;
  at++;
  store<u8>(out++, 0x7b);
  skipSpace();
  if (peek() == 0x7d) {
    at++;
    store<u8>(out++, 0x7d);
    return true;
  }
  while (true) {
    if (members >= MEMBERS_MAX) return false;
    const member = out;
    if (!key()) return false;
    const keyLength = <u32>(out - member - 2);
    const record = MEMBERS + (<usize>members << 4);
    store<u32>(record, <u32>(member + 1));
    store<u32>(record, keyLength, 4);
    store<u32>(record, <u32>member, 8);
    members++;
    skipSpace();
    if (peek() != 0x3a) return false;
    at++;
    store<u8>(out++, 0x3a);
    skipSpace();
    if (!value(depth + 1)) return false;
    store<u32>(record, <u32>(out - member), 12);
    if (members - 1 > first) {
      const order = compareKeys(record - 16, record);
      if (order == 0) return false;
      if (order > 0) inOrder = false;
    }
    skipSpace();
    const byte = peek();
    if (byte == 0x7d) break;
    if (byte != 0x2c) return false;
    at++;
    store<u8>(out++, 0x2c);
    skipSpace();
  }
  at++;
  if (!inOrder && !sort(first, start)) return false;
  members = first;
  store<u8>(out++, 0x7d);
  return true;
}

/** Copies a key of plain ASCII without escapes: there byte order is UTF-16 order. */
function key(): bool {
  if (peek() != 0x22) return false;
  let place = at + 1;
  let target = out;
  store<u8>(target++, 0x22);
  const from = target;
  const plain = copyPlain(place, target);
  place += plain;
  target += plain;
  while (place < end && target <= outEnd) {
    const byte = load<u8>(place);
    if (byte == 0x22) {
      store<u8>(target++, 0x22);
      at = place + 1;
      out = target;
      return isNamed(from, target - from - 1);
    }
    if (byte < 0x20 || byte >= 0x80 || byte == 0x5c) return false;
    store<u8>(target++, byte);
    place++;
  }
  ended = place >= end;
  crowded = target > outEnd;
  return false;
}

/** Whether the key is one that stands where its bytes sort: no integer-like key, and not `__proto__`, which is left out. */
function isNamed(from: usize, length: usize): bool {
  if (length == 0) return true;
  if (isDigit(load<u8>(from))) return false;
  return !(length == 9 && load<u64>(from) == 0x5f6f746f72705f5f && load<u8>(from + 8) == 0x5f);
}

function compareKeys(left: usize, right: usize): i32 {
  const a: usize = load<u32>(left);
  const b: usize = load<u32>(right);
  const aLength = load<u32>(left, 4);
  const bLength = load<u32>(right, 4);
  const shared = min(aLength, bLength);
  for (let i: usize = 0; i < shared; i++) {
    const order = <i32>load<u8>(a + i) - <i32>load<u8>(b + i);
    if (order != 0) return order;
  }
  return <i32>aLength - <i32>bLength;
}

/** Puts the members from record `first` on in order of their keys; false when two are equal or there are too many. */
function sort(first: u32, objectStart: usize): bool {
  const count = members - first;
  if (count > MAX_SORTED) return false;
  const base = MEMBERS + (<usize>first << 4);
  for (let i: u32 = 1; i < count; i++) {
    const moving = base + (<usize>i << 4);
    const low = load<u64>(moving);
    const high = load<u64>(moving, 8);
    let hole = moving;
    while (hole > base) {
      store<u64>(SCRATCH, low);
      const order = compareKeys(hole - 16, SCRATCH);
      if (order == 0) return false;
      if (order < 0) break;
      store<u64>(hole, load<u64>(hole - 16));
      store<u64>(hole, load<u64>(hole - 16, 8), 8);
      hole -= 16;
    }
    store<u64>(hole, low);
    store<u64>(hole, high, 8);
  }
  let target = SCRATCH + 16;
  for (let i: u32 = 0; i < count; i++) {
    const record = base + (<usize>i << 4);
    if (i > 0) store<u8>(target++, 0x2c);
    const length: usize = load<u32>(record, 12);
    memory.copy(target, load<u32>(record, 8), length);
    target += length;
  }
  memory.copy(objectStart + 1, SCRATCH + 16, target - SCRATCH - 16);
  return true;
}
