import { parseArgs } from 'node:util';
import { failure, type Result, success } from '../../shared/base/result.ts';

/** What the host was started with. */
export interface HostArguments {
  /** 0 for any free one. */
  readonly port: number;
  /** Sample that the page opens at once, or null. */
  readonly sample: string | null;
  /** Folder for settings and recent bundles; null for the usual one. */
  readonly settingsFolder: string | null;
  /** Files or folders to open. */
  readonly paths: readonly string[];
}

/** Reads the command line; a fault `usage` with one sentence when it makes no sense. */
export function parseHostArguments(argv: readonly string[]): Result<HostArguments> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { port: { type: 'string' }, sample: { type: 'string' }, settings: { type: 'string' } },
    });
    const port = values.port === undefined ? 0 : Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      return failure({ code: 'usage', message: '--port takes a number from 0 to 65535.' });
    return success({
      port,
      sample: values.sample ?? null,
      settingsFolder: values.settings ?? null,
      paths: positionals,
    });
  } catch (error) {
    return failure({ code: 'usage', message: error instanceof Error ? error.message : String(error) });
  }
}
