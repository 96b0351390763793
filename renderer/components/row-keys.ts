import { type RefObject, useEffect, useRef } from 'react';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

function nextIndex(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'j':
      return Math.min(count - 1, current + 1);
    case 'k':
      return Math.max(0, current - 1);
    case 'g':
      return 0;
    case 'G':
      return count - 1;
    default:
      return null;
  }
}

/**
 * Lets `j k g G` move the focus between the rows of a list: the elements with `data-row` inside the returned ref. Each of
 * them stays reachable by Tab.
 */
export function useRowKeys<E extends HTMLElement>(): RefObject<E | null> {
  const list = useRef<E | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const rows = Array.from(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? []);
      const focused = window.document.activeElement;
      const current = focused instanceof HTMLElement ? rows.indexOf(focused) : -1;
      const next = rows.length === 0 ? null : nextIndex(event.key, current, rows.length);
      if (next === null) return;
      event.preventDefault();
      rows[next]?.focus();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return list;
}
