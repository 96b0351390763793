import { failure, type Result, success } from '../../../shared/base/result.ts';
import type { DroppedItem } from '../../../shared/ipc/api.ts';
import { HOST_GONE } from './rpc.ts';

/** Hands files over to the host, one after the other; the handles that the host gives for them. Never rejects. */
export async function upload(items: readonly DroppedItem[]): Promise<Result<string[]>> {
  if (items.length === 0) return failure({ code: 'drop-empty', message: 'There is no file in what was handed over.' });
  const drop = crypto.randomUUID();
  const handles: string[] = [];
  for (const { path, file } of items) {
    const handle = file instanceof File ? await uploadFile(drop, path, file) : HOST_GONE;
    if (!handle.ok) return handle;
    handles.push(handle.value);
  }
  return success(handles);
}

async function uploadFile(drop: string, path: string, file: File): Promise<Result<string>> {
  const query = new URLSearchParams({ drop, path, modified: String(file.lastModified) });
  try {
    const response = await fetch(`/upload?${query}`, { method: 'PUT', body: file });
    return response.ok ? ((await response.json()) as Result<string>) : HOST_GONE;
  } catch {
    return failure({
      code: 'drop-unreadable',
      message: 'The browser could not read a dropped file, or the host has ended.',
    });
  }
}
