/** Files that Vite reads while it loads a module; the one form that is used here. */
interface ImportMeta {
  glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>;
}
