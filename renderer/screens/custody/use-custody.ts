import { useCallback, useEffect, useRef, useState } from 'react';
import type { Result } from '../../../shared/base/result.ts';
import type { CustodyPage } from '../../../shared/ipc/contract.ts';
import '../../api.ts';

/** Entries that are shown at once. */
export const CUSTODY_PAGE = 200;

/** The start of the page that ends with the newest entry. */
function newestPage(total: number): number {
  return Math.max(0, Math.floor((total - 1) / CUSTODY_PAGE) * CUSTODY_PAGE);
}

interface Custody {
  /** Null until the first answer. */
  readonly reply: Result<CustodyPage> | null;
  /** Reads a page from this entry on; null reads the newest. Every reading replays the whole log. */
  readonly read: (from: number | null) => Promise<void>;
}

/** Pages of the app's own log, the newest first. */
export function useCustody(): Custody {
  const [reply, setReply] = useState<Result<CustodyPage> | null>(null);
  const asked = useRef(0);
  const read = useCallback(async (from: number | null): Promise<void> => {
    asked.current += 1;
    const mine = asked.current;
    let page = await window.api.custodyGet({ from: from ?? 0, count: CUSTODY_PAGE });
    if (from === null && page.ok && page.value.total > CUSTODY_PAGE) {
      page = await window.api.custodyGet({ from: newestPage(page.value.total), count: CUSTODY_PAGE });
    }
    if (mine === asked.current) setReply(page);
  }, []);
  useEffect(() => {
    void read(null);
    return () => {
      asked.current += 1;
    };
  }, [read]);
  return { reply, read };
}
