const PATHS = {
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M6 6h7v7H6zM3 10V3h7',
  done: 'M3 8.5l3.5 3.5L13 5',
  plus: 'M8 3v10M3 8h10',
  file: 'M4 2.5h5.5L12 5v8.5H4zM9.5 2.5V5H12',
  folder: 'M2 12.5v-9h4l1.5 2H14v7z',
  panel: 'M2.5 3h11v10h-11zM10 3v10',
  jump: 'M3 8h9M8.5 4.5L12 8l-3.5 3.5',
} as const;

export type IconName = keyof typeof PATHS;

/** One line icon of 16 px. Decoration only: the control that holds it carries the name. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
}
