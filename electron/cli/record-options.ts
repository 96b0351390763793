import { LIMITS } from '../../shared/base/limits.ts';
import { showText } from '../../shared/base/text.ts';
import type { RecordsRequest } from '../../shared/ipc/verifier.ts';

/** The options about records of replays, as they were written. */
interface RecordValues {
  readonly checkpoint?: string | undefined;
  readonly segment?: string | undefined;
  readonly result?: string | undefined;
}

/**
 * Which records a run is to use or write.
 *
 * @param paths behind the name of the command
 * @returns null for a replay from start to end; a text says why the words make no sense
 */
export function recordsOf(
  command: 'verify' | 'merge-segments',
  paths: readonly string[],
  { checkpoint, segment, result }: RecordValues,
): RecordsRequest | null | string {
  const given = checkpoint !== undefined || segment !== undefined || result !== undefined;
  if (command === 'merge-segments') {
    if (given) return '--checkpoint, --segment and --result go with verify';
    if (paths.length < 2 || paths.includes('-')) {
      return 'merge-segments needs the file of entries and then the results of all its segments';
    }
    return { known: [...paths.slice(1)], checkpoint: null, part: null };
  }
  if (!given) return null;
  if (paths.length !== 1 || paths[0] === '-')
    return '--checkpoint and --segment go with one file, which can be read again';
  if (checkpoint === '' || result === '') return 'a path is empty';
  if (segment === undefined) {
    return checkpoint === undefined || result !== undefined
      ? '--result goes with --segment'
      : { known: [], checkpoint, part: null };
  }
  if (checkpoint !== undefined) return '--checkpoint and --segment exclude each other';
  if (result === undefined) return '--segment needs --result FILE, where the segment is written down';
  const numbers = /^([0-9]{1,5})\/([0-9]{1,5})$/.exec(segment);
  const [index, of] = [Number(numbers?.[1]), Number(numbers?.[2])];
  if (!(index >= 1 && index <= of && of <= LIMITS.recordParts)) {
    return `--segment takes I/N, the I-th of N segments, N up to ${LIMITS.recordParts}, not ${showText(segment, 40)}`;
  }
  return { known: [], checkpoint: null, part: { index, of, result } };
}
