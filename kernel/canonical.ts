/*
 * Copies one JSON value from the input to the arena in canonical form (docs/formats/chain.md), as long as that form is provable from the
 * bytes alone. Everything it is not sure of it refuses; the caller then asks the plain path. The argument is in
 * docs/decisions/005-replay-kernel.md.
 */
import { at, end, endOfInput, endOfRoom, moveTo, out, outEnd, peek, put, skipSpace, writeFrom, writeTo } from './cursor';
import { MEMBERS, MEMBERS_MAX } from './layout';
import { compareKeys, isNamed, sortMembers } from './members';
import { number } from './number';
import { copyPlain, text } from './text';

const MAX_DEPTH: u32 = 64;

/** Members of the objects that are open. */
let members: u32 = 0;

/** Copies the payload at `at` to `place`, where there is room for `bytes` and SLACK more; false when its canonical form is not provable. */
export function payloadTo(place: usize, bytes: usize): bool {
  writeFrom(place, bytes);
  members = 0;
  return value(0);
}

/** Copies the value at `at`; false when its canonical form is not provable here. */
function value(depth: u32): bool {
  if (out > outEnd) return endOfRoom();
  const byte = peek();
  if (byte == 0x22) return text();
  if (byte == 0x7b) return depth < MAX_DEPTH && object(depth);
  if (byte == 0x5b) return depth < MAX_DEPTH && array(depth);
  if (byte == 0x74) return word(0x65757274, 4);
  if (byte == 0x6e) return word(0x6c6c756e, 4);
  if (byte == 0x66) return falseWord();
  return number();
}

function word(letters: u32, length: usize): bool {
  if (at + length > end) return endOfInput();
  if (load<u32>(at) != letters) return false;
  store<u32>(out, letters);
  moveTo(at + length);
  writeTo(out + length);
  return true;
}

function falseWord(): bool {
  if (at + 5 > end) return endOfInput();
  if (load<u32>(at) != 0x736c6166 || load<u8>(at + 4) != 0x65) return false;
  store<u32>(out, 0x736c6166);
  store<u8>(out + 4, 0x65);
  moveTo(at + 5);
  writeTo(out + 5);
  return true;
}

function array(depth: u32): bool {
  moveTo(at + 1);
  put(0x5b);
  skipSpace();
  if (peek() == 0x5d) {
    moveTo(at + 1);
    put(0x5d);
    return true;
  }
  while (true) {
    if (!value(depth + 1)) return false;
    skipSpace();
    const byte = peek();
    moveTo(at + 1);
    put(byte);
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
  moveTo(at + 1);
  put(0x7b);
  skipSpace();
  if (peek() == 0x7d) {
    moveTo(at + 1);
    put(0x7d);
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
    moveTo(at + 1);
    put(0x3a);
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
    moveTo(at + 1);
    put(0x2c);
    skipSpace();
  }
  moveTo(at + 1);
  if (!inOrder && !sortMembers(first, members - first, start)) return false;
  members = first;
  put(0x7d);
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
      moveTo(place + 1);
      writeTo(target);
      return isNamed(from, target - from - 1);
    }
    if (byte < 0x20 || byte >= 0x80 || byte == 0x5c) return false;
    store<u8>(target++, byte);
    place++;
  }
  return place >= end ? endOfInput() : endOfRoom();
}
