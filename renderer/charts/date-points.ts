import type { DocumentView } from '../../shared/ipc/model.ts';
import { readInstant } from '../format/instant.ts';

const DAY_MS = 86_400_000;
/** Marks closer than this share of the axis are stacked. */
const MARK_SHARE = 0.06;

/** One date of a bundle, placed on the axis. */
export interface DatePoint {
  readonly key: keyof DocumentView['dates'];
  /** 1 for the earliest. */
  readonly number: number;
  readonly label: string;
  /** As the evidence states it; untrusted text. */
  readonly text: string;
  readonly from: 'stated' | 'system' | 'clock';
  /** 0 at the earliest, 1 at the latest date; null when the text is no date. */
  readonly share: number | null;
  /** How many marks lie under this one because they would overlap. */
  readonly level: number;
  readonly daysBeforeOpened: number | null;
}

const KINDS = [
  { key: 'evidence', label: 'Evidence', from: 'stated' },
  { key: 'bundleName', label: 'Bundle name', from: 'stated' },
  { key: 'file', label: 'File', from: 'system' },
  { key: 'opened', label: 'Opened', from: 'clock' },
] as const;

/** Places the dates of a bundle on one axis, earliest first; those that are no dates come last and are not drawn. */
export function datePoints(dates: DocumentView['dates']): DatePoint[] {
  const read = KINDS.flatMap((kind) => {
    const text = dates[kind.key];
    return text === null ? [] : [{ ...kind, text, epoch: readInstant(text)?.epoch ?? null }];
  }).sort((a, b) => (a.epoch ?? Number.POSITIVE_INFINITY) - (b.epoch ?? Number.POSITIVE_INFINITY));
  const epochs = read.flatMap((point) => (point.epoch === null ? [] : [point.epoch]));
  const first = Math.min(...epochs);
  const span = Math.max(...epochs) - first;
  const opened = read.find((point) => point.key === 'opened')?.epoch ?? null;
  let level = 0;
  let previous: number | null = null;
  return read.map(({ epoch, ...point }, index) => {
    const share = epoch === null ? null : span === 0 ? 0 : (epoch - first) / span;
    level = share !== null && previous !== null && share - previous < MARK_SHARE ? level + 1 : 0;
    previous = share ?? previous;
    const daysBeforeOpened = epoch === null || opened === null ? null : (opened - epoch) / DAY_MS;
    return { ...point, number: index + 1, share, level, daysBeforeOpened };
  });
}
