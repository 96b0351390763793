/*
 * The replay kernel: takes rows of a chain as long as each is provably canonical, links to the one before and counts on from its
 * label, writes what is to be hashed for each, and stops before the first that it is not sure of. The digests are taken and compared
 * by its caller. It judges nothing: what it does not take goes to the plain path. See docs/decisions/005-replay-kernel.md.
 */
import { at, end, ended, moveTo, out, peek, skipSpace, start, value, writeFrom } from './canonical';
import {
  ARENA,
  ARENA_BYTES,
  HASHES,
  INPUT,
  INPUT_BYTES,
  PAYLOAD_BYTES,
  RECORD_BYTES,
  RECORDS,
  RECORDS_MAX,
  SLACK,
  STAGE,
  STAGE_BYTES,
} from './layout';

/** Why `take` came back: no whole row is left; a row that it is not sure of; no room; a row that does not follow; the array closed. */
const STOP_END: u32 = 0;
const STOP_UNSURE: u32 = 1;
const STOP_FULL: u32 = 2;
const STOP_BREAK: u32 = 3;
const STOP_CLOSED: u32 = 4;

/** `["<64 digits>",` and `[null,`. */
const PREFIX_HASH: usize = 68;
const PREFIX_NULL: usize = 6;

/** Whether a row was taken since the run began, so that the next has to follow it. */
let running: bool = false;
let nextSeq: u64 = 0;
/** The hash stored in the row before, 64 digits; a copy, because its input may be gone. */
const previous: usize = memory.data(64);
let rows: u32 = 0;
let place: usize = INPUT;
let arena: usize = ARENA;
let firstSeq: u64 = 0;
let firstPrevious: usize = 0;

/* Members of the row at hand. */
let rowSeq: u64 = 0;
let rowPrevious: usize = 0;
let rowHash: usize = 0;
let payloadEnd: usize = 0;

export function inputPlace(): usize {
  return INPUT;
}

export function inputBytes(): usize {
  return INPUT_BYTES;
}

export function recordsPlace(): usize {
  return RECORDS;
}

export function hashesPlace(): usize {
  return HASHES;
}

export function stagePlace(): usize {
  return STAGE;
}

export function stageBytes(): usize {
  return STAGE_BYTES;
}

/** Rows taken by the last call. */
export function rowCount(): u32 {
  return rows;
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

/** Begins a run at whatever row comes next, taking its label and predecessor as they are. */
export function beginRun(): void {
  running = false;
}

/**
 * Takes rows from the input.
 *
 * @param from first byte, at the start of a row
 * @param to end of the input; rows of lines end before it
 * @param lines one row a line; else elements of an array
 */
export function take(from: usize, to: usize, lines: bool): u32 {
  rows = 0;
  place = from;
  arena = ARENA;
  while (place < to) {
    if (rows == RECORDS_MAX || arena + PREFIX_HASH + PAYLOAD_BYTES + SLACK > ARENA + ARENA_BYTES) return STOP_FULL;
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
  writeFrom(arena + PREFIX_HASH);
  if (!value(0)) return false;
  payloadEnd = out;
  return true;
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
  if (!running) return true;
  return rowSeq == nextSeq && rowPrevious != 0 && sameHash(rowPrevious, previous);
}

/** Completes what is hashed for the row, and writes its record. */
function accept(rowStart: usize, rowEnd: usize): void {
  if (!running) {
    firstSeq = rowSeq;
    firstPrevious = rowPrevious;
  }
  let input = arena;
  if (rowPrevious == 0) {
    input += PREFIX_HASH - PREFIX_NULL;
    store<u32>(input, 0x6c756e5b);
    store<u16>(input + 4, 0x2c6c);
  } else {
    store<u16>(input, 0x225b);
    copyHash(input + 2, rowPrevious);
    store<u16>(input + 66, 0x2c22);
  }
  store<u8>(payloadEnd, 0x5d);
  const record = RECORDS + <usize>rows * RECORD_BYTES;
  store<u32>(record, <u32>rowStart);
  store<u32>(record, <u32>(rowEnd - rowStart), 4);
  store<u32>(record, <u32>input, 8);
  store<u32>(record, <u32>(payloadEnd + 1 - input), 12);
  copyHash(HASHES + ((<usize>rows) << 6), rowHash);
  copyHash(previous, rowHash);
  arena = (payloadEnd + 8) & ~7;
  running = true;
  nextSeq = rowSeq + 1;
  rows++;
}
