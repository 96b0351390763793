import { useEffect, useRef } from 'react';

/** What the keys of the Chain screen do. */
export interface ChainKeys {
  readonly search: () => void;
  readonly step: (rows: 1 | -1) => void;
  readonly edge: (end: 'first' | 'last') => void;
  readonly fault: (direction: 'next' | 'previous') => void;
  readonly copy: () => void;
  readonly open: () => void;
}

/** Controls that need plain keys themselves. */
const TAKES_KEYS = 'input, textarea, select, [contenteditable], dialog';
/** Controls that Enter presses. */
const TAKES_ENTER = `${TAKES_KEYS}, button, a, summary, [role="separator"], [role="slider"]`;

function within(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/**
 * Listens to `/ j k g G n N c Enter` wherever the focus is, unless a field or a dialog has it. Listens on the document, so
 * that it comes before the keys of the window.
 */
export function useChainKeys(keys: ChainKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (within(event.target, event.key === 'Enter' ? TAKES_ENTER : TAKES_KEYS)) return;
      if (window.document.querySelector('dialog[open]') !== null) return;
      const { search, step, edge, fault, copy, open } = latest.current;
      const action = new Map([
        ['/', search],
        ['j', () => step(1)],
        ['k', () => step(-1)],
        ['g', () => edge('first')],
        ['G', () => edge('last')],
        ['n', () => fault('next')],
        ['N', () => fault('previous')],
        ['c', copy],
        ['Enter', open],
      ]).get(event.key);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.document.addEventListener('keydown', press);
    return () => window.document.removeEventListener('keydown', press);
  }, []);
}
