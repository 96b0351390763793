import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { COMPUTED, type Import, type SourceFacts } from './source-facts.ts';

/**
 * One row of the import table (docs/architecture). `files` and targets are paths of folders (`shared/base`) or files
 * (`electron/main/headers.ts`); a trailing `*` stands for the rest of a file name. The most exact row counts.
 */
export interface Row {
  readonly files: string;
  /** What it may import. Itself is always among it. */
  readonly values: readonly string[];
  /** What it may import besides, when only types are named. */
  readonly types?: readonly string[];
  /** Packages; `scope/*` for all of a scope. */
  readonly packages?: readonly string[];
  /** Packages of which only types may be named. */
  readonly typePackages?: readonly string[];
  /** Modules of Node: none, all that reach no network and start no process, or these besides. */
  readonly node?: true | readonly string[];
  /** Whether `import()` of a computed name is allowed, and why. */
  readonly computed?: string;
}

/** Modules of Node that open a connection, a debugger or another process. */
export const REACHING_OUT = new Set([
  'net',
  'tls',
  'http',
  'https',
  'http2',
  'dgram',
  'dns',
  'dns/promises',
  'inspector',
  'inspector/promises',
  'child_process',
  'cluster',
]);

/** Parsers and arithmetic that run anywhere. */
const ANYWHERE = ['zod', '@noble/*'];

/** Order inside shared/: each row may import those above it; the inspections do not import each other. */
const BASE = ['shared/base'];
const BUNDLE = [...BASE, 'shared/bundle'];
const FORMATS = [...BUNDLE, 'shared/formats'];
const INSPECTIONS = ['shared/chain', 'shared/anchors', 'shared/rls', 'shared/worm', 'shared/encryption'];
const CONTROLS = [...FORMATS, ...INSPECTIONS, 'shared/controls'];
const FINDINGS = [...CONTROLS, 'shared/findings'];
const REPORT = [...FINDINGS, 'shared/report'];
const IPC = ['shared/ipc'];

export const TABLE: readonly Row[] = [
  { files: 'shared/base', values: BASE, packages: ANYWHERE },
  { files: 'shared/bundle', values: BUNDLE, packages: ANYWHERE },
  { files: 'shared/formats', values: FORMATS, types: IPC, packages: ANYWHERE },
  ...INSPECTIONS.map((files) => ({ files, values: FORMATS, types: IPC, packages: ANYWHERE })),
  { files: 'shared/controls', values: CONTROLS, types: IPC, packages: ANYWHERE },
  { files: 'shared/findings', values: FINDINGS, types: IPC, packages: ANYWHERE },
  { files: 'shared/report', values: REPORT, types: IPC, packages: ANYWHERE },
  { files: 'shared/ipc', values: BASE, types: ['shared'], packages: ['zod'] },
  // The only composer: the whole procedure.
  { files: 'shared/verify*', values: ['shared/verify*', ...REPORT], types: IPC, packages: ANYWHERE },

  { files: 'electron/node', values: ['shared'], packages: ['yauzl'], node: true },
  // One file starts the verifier as a process of its own.
  { files: 'electron/node/verifier-process.ts', values: ['shared', 'electron/node'], node: ['child_process'] },
  {
    files: 'electron/node/verifier-child.ts',
    values: ['shared', 'electron/node'],
    node: true,
    computed: 'loads the verifier, whose path it is given, after the process has dropped what it does not need',
  },
  {
    files: 'electron/main',
    values: ['electron/main', 'electron/node', 'shared/base', 'shared/ipc'],
    types: ['shared'],
    packages: ['electron/main', 'electron/common', 'zod'],
    node: true,
  },
  // Shared with the loopback host, so without Electron.
  {
    files: 'electron/main/handlers',
    values: ['electron/main', 'electron/node', 'shared/base', 'shared/ipc'],
    types: ['shared'],
    packages: ['zod'],
    typePackages: ['electron/main', 'electron/common'],
    node: true,
  },
  {
    files: 'electron/preload',
    values: ['shared/ipc/channels.ts'],
    types: ['shared/ipc', 'shared/base'],
    packages: ['electron/renderer'],
  },
  { files: 'electron/verifier', values: ['electron/node', 'shared'], packages: ['zod'], node: true },
  { files: 'electron/cli', values: ['electron/node', 'shared'], packages: ['zod'], node: true },
  // The live commands of the CLI are the only ones that reach the network.
  { files: 'electron/cli/live*', values: ['electron/cli', 'electron/node', 'electron/sources', 'shared'], node: true },
  {
    files: 'electron/sources',
    values: ['electron/node', 'shared/base', 'shared/formats', 'shared/rls', 'shared/worm', 'shared/ipc'],
    packages: ['pg', 'pg-cursor', 'pg-copy-streams', '@aws-sdk/*', '@smithy/*', 'zod'],
    node: [...REACHING_OUT].filter(
      (name) => !['child_process', 'cluster', 'inspector', 'inspector/promises'].includes(name),
    ),
  },
  {
    files: 'electron/loopback',
    values: [
      'electron/main/handlers',
      ...['headers', 'documents', 'settings', 'recents', 'samples'].map((name) => `electron/main/${name}.ts`),
      'electron/node',
      'shared/base',
      'shared/ipc',
    ],
    types: ['electron/main', 'shared'],
    packages: ['zod'],
    // It listens on 127.0.0.1 and connects to nothing.
    node: ['http'],
  },
  { files: 'electron/loopback/client', values: ['shared/base', 'shared/ipc/channels.ts'], types: ['shared'] },
  {
    files: 'renderer',
    values: ['shared/base'],
    types: ['shared'],
    packages: ['react', 'react-dom', '@fontsource/*', 'zod'],
  },
];

