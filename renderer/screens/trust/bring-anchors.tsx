import { useId, useState } from 'react';
import type { AnchorBytes } from '../../../shared/ipc/model.ts';
import { AnchorActions } from '../../frame/anchor-actions.tsx';

/** The ways to bring anchors, and the choice of the bytes that receipts are held against. */
export function BringAnchors() {
  const [bytes, setBytes] = useState<AnchorBytes>('canonical');
  const hint = useId();
  return (
    <div className="trust__bring">
      <div className="trust__actions">
        <AnchorActions bytes={bytes} folder />
      </div>
      <label className="trust__switch">
        <input
          type="checkbox"
          checked={bytes === 'as-is'}
          aria-describedby={hint}
          onChange={(event) => setBytes(event.target.checked ? 'as-is' : 'canonical')}
        />
        Take the bytes as they are
      </label>
      <p className="muted prose" id={hint}>
        Only where a receipt was made over the very bytes of this file, and not over its canonical bytes. Every byte
        then counts, a line feed at the end included.
      </p>
    </div>
  );
}
