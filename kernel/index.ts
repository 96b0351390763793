/*
 * The replay kernel: takes rows of a chain as long as each is provably canonical, links to the one before and counts on from its
 * label, writes what is to be hashed for each, and stops before the first that it is not sure of. The digests are taken and compared
 * by its caller. It judges nothing: what it does not take goes to the plain path. See docs/decisions/005-replay-kernel.md.
 */
import { at, crowded, end, ended, moveTo, out, peek, skipSpace, start, value, writeFrom } from './canonical';
import {
  ARENA,
  ARENA_BYTES,
  DIGITS,
  DIGITS_MAX,
  HASH_PLACES,
  HASHED,
  HASHED_BYTES,
  INPUT,
  INPUT_BYTES,
  PAYLOAD_BYTES,
  PLACE_BYTES,
  PLACES,
  ROWS_MAX,
  SLACK,
  SLOT_BYTES,
  SLOTS,
  SLOTS_MAX,
  STORED,
} from './layout';

/** Why `take` came back: no whole row is left; one it is not sure of; enough for one call; the run ends before the row; the array closed. */
const STOP_END: u32 = 0;
const STOP_UNSURE: u32 = 1;
const STOP_FULL: u32 = 2;
const STOP_BREAK: u32 = 3;
const STOP_CLOSED: u32 = 4;

/** `["<64 digits>",` and `[null,`. */
const PREFIX_HASH: usize = 68;
const PREFIX_NULL: usize = 6;

/** Rows of the run; the next has to follow the last of them. */
let rows: u32 = 0;
/** Rows of the last call. */
let taken: u32 = 0;
let nextSeq: u64 = 0;
/** Where the hash of the row before stands in the input. */
let previous: usize = 0;
let place: usize = INPUT;
let arena: usize = ARENA;
let firstSeq: u64 = 0;
let firstPrevious: usize = 0;

/* Members of the row at hand. */
let rowSeq: u64 = 0;
let rowPrevious: usize = 0;
let rowHash: usize = 0;
let payloadPlace: usize = 0;
let payloadEnd: usize = 0;

export function inputPlace(): usize {
  return INPUT;
}

export function inputBytes(): usize {
  return INPUT_BYTES;
}

export function placesPlace(): usize {
  return PLACES;
}

export function hashedPlace(): usize {
  return HASHED;
}

export function storedPlace(): usize {
  return STORED;
}

export function digitsPlace(): usize {
  return DIGITS;
}

export function slotsPlace(): usize {
  return SLOTS;
}

export function slotBytes(): usize {
  return SLOT_BYTES;
}

export function slotCount(): u32 {
  return SLOTS_MAX;
}

/** Rows taken by the last call. */
export function takenRows(): u32 {
  return taken;
}

/** Where the last call stopped: the first byte that was not taken. */
export function stopPlace(): usize {
  return place;
}

/** Label of the first row of the run. */
export function runFirstSeq(): f64 {
  return <f64>firstSeq;
}

/** Where the first row of the run states its predecessor, 64 digits; 0 for null. Good until the input is replaced. */
export function runFirstPrevious(): usize {
  return firstPrevious;
}

/** Where the hash of the first row of the run stands, 64 digits. Good until the input is replaced. */
export function runFirstHash(): usize {
  return load<u32>(HASH_PLACES);
}

/** Puts the hashes of the last of the first `count` rows of the run one behind the other, oldest first; returns how many. */
export function gatherDigits(count: u32): u32 {
  const kept = min(count, DIGITS_MAX);
  const from = HASH_PLACES + (<usize>(count - kept) << 2);
  for (let row: usize = 0; row < <usize>kept; row++) copyHash(DIGITS + (row << 6), load<u32>(from + (row << 2)));
  return kept;
}

/** Begins a run at whatever row comes next, taking its label and predecessor as they are. */
export function beginRun(): void {
  rows = 0;
}

/**
 * Takes rows from the input.
 *
 * @param from first byte, at the start of a row
 * @param to end of the input; rows of lines end before it
 * @param lines one row a line; else elements of an array
 */