/** One broken rule. */
export interface Violation {
  /** `path:line`. */
  readonly place: string;
  readonly message: string;
}

const BUILTIN = new Set(builtinModules);

/** Every import of a file that the table does not allow. */
export function importViolations(facts: SourceFacts, table: readonly Row[] = TABLE): Violation[] {
  const row = rowOf(facts.path, table);
  if (row === undefined) return [{ place: `${facts.path}:1`, message: 'belongs to no row of the import table' }];
  return facts.imports.flatMap((imported) => {
    const message = judge(facts.path, imported, row);
    return message === null ? [] : [{ place: `${facts.path}:${imported.line}`, message }];
  });
}

/** The most exact row that covers a path. */
export function rowOf(path: string, table: readonly Row[] = TABLE): Row | undefined {
  return table.filter((row) => covers(row.files, path)).sort((a, b) => b.files.length - a.files.length)[0];
}

function covers(pattern: string, path: string): boolean {
  if (pattern.endsWith('*')) {
    const stem = pattern.slice(0, -1);
    return path.startsWith(stem) && !path.slice(stem.length).includes('/');
  }
  return path === pattern || path.startsWith(`${pattern}/`);
}

function judge(path: string, imported: Import, row: Row): string | null {
  const { specifier, kind } = imported;
  if (specifier === COMPUTED) return row.computed === undefined ? 'imports a computed name' : null;
  if (kind === 'url') return judgeUrl(path, specifier, row);
  if (specifier.startsWith('.')) return judgeFile(path, specifier, kind, row);
  if (BUILTIN.has(specifier.replace(/^node:/, ''))) return judgeNode(specifier, kind, row);
  return judgePackage(specifier, kind, row);
}

/** A URL of a source file is an import of it; others name files of the build, which the build scan looks at. */
function judgeUrl(path: string, specifier: string, row: Row): string | null {
  return /\.tsx?$/.test(specifier) ? judgeFile(path, specifier, 'value', row) : null;
}

function judgeFile(path: string, specifier: string, kind: Import['kind'], row: Row): string | null {
  const target = posix.join(posix.dirname(path), specifier);
  if (!/\.(?:tsx?|css)$/.test(specifier)) return `imports ${specifier} without the extension of the source file`;
  const own = rowOf(target)?.files === row.files;
  const allowed = kind === 'type' ? [...row.values, ...(row.types ?? [])] : row.values;
  if (own || allowed.some((pattern) => covers(pattern, target))) return null;
  return `${row.files} may not import ${kind === 'type' ? 'types' : 'values'} from ${target}`;
}

function judgeNode(specifier: string, kind: Import['kind'], row: Row): string | null {
  if (!specifier.startsWith('node:')) return `imports ${specifier} without the prefix node:`;
  const name = specifier.slice('node:'.length);
  if (row.node === undefined) return `${row.files} may not import ${specifier}`;
  // Types of a reaching module name its objects and reach nothing.
  if (kind === 'type' || !REACHING_OUT.has(name)) return null;
  return row.node !== true && row.node.includes(name) ? null : `${row.files} may not import ${specifier}`;
}

function judgePackage(specifier: string, kind: Import['kind'], row: Row): string | null {
  if (specifier === 'electron')
    return 'imports electron bare; name electron/main, electron/renderer or electron/common';
  const allowed = kind === 'type' ? [...(row.packages ?? []), ...(row.typePackages ?? [])] : (row.packages ?? []);
  const found = allowed.some((name) =>
    name.endsWith('/*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name || isInside(specifier, name),
  );
  return found ? null : `${row.files} may not import ${specifier}`;
}

/** `react-dom/client` belongs to `react-dom`; `electron/renderer` is not part of `electron/main`. */
function isInside(specifier: string, name: string): boolean {
  return !name.startsWith('electron/') && specifier.startsWith(`${name}/`);
}
