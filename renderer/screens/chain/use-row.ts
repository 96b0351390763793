import { useEffect, useState } from 'react';
import type { Result } from '../../../shared/base/result.ts';
import type { RowDetail } from '../../../shared/ipc/model.ts';
import '../../api.ts';

/** Moving through rows faster than this, in milliseconds, asks for the last one only. */
const PAUSE = 60;

/**
 * All about one entry.
 * @param epoch changes when the entry may have another state now.
 * @returns null while it is on its way; the entry before stays meanwhile, with its own position.
 */
export function useRow(documentId: string, position: number, epoch: string): Result<RowDetail> | null {
  const [reply, setReply] = useState<{ of: string; value: Result<RowDetail> } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the epoch is not read, it is a reason to ask again
  useEffect(() => {
    let dropped = false;
    const timer = setTimeout(() => {
      void window.api.rowGet({ documentId, position }).then((value) => {
        if (!dropped) setReply({ of: documentId, value });
      });
    }, PAUSE);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [documentId, position, epoch]);
  return reply?.of === documentId ? reply.value : null;
}
