import { useLayoutEffect, useRef } from 'react';
import { Button } from '../components/button.tsx';
import { actions } from '../state/index.ts';
import { KEY_HELP } from './frame-keys.ts';
import './key-help.css';

/** The one overlay: what each key does. */
export function KeyHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closing, and not just removing, is what gives the focus back to where it was.
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} className="keys" aria-labelledby="keys-title" onClose={() => actions.showKeys(false)}>
      <h2 id="keys-title">Keys</h2>
      <dl className="keys__list">
        {KEY_HELP.map(({ keys, does }) => (
          <div key={does} className="keys__row">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">Everything can also be reached with Tab, in reading order.</p>
      <Button onPress={() => actions.showKeys(false)}>Close</Button>
    </dialog>
  );
}
