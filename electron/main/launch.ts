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
 * Reads a command line. Chromium and test drivers add switches of their own to it, anywhere, so everything that begins with a
 * dash is passed over but `--sample`.
 *
 * @param argv the whole command line: the program, then, unless it is packaged, the folder of the app, then the arguments
 */
export function parseLaunch(argv: readonly string[], packaged: boolean, workingFolder: string): LaunchRequest {
  const [, ...given] = argv;
  const folder = packaged ? -1 : given.findIndex((word) => !word.startsWith('-'));
  const words = given.filter((_, index) => index !== folder);
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
