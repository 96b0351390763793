/* Puts the members of an object in order. Keys are plain ASCII without escapes: there byte order is UTF-16 order. */
import { MEMBERS, SCRATCH } from './layout';
import { isDigit } from './number';

/** Objects with more members than this are left to the plain path when they are out of order: insertion sort is quadratic. */
const MAX_SORTED: u32 = 64;

/** Whether the key is one that stands where its bytes sort: no integer-like key, and not `__proto__`, which is left out. */
export function isNamed(from: usize, length: usize): bool {
  if (length == 0) return true;
  if (isDigit(load<u8>(from))) return false;
  return !(length == 9 && load<u64>(from) == 0x5f6f746f72705f5f && load<u8>(from + 8) == 0x5f);
}

/** Negative, 0 or positive as the key of one record stands before, is, or stands behind that of another. */
export function compareKeys(left: usize, right: usize): i32 {
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

/** Puts `count` members from record `first` on in order of their keys; false when two are equal or there are too many. */
export function sortMembers(first: u32, count: u32, objectStart: usize): bool {
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