export function take(from: usize, to: usize, lines: bool): u32 {
  taken = 0;
  place = from;
  arena = ARENA;
  while (place < to) {
    if (rows == ROWS_MAX) return STOP_BREAK;
    if (taken == SLOTS_MAX || arena + PREFIX_HASH + PAYLOAD_BYTES + SLACK > ARENA + ARENA_BYTES) return STOP_FULL;
    start(place, to, !lines);
    skipSpace();
    const rowStart = at;
    if (!row()) return ended && !lines ? STOP_END : STOP_UNSURE;
    const rowEnd = at;
    skipSpace();
    let closed = false;
    if (lines) {
      if (at < to && load<u8>(at) != 0x0a) return STOP_UNSURE;
      if (at < to) moveTo(at + 1);
    } else {
      if (at == to) return STOP_END;
      const byte = load<u8>(at);
      if (byte == 0x5d) closed = true;
      else if (byte != 0x2c) return STOP_UNSURE;
      moveTo(at + 1);
    }
    if (!follows()) return STOP_BREAK;
    accept(rowStart, rowEnd);
    place = at;
    if (closed) return STOP_CLOSED;
  }
  return STOP_END;
}

/** Reads `{ seq, prevHash, payload, hash }` in any order; false when there is anything else. */
function row(): bool {
  let seen: u32 = 0;
  if (peek() != 0x7b) return false;
  moveTo(at + 1);
  skipSpace();
  while (true) {
    const bit = memberName();
    if (bit == 0 || (seen & bit) != 0) return false;
    seen |= bit;
    skipSpace();
    if (peek() != 0x3a) return false;
    moveTo(at + 1);
    skipSpace();
    if (!memberValue(bit)) return false;
    skipSpace();
    const byte = peek();
    moveTo(at + 1);
    if (byte == 0x7d) return seen == 15;
    if (byte != 0x2c) return false;
    skipSpace();
  }
}

/** 1 seq, 2 prevHash, 4 payload, 8 hash; 0 for any other name. */
function memberName(): u32 {
  const left = end - at;
  if (left >= 5 && load<u32>(at) == 0x71657322 && load<u8>(at + 4) == 0x22) return named(5, 1);
  if (left >= 6 && load<u32>(at) == 0x73616822 && load<u16>(at + 4) == 0x2268) return named(6, 8);
  if (left >= 9 && load<u64>(at) == 0x64616f6c79617022 && load<u8>(at + 8) == 0x22) return named(9, 4);
  if (left >= 10 && load<u64>(at) == 0x7361487665727022 && load<u16>(at + 8) == 0x2268) return named(10, 2);
  endsWithin(10);
  return 0;
}

function named(length: usize, bit: u32): u32 {
  moveTo(at + length);
  return bit;
}

/** Whether fewer than `length` bytes are left; notes then that the input ended. */
function endsWithin(length: usize): bool {
  if (end - at >= length) return false;
  moveTo(end);
  peek();
  return true;
}

function memberValue(bit: u32): bool {
  if (bit == 1) return seqValue();
  if (bit == 8) {
    rowHash = at + 1;
    return hashText();
  }
  if (bit == 2) {
    rowPrevious = at + 1;
    if (peek() == 0x22) return hashText();
    rowPrevious = 0;
    if (endsWithin(4)) return false;
    if (load<u32>(at) != 0x6c6c756e) return false;
    moveTo(at + 4);
    return true;
  }
  return payload();
}

/** Copies the payload to the slot of the row, or where there is more room. */
function payload(): bool {
  const from = at;
  payloadPlace = SLOTS + <usize>taken * SLOT_BYTES + PREFIX_HASH;
  writeFrom(payloadPlace, SLOT_BYTES - PREFIX_HASH - SLACK);
  let sure = value(0);
  if (crowded) {
    moveTo(from);
    payloadPlace = arena + PREFIX_HASH;
    writeFrom(payloadPlace, PAYLOAD_BYTES);
    sure = value(0);
  }
  payloadEnd = out;
  return sure;
}

function seqValue(): bool {
  const from = at;
  let number: u64 = 0;
  let byte = peek();
  while (byte - 0x30 < 10) {
    number = number * 10 + (byte - 0x30);
    moveTo(at + 1);
    byte = peek();
  }
  const digits = at - from;
  if (digits == 0 || digits > 15 || (digits > 1 && load<u8>(from) == 0x30)) return false;
  if (byte == 0x2e || (byte | 0x20) == 0x65) return false;
  rowSeq = number;
  return true;
}

