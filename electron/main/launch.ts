import { resolve } from 'node:path';
import { z } from 'zod';

/** What the program is asked to open. */
export interface LaunchRequest {
  /** Absolute paths. */
  readonly paths: readonly string[];
  readonly sampleId: string | null;
}

const launchSchema = z.strictObject({
  paths: z.array(z.string().min(1).max(32_768)).max(8),
  sampleId: z.string().min(1).max(64).nullable(),
});

/**
 * Reads a command line. Chromium adds switches of its own to it, so everything that begins with a dash is passed over but
 * `--sample`.
 *
 * @param argv the whole command line
 * @param skip words before the first argument: 1 for a packaged program, 2 for `electron <folder>`
 */
export function parseLaunch(argv: readonly string[], skip: number, workingFolder: string): LaunchRequest {
  const words = argv.slice(skip);
  const at = words.indexOf('--sample');
  const sampleId = at < 0 ? null : (words[at + 1] ?? null);
  const paths = words.filter((word, index) => !word.startsWith('-') && (at < 0 || index !== at + 1));
  return { paths: paths.slice(0, 8).map((path) => resolve(workingFolder, path)), sampleId };
}

/**
 * Reads what a second instance hands over. Its command line is not used: Electron reorders and pads it
 * (https://www.electronjs.org/docs/latest/api/app#apprequestsingleinstancelockadditionaldata).
 */
export function parseSecondInstance(additionalData: unknown): LaunchRequest {
  const parsed = launchSchema.safeParse(additionalData);
  return parsed.success ? parsed.data : { paths: [], sampleId: null };
}
