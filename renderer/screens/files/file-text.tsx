import { useEffect, useState } from 'react';
import type { Result } from '../../../shared/base/result.ts';
import type { FileText as FileTextView } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { EvidenceRuns } from '../../components/evidence-text.tsx';
import { formatCount } from '../../format/number.ts';
import './file-text.css';
import { hexLines } from './hex-lines.ts';

/** Bytes that are shown at once: enough to read, few enough to draw whatever they are. */
const WINDOW = 16 * 1024;

interface FileTextProps {
  readonly documentId: string;
  readonly fileIndex: number;
}

function Window({ view }: { readonly view: FileTextView }) {
  if (view.size === 0) return <p className="muted">The file is empty.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="file-text__window" tabIndex={0} aria-label="Text of the file">
      <pre>{view.encoding === 'hex' ? hexLines(view.text, view.from) : <EvidenceRuns text={view.text} lines />}</pre>
    </section>
  );
}

/** A window onto the bytes of a file, for reading only; hidden characters are spelled out, other bytes shown as hex. */
export function FileText({ documentId, fileIndex }: FileTextProps) {
  const [from, setFrom] = useState(0);
  const [reply, setReply] = useState<Result<FileTextView> | null>(null);
  useEffect(() => {
    let current = true;
    void window.api.fileText({ documentId, fileIndex, from, count: WINDOW }).then((answer) => {
      if (current) setReply(answer);
    });
    return () => {
      current = false;
    };
  }, [documentId, fileIndex, from]);
  const view = reply?.ok === true ? reply.value : null;
  const end = view === null ? 0 : Math.min(view.size, view.from + WINDOW);
  return (
    <section className="file-text" aria-label="Content">
      <h3>Content</h3>
      {reply === null ? <p className="muted">Reading…</p> : null}
      {reply?.ok === false ? <p role="alert">{reply.error.message}</p> : null}
      {view === null ? null : (
        <>
          <div className="file-text__bar">
            <span className="muted number">
              {view.size === 0
                ? '0 bytes'
                : `bytes ${formatCount(view.from)} to ${formatCount(end - 1)} of ${formatCount(view.size)}`}
            </span>
            {view.size <= WINDOW ? null : (
              <span className="file-text__steps">
                <Button disabled={from === 0} onPress={() => setFrom(0)}>
                  First
                </Button>
                <Button disabled={from === 0} onPress={() => setFrom(Math.max(0, from - WINDOW))}>
                  Previous
                </Button>
                <Button disabled={end >= view.size} onPress={() => setFrom(from + WINDOW)}>
                  Next
                </Button>
                <Button
                  disabled={end >= view.size}
                  onPress={() => setFrom(Math.floor((view.size - 1) / WINDOW) * WINDOW)}
                >
                  Last
                </Button>
              </span>
            )}
          </div>
          <Window view={view} />
        </>
      )}
    </section>
  );
}