/** A string of 64 lowercase hex digits. */
function hashText(): bool {
  if (endsWithin(66)) return false;
  if (load<u8>(at) != 0x22 || load<u8>(at + 65) != 0x22) return false;
  for (let i: usize = 1; i < 65; i += 16) if (!isHex(v128.load(at + i))) return false;
  moveTo(at + 66);
  return true;
}

// @ts-ignore: decorator
@inline
function isHex(digits: v128): bool {
  const decimal = i8x16.lt_u(i8x16.sub(digits, i8x16.splat(0x30)), i8x16.splat(10));
  const letter = i8x16.lt_u(i8x16.sub(digits, i8x16.splat(0x61)), i8x16.splat(6));
  return i8x16.all_true(v128.or(decimal, letter));
}

// @ts-ignore: decorator
@inline
function sameHash(a: usize, b: usize): bool {
  const first = v128.or(v128.xor(v128.load(a), v128.load(b)), v128.xor(v128.load(a, 16), v128.load(b, 16)));
  const second = v128.or(v128.xor(v128.load(a, 32), v128.load(b, 32)), v128.xor(v128.load(a, 48), v128.load(b, 48)));
  return !v128.any_true(v128.or(first, second));
}

// @ts-ignore: decorator
@inline
function copyHash(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** Whether label and predecessor are those that follow the row before. */
function follows(): bool {
  if (rows == 0) return true;
  return rowSeq == nextSeq && rowPrevious != 0 && sameHash(rowPrevious, previous);
}

/** Completes what is hashed for the row, and writes down where everything of it stands. */
function accept(rowStart: usize, rowEnd: usize): void {
  if (rows == 0) {
    firstSeq = rowSeq;
    firstPrevious = rowPrevious;
  }
  let hashed = payloadPlace;
  if (rowPrevious == 0) {
    hashed -= PREFIX_NULL;
    store<u32>(hashed, 0x6c756e5b);
    store<u16>(hashed + 4, 0x2c6c);
  } else {
    hashed -= PREFIX_HASH;
    store<u16>(hashed, 0x225b);
    copyHash(hashed + 2, rowPrevious);
    store<u16>(hashed + 66, 0x2c22);
  }
  store<u8>(payloadEnd, 0x5d);
  if (hashed >= ARENA) arena = (payloadEnd + 8) & ~7;
  store<u32>(PLACES + <usize>rows * PLACE_BYTES, <u32>(rowStart - INPUT));
  store<u32>(PLACES + <usize>rows * PLACE_BYTES, <u32>(rowEnd - rowStart), 4);
  store<u32>(HASH_PLACES + (<usize>rows << 2), <u32>rowHash);
  store<u32>(HASHED + <usize>taken * HASHED_BYTES, <u32>hashed);
  store<u32>(HASHED + <usize>taken * HASHED_BYTES, <u32>(payloadEnd + 1 - hashed), 4);
  const stored = STORED + (<usize>taken << 5);
  for (let half: usize = 0; half < 2; half++) v128.store(stored + (half << 4), hexBytes(rowHash + (half << 5)));
  previous = rowHash;
  nextSeq = rowSeq + 1;
  rows++;
  taken++;
}

/** The 16 bytes that 32 lowercase hex digits write. */
// @ts-ignore: decorator
@inline
function hexBytes(digits: usize): v128 {
  return i8x16.narrow_i16x8_u(digitPairs(v128.load(digits)), digitPairs(v128.load(digits, 16)));
}

/** Each pair of hex digits as one number, of 16 bits. */
// @ts-ignore: decorator
@inline
function digitPairs(digits: v128): v128 {
  const letters = v128.and(i8x16.gt_u(digits, i8x16.splat(0x39)), i8x16.splat(9));
  const halves = i8x16.add(v128.and(digits, i8x16.splat(0x0f)), letters);
  // Little-endian: the first digit, which counts sixteenfold, is the lower byte.
  return v128.and(v128.or(i16x8.shl(halves, 4), i16x8.shr_u(halves, 8)), i16x8.splat(0xff));
}
