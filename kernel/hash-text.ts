/* Hashes as they are written: 64 lowercase hex digits. */

/** Whether 64 hex digits stand at `digits`. */
export function isHash(digits: usize): bool {
  for (let i: usize = 0; i < 64; i += 16) if (!isHex(v128.load(digits + i))) return false;
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
export function sameHash(a: usize, b: usize): bool {
  const first = v128.or(v128.xor(v128.load(a), v128.load(b)), v128.xor(v128.load(a, 16), v128.load(b, 16)));
  const second = v128.or(v128.xor(v128.load(a, 32), v128.load(b, 32)), v128.xor(v128.load(a, 48), v128.load(b, 48)));
  return !v128.any_true(v128.or(first, second));
}

// @ts-ignore: decorator
@inline
export function copyHash(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** Writes the 32 bytes that the digits of a hash stand for. */
// @ts-ignore: decorator
@inline
export function storeHash(to: usize, digits: usize): void {
  v128.store(to, hexBytes(digits));
  v128.store(to, hexBytes(digits + 32), 16);
}

/** The 16 bytes that 32 hex digits write. */
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
