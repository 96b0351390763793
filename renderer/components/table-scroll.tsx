import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import './plain-table.css';

interface TableScrollProps {
  /** Name of the region that can be scrolled, for screen readers. */
  readonly label: string;
  /** The table. */
  readonly children: ReactNode;
}

/**
 * The box around a table. Where there is little room it scrolls in both directions with the head of the table in view, and
 * the keyboard can stop at it for that (WCAG 2.1.1); where all of the table is shown it is no stop.
 */
export function TableScroll({ label, children }: TableScrollProps) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => {
      const larger = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
      setScrolls(larger && getComputedStyle(element).overflowX !== 'visible');
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const watched of [element, element.firstElementChild]) if (watched !== null) observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  const region = scrolls ? { role: 'region', 'aria-label': label, tabIndex: 0 } : {};
  return (
    <div className="table-scroll" ref={box} {...region}>
      {children}
    </div>
  );
}
