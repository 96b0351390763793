/* Where everything stands in the kernel's memory. Fixed places: the kernel allocates nothing. */

/** Space for putting the members of an object in order: one record, then the members. */
export const SCRATCH: usize = 0x2_0000;
/** Members of the objects that are open, 16 bytes each: key place, key length, member place, member length. */
export const MEMBERS: usize = 0x18_0000;
export const MEMBERS_MAX: u32 = 0x1_0000;
/** One record of 16 bytes for each row taken: row place, row length, input place, input length. */
export const RECORDS: usize = 0x40_0000;
export const RECORDS_MAX: u32 = 0x1_0000;
export const RECORD_BYTES: usize = 16;
/** The bytes to look at. */
export const INPUT: usize = 0x60_0000;
export const INPUT_BYTES: usize = 0xa0_0000;
/** What is hashed for each row, one behind the other: `[prevHash,payload]` in canonical form. */
export const ARENA: usize = 0x100_0000;
export const ARENA_BYTES: usize = 0x80_0000;
/** The stored hash of each row taken, 64 digits, one behind the other: a text of many is cheaper to make than many texts. */
export const HASHES: usize = 0x180_0000;
/** Room for what is hashed for one row, always in the same place, so that views of it can be kept. */
export const STAGE: usize = 0x1c0_0000;
export const STAGE_BYTES: usize = 0x1000;
/** Longest payload that is taken, canonical; SCRATCH has room for one. */
export const PAYLOAD_BYTES: usize = 0x10_0000;
/** Free bytes behind whatever is written, so that whole words can be stored and single bytes need no check. */
export const SLACK: usize = 256;
