/* Reads one row, `{ seq, prevHash, payload, hash }`, and says where each of its members stands. */
import { payloadTo } from './canonical';
import { at, crowded, end, endOfInput, moveTo, out, peek, skipSpace } from './cursor';
import { isHash } from './hash-text';
import { PAYLOAD_BYTES } from './layout';

/* Members of the row that was read last. */
export let rowSeq: u64 = 0;
/** Where the 64 digits stand; 0 for null. */
export let rowPrevious: usize = 0;
export let rowHash: usize = 0;
/** Where the canonical payload was written, and its end. */
export let payloadPlace: usize = 0;
export let payloadEnd: usize = 0;

let near: usize = 0;
let nearBytes: usize = 0;
let far: usize = 0;

/**
 * Reads a row with its members in any order; false when there is anything else.
 *
 * @param slot where the payload goes when `slotBytes` are enough for it; else it goes to `roomy`. Both with SLACK more
 */
export function readRow(slot: usize, slotBytes: usize, roomy: usize): bool {
  near = slot;
  nearBytes = slotBytes;
  far = roomy;
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
  endOfInput();
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
  if (!isHash(at + 1)) return false;
  moveTo(at + 66);
  return true;
}

function payload(): bool {
  const from = at;
  payloadPlace = near;
  let sure = payloadTo(near, nearBytes);
  if (crowded) {
    moveTo(from);
    payloadPlace = far;
    sure = payloadTo(far, PAYLOAD_BYTES);
  }
  payloadEnd = out;
  return sure;
}
