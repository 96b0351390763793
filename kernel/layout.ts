/* Where everything stands in the kernel's memory. Fixed places: the kernel allocates nothing. */

/**
 * Which kernel a program needs, and electron/verifier/kernel.ts has as KERNEL_VERSION: counted on with every change of what the kernel exports, of what
 * is handed over, and of where it stands.
 */
export const VERSION: u32 = 1;

/** Space for putting the members of an object in order: one record, then the members. */
export const SCRATCH: usize = 0x2_0000;
/** Members of the objects that are open, 16 bytes each: key place, key length, member place, member length. */
export const MEMBERS: usize = 0x18_0000;
export const MEMBERS_MAX: u32 = 0x1_0000;
/** For each row of the run: its offset in the input, and its length. */
export const PLACES: usize = 0x30_0000;
export const PLACE_BYTES: usize = 8;
/** For each row of the run: where its hash stands in the input. */
export const HASH_PLACES: usize = 0x40_0000;
/** Rows that a run may have; behind so many it ends. */
export const ROWS_MAX: u32 = 0x1_0000;
/** For each row of one call: what is hashed for it, place and length. */
export const HASHED: usize = 0x50_0000;
export const HASHED_BYTES: usize = 8;
/** For each row of one call: the hash that it stores, 32 bytes, one behind the other. */
export const STORED: usize = 0x51_0000;
/** The last hashes of a run, as they are written, one behind the other. */
export const DIGITS: usize = 0x52_0000;
/** Hashes of the last rows of a run that a replay wants to have: LIMITS.resyncWindow twice. */
export const DIGITS_MAX: u32 = 1024;
/** The bytes to look at. */
export const INPUT: usize = 0x60_0000;
export const INPUT_BYTES: usize = 0xa0_0000;
/**
 * What is hashed for each row of one call, `[prevHash,payload]` in canonical form: each in a slot of its own, so that views of it can be
 * kept. Not a power of two apart, which would have the slots share few places of the processor's cache.
 */
export const SLOTS: usize = 0x100_0000;
export const SLOTS_MAX: u32 = 32;
export const SLOT_BYTES: usize = 0x500;
/** The same for rows that are too long for a slot, one behind the other. */
export const ARENA: usize = 0x110_0000;
export const ARENA_BYTES: usize = 0x80_0000;
/** Longest payload that is taken, canonical; SCRATCH has room for one. */
export const PAYLOAD_BYTES: usize = 0x10_0000;
/** Free bytes behind whatever is written, so that whole words can be stored and single bytes need no check. */
export const SLACK: usize = 256;
