/** 64 hex digits that depend on `position` and `salt` only; not a hash of anything. */
export function fakeHash(position: number, salt = 0): string {
  let text = '';
  for (let word = 0; word < 8; word += 1) {
    let x = (position * 0x9e3779b1 + (word + 1) * 0x85ebca6b + salt * 0xc2b2ae35) >>> 0;
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0;
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0;
    text += ((x ^ (x >>> 16)) >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}
