import { failure, type Result, success } from '../../../shared/base/result.ts';
import { HOST_GONE } from './rpc.ts';

/** Milliseconds after which the browser has taken the bytes over for its download. */
const TAKEN_MS = 60_000;

/**
 * Fetches a file from the host and hands it to the browser as a download. Where it goes is between the browser and its user: the page is not
 * told, nor whether it was kept. Never rejects.
 */
export async function save(name: 'trust' | 'custody'): Promise<Result<null>> {
  try {
    const response = await fetch(`/export/${name}`);
    if (!response.ok)
      return failure({
        code: 'export-failed',
        message: 'The host could not make this file. Its settings folder may be unreadable.',
      });
    const fileName = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = fileName ?? `bathyscope-${name}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), TAKEN_MS);
    return success(null);
  } catch {
    return HOST_GONE;
  }
}
