import { recordView } from './zip-bytes.ts';

/** Extra fields of one header, by id; the first of each id counts. */
export interface ExtraFields {
  readonly fields: ReadonlyMap<number, Uint8Array>;
  readonly problem: ExtraProblem | null;
}

/** `cut`: a field reaches past the end of the area. `repeated`: a field that decides sizes or the name stands twice. */
export type ExtraProblem = 'cut' | 'repeated';

/** Ids that this reader gives meaning to (APPNOTE 6.3.10, 4.5.2, 4.6). */
export const EXTRA = { zip64: 0x0001, ntfs: 0x000a, unixTime: 0x5455, unicodePath: 0x7075, aes: 0x9901 } as const;

/** Fields whose repetition would let two programs read two different files. */
const DECIDING: readonly number[] = [EXTRA.zip64, EXTRA.unicodePath];

/**
 * Splits an extra area into its fields (APPNOTE 6.3.10, 4.5.1). Up to three bytes of padding at the end are let pass, as
 * Android's aligner writes them.
 * @param bytes the whole area.
 */
export function readExtraFields(bytes: Uint8Array): ExtraFields {
  const view = recordView(bytes);
  const fields = new Map<number, Uint8Array>();
  let problem: ExtraProblem | null = null;
  let at = 0;
  while (at + 4 <= view.length) {
    const id = view.u16(at);
    const end = at + 4 + view.u16(at + 2);
    if (end > view.length) return { fields, problem: problem ?? 'cut' };
    if (!fields.has(id)) fields.set(id, view.bytes(at + 4, end));
    else if (DECIDING.includes(id)) problem = 'repeated';
    at = end;
  }
  return { fields, problem };
}

/** Values that a header holds in 32 or 16 bits and, when all of these are ones, in its zip64 field. */
export interface WideValues {
  readonly size: number;
  readonly storedSize: number;
  /** Absent in a local header. */
  readonly localOffset?: number;
  /** Absent in a local header. */
  readonly disk?: number;
}

/** The same values resolved; null where they can not be: missing from the field, or above 2^53 - 1. */
export interface ResolvedValues {
  readonly size: number | null;
  readonly storedSize: number | null;
  readonly localOffset: number | null;
  readonly disk: number | null;
}

/**
 * Takes the values that do not fit from the zip64 field (APPNOTE 6.3.10, 4.5.3): in fixed order, and only those whose
 * place in the header is all ones.
 * @param extra extra fields of the same header.
 */
export function resolveZip64(values: WideValues, extra: ExtraFields): ResolvedValues {
  const field = extra.fields.get(EXTRA.zip64);
  const view = recordView(field ?? new Uint8Array(0));
  let at = 0;
  const wide = (value: number | undefined, ones: number, bytes: 4 | 8): number | null => {
    if (value === undefined) return null;
    if (value !== ones) return value;
    if (field === undefined && ones === 0xffff) return value;
    if (at + bytes > view.length) return null;
    at += bytes;
    return bytes === 8 ? view.u64(at - 8) : view.u32(at - 4);
  };
  return {
    size: wide(values.size, 0xffffffff, 8),
    storedSize: wide(values.storedSize, 0xffffffff, 8),
    localOffset: wide(values.localOffset, 0xffffffff, 8),
    disk: wide(values.disk, 0xffff, 4),
  };
}
