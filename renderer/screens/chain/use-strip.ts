import { useEffect, useRef, useState } from 'react';
import type { DocumentView, Strip } from '../../../shared/ipc/model.ts';
import '../../api.ts';
import { knownEntries } from '../../evidence/pack-rows.ts';

const MOST_CELLS = 4_096;
/** While a replay runs the strip is asked for at most so often, in milliseconds. */
const PAUSE = 400;

/**
 * The strip of a document, one cell a pixel, kept up to date while the replay goes on.
 * @param pixels width of the strip; nothing is asked for at 0.
 * @returns no cells until the first answer.
 */
export function useStrip(document: DocumentView, pixels: number): Strip {
  const [strip, setStrip] = useState<{ of: string; asked: number; value: Strip } | null>(null);
  const lastAsked = useRef(0);
  const rows = knownEntries(document);
  const documentId = document.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the state of the document is not read, it is a reason to ask again
  useEffect(() => {
    const cells = Math.min(MOST_CELLS, Math.floor(pixels), rows);
    if (cells < 1) return;
    const ask = async (): Promise<void> => {
      const asked = performance.now();
      lastAsked.current = asked;
      const reply = await window.api.stripGet({ documentId, cells });
      if (!reply.ok) return;
      setStrip((before) => {
        const newer = before === null || before.of !== documentId || before.asked < asked;
        return newer ? { of: documentId, asked, value: reply.value } : before;
      });
    };
    const timer = setTimeout(() => void ask(), Math.max(0, lastAsked.current + PAUSE - performance.now()));
    return () => clearTimeout(timer);
  }, [documentId, document.state, pixels, rows]);

  return strip?.of === documentId ? strip.value : { total: 0, cells: [] };
}
