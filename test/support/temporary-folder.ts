import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What systems take the folder for temporary files from. */
const NAMES = ['TMPDIR', 'TEMP', 'TMP'] as const;

/**
 * Gives a run of tests a folder for temporary files of its own, before its workers start.
 *
 * @returns takes it away with all that tests left in it
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'bathyscope-run-'));
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  for (const name of NAMES) process.env[name] = folder;
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
