/** The date in `<framework>-evidence-<YYYY-MM-DD>` (docs/formats/bundle.md); null when the name carries none that exists. */
export function dateInName(name: string): string | null {
  const date = /-evidence-([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.|$)/.exec(name)?.[1];
  if (date === undefined) return null;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date;
}
