/*
 * The replay kernel: takes rows of a chain as long as each is provably canonical, links to the one before and counts on from its
 * label, writes what is to be hashed for each, and stops before the first that it is not sure of. The digests are taken and compared
 * by its caller. It judges nothing: what it does not take goes to the plain path. See docs/decisions/005-replay-kernel.md.
 */
import { at, ended, moveTo, skipSpace, start } from './cursor';
import { copyHash, sameHash, storeHash } from './hash-text';
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
  VERSION,
} from './layout';
import { payloadEnd, payloadPlace, readRow, rowHash, rowPrevious, rowSeq } from './row';

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

/** To be compared before anything else is called. */
export function version(): u32 {
  return VERSION;
}

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
 * @param most rows to take, 1 to SLOTS_MAX; with 0, as a program of another version calls it, it would come back without a row for ever
 */
export function take(from: usize, to: usize, lines: bool, most: u32): u32 {
  if (most == 0) unreachable();
  taken = 0;
  place = from;
  arena = ARENA;
  while (place < to) {
    if (rows == ROWS_MAX) return STOP_BREAK;
    if (taken == most || arena + PREFIX_HASH + PAYLOAD_BYTES + SLACK > ARENA + ARENA_BYTES) return STOP_FULL;
    start(place, to, !lines);
    skipSpace();
    const rowStart = at;
    const slot = SLOTS + <usize>taken * SLOT_BYTES + PREFIX_HASH;
    if (!readRow(slot, SLOT_BYTES - PREFIX_HASH - SLACK, arena + PREFIX_HASH)) return ended && !lines ? STOP_END : STOP_UNSURE;
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
  storeHash(STORED + (<usize>taken << 5), rowHash);
  previous = rowHash;
  nextSeq = rowSeq + 1;
  rows++;
  taken++;
}
