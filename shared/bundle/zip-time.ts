import { recordView } from './zip-bytes.ts';
import { EXTRA, type ExtraFields } from './zip-extra.ts';

/** 100-nanosecond steps from 1601 to 1970. */
const NTFS_EPOCH = 116_444_736_000_000_000n;

/**
 * When an entry says it was last changed: the NTFS field, else the Unix field (both UTC), else the DOS fields, which have
 * no time zone and are read as UTC (APPNOTE 6.3.10, 4.4.6, 4.5.5; Info-ZIP field 0x5455).
 * @param dosDate,dosTime the two 16-bit fields of the header.
 * @returns ISO 8601 UTC with seconds; null for the zero of the format (1980-01-01 00:00, which packers write when they mean
 * "none"), for dates that do not exist and for fields that are too short.
 */
export function zipTime(dosDate: number, dosTime: number, extra: ExtraFields): string | null {
  return (
    ntfsTime(extra.fields.get(EXTRA.ntfs)) ?? unixTime(extra.fields.get(EXTRA.unixTime)) ?? dosInstant(dosDate, dosTime)
  );
}

function ntfsTime(field: Uint8Array | undefined): string | null {
  if (field === undefined || field.length < 32) return null;
  const view = recordView(field);
  if (view.u16(4) !== 1 || view.u16(6) !== 24) return null;
  const ticks = (BigInt(view.u32(12)) << 32n) | BigInt(view.u32(8));
  const seconds = (ticks - NTFS_EPOCH) / 10_000_000n;
  return ticks === 0n ? null : isoSeconds(Number(seconds));
}

function unixTime(field: Uint8Array | undefined): string | null {
  if (field === undefined || field.length < 5 || ((field[0] ?? 0) & 1) === 0) return null;
  return isoSeconds(recordView(field).u32(1) | 0);
}

function dosInstant(date: number, time: number): string | null {
  const [year, month, day] = [1980 + (date >>> 9), (date >>> 5) & 15, date & 31];
  const [hour, minute, second] = [time >>> 11, (time >>> 5) & 63, (time & 31) * 2];
  if ((date === 0 || date === 0x21) && time === 0) return null;
  const pad = (value: number): string => String(value).padStart(2, '0');
  const text = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) || isoSeconds(milliseconds / 1000) !== text ? null : text;
}

/** Years 0 to 9999 only: others are no time that a file can have. */
function isoSeconds(seconds: number): string | null {
  if (seconds < -62_167_219_200 || seconds > 253_402_300_799) return null;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
