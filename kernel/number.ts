/* Copies a number as Number::toString (ECMA-262) writes it. */
import { at, end, endOfInput, moveTo, out, writeTo } from './cursor';

/** 15 digits are the most that a double always gives back as they were written. */
const MAX_DIGITS: u32 = 15;

/**
 * Integers of up to 15 digits, and decimals of up to 15 significant digits from 0.000001 on. Zeros at the end of a fraction are left out,
 * as Number::toString leaves them out, and the point with them. No exponent, no `-0`, no zero at the start that is not needed.
 */
export function number(): bool {
  const from = at;
  let place = at;
  if (place < end && load<u8>(place) == 0x2d) place++;
  const whole = place;
  while (place < end && isDigit(load<u8>(place))) place++;
  const wholeDigits = <u32>(place - whole);
  if (wholeDigits == 0) {
    return place == end ? endOfInput() : false;
  }
  const zero = load<u8>(whole) == 0x30;
  if (zero && wholeDigits > 1) return false;
  let digits = zero ? <u32>0 : wholeDigits;
  let kept = place;
  if (place < end && load<u8>(place) == 0x2e) {
    const fraction = ++place;
    while (place < end && isDigit(load<u8>(place))) place++;
    if (place == fraction) return place == end ? endOfInput() : false;
    let last = place;
    while (last > fraction && load<u8>(last - 1) == 0x30) last--;
    if (last > fraction) {
      let leading: u32 = 0;
      if (zero) while (load<u8>(fraction + leading) == 0x30) leading++;
      if (leading > 5) return false;
      digits += <u32>(last - fraction) - leading;
      kept = last;
    }
  }
  // Nothing but zeros behind a minus sign is 0.
  if (zero && whole != from && digits == 0) return false;
  if (digits > MAX_DIGITS) return false;
  if (place == end) return endOfInput();
  const next = load<u8>(place) | 0x20;
  if (next == 0x65) return false;
  const length = kept - from;
  // At most 24 bytes; what is stored behind them is written over or left out.
  store<u64>(out, load<u64>(from));
  store<u64>(out, load<u64>(from, 8), 8);
  store<u64>(out, load<u64>(from, 16), 16);
  writeTo(out + length);
  moveTo(place);
  return true;
}

// @ts-ignore: decorator
@inline
export function isDigit(byte: u8): bool {
  return byte - 0x30 < 10;
}
