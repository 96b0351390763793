import { useEffect } from 'react';
import { showText } from '../../shared/base/text.ts';
import { useAppState } from '../state/index.ts';

/** Puts theme, density and the name of the bundle on the page itself. */
export function useAppearance(): void {
  const { theme, density } = useAppState((state) => state.settings);
  const name = useAppState((state) => state.document?.name ?? null);
  useEffect(() => {
    const root = window.document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.dataset.density = density;
  }, [theme, density]);
  useEffect(() => {
    // SECURITY: the title bar is outside the page; a name must not reorder what stands there. Test: app.test.tsx.
    window.document.title = name === null ? 'Bathyscope' : `${showText(name, 120)} · Bathyscope`;
  }, [name]);
}
