import { parseSync } from 'vite';

/** How one file names another: `type` is erased before anything runs; `url` is `new URL(…, import.meta.url)`. */
export interface Import {
  readonly specifier: string;
  readonly kind: 'value' | 'type' | 'url';
  readonly line: number;
}

/** Something with a place: a name that is used, a text that is written. */
export interface Found {
  readonly text: string;
  readonly line: number;
}

/** What the architecture rules ask of one source file. */
export interface SourceFacts {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Names used as values: `fetch`, and for the roots in MEMBER_ROOTS with their member: `Date.now`, `new Date()`. */
  readonly uses: readonly Found[];
  readonly defaultExports: readonly Found[];
  /** String literals, template texts and JSX texts, without import specifiers. */
  readonly texts: readonly Found[];
}

/** Specifier of an `import()` or `require()` whose argument is not a literal. */
export const COMPUTED = '<computed>';

const MEMBER_ROOTS = new Set(['Date', 'Math']);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

/** Parses a source file and lists what the rules look at. Throws when the file does not parse. */
export function readSource(path: string, code: string): SourceFacts {
  const parsed = parseSync(path, code);
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0]?.message}`);
  const collector = new Collector(code);
  collector.visit(parsed.program, null, '');
  const lines = code === '' ? 0 : code.split('\n').length - (code.endsWith('\n') ? 1 : 0);
  const { imports, uses, defaultExports, texts } = collector;
  return { path, lines, imports, uses, defaultExports, texts };
}

class Collector {
  readonly imports: Import[] = [];
  readonly uses: Found[] = [];
  readonly defaultExports: Found[] = [];
  readonly texts: Found[] = [];
  private readonly lineStarts: number[] = [0];

  constructor(code: string) {
    for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  visit(value: unknown, parent: Node | null, member: string): void {
    if (Array.isArray(value)) {
      for (const element of value) this.visit(element, parent, member);
      return;
    }
    if (!isNode(value)) return;
    this.look(value, parent, member);
    for (const [key, child] of Object.entries(value)) this.visit(child, value, key);
  }

  private look(node: Node, parent: Node | null, member: string): void {
    switch (node.type) {
      case 'ImportDeclaration':
        this.addImport(node.source, node.importKind === 'type' ? 'type' : 'value', node);
        return;
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        this.namedDefault(node);
        if (node.source) this.addImport(node.source, node.exportKind === 'type' ? 'type' : 'value', node);
        return;
      case 'ImportExpression':
        this.addImport(node.source, 'value', node);
        return;
      case 'TSImportType':
        this.addImport(node.source ?? node.argument, 'type', node);
        return;
      case 'TSExternalModuleReference':
        this.addImport(node.expression, 'value', node);
        return;
      case 'CallExpression':
        if (isNamed(node.callee, 'require')) this.addImport(first(node.arguments), 'value', node);
        return;
      case 'NewExpression':
        this.lookAtNew(node);
        return;
      case 'ExportDefaultDeclaration':
        this.defaultExports.push({ text: 'export default', line: this.lineOf(node) });
        return;
      case 'Identifier':
        this.lookAtName(node, parent, member);
        return;
      case 'Literal':
        if (typeof node.value === 'string' && !isSpecifier(parent, member)) this.addText(node.value, node);
        return;
      case 'TemplateElement':
        this.addText(String(Object(node.value).raw ?? ''), node);
        return;
      case 'JSXText':
        this.addText(String(node.value), node);
    }
  }

  private lookAtNew(node: Node): void {
    const [path, base] = Array.isArray(node.arguments) ? node.arguments : [];
    if (isNamed(node.callee, 'URL') && isNode(base) && base.type === 'MemberExpression')
      this.addImport(path, 'url', node);
    if (isNamed(node.callee, 'Date') && path === undefined)
      this.uses.push({ text: 'new Date()', line: this.lineOf(node) });
  }

  private lookAtName(node: Node, parent: Node | null, member: string): void {
    const name = String(node.name);
    const named = parent !== null && parent.computed !== true;
    if (named && member === 'property' && parent.type === 'MemberExpression') return;
    // The name of a member, in an object, a class or a type, is not a use; in `{ fetch }` the value beside it is.
    if (named && member === 'key') return;
    if (parent?.type === 'MemberExpression' && member === 'object' && MEMBER_ROOTS.has(name)) {
      const property = parent.property;
      const of = isNode(property) ? String(property.name ?? property.value ?? '') : '';
      this.uses.push({ text: `${name}.${of}`, line: this.lineOf(node) });
      return;
    }
    this.uses.push({ text: name, line: this.lineOf(node) });
  }

  /** `export { x as default }` and `export { default } from` are default exports too. */
  private namedDefault(node: Node): void {
    for (const specifier of Array.isArray(node.specifiers) ? node.specifiers : []) {
      if (isNode(specifier) && isNamed(specifier.exported, 'default')) {
        this.defaultExports.push({ text: 'export { default }', line: this.lineOf(node) });
      }
    }
  }

  private addImport(source: unknown, kind: Import['kind'], node: Node): void {
    const literal = isNode(source) ? (isNode(source.literal) ? source.literal : source) : undefined;
    const specifier = typeof literal?.value === 'string' ? literal.value : COMPUTED;
    if (kind === 'url' && specifier === COMPUTED) return;
    this.imports.push({ specifier, kind, line: this.lineOf(node) });
  }

  private addText(text: string, node: Node): void {
    if (text !== '') this.texts.push({ text, line: this.lineOf(node) });
  }

  private lineOf(node: Node): number {
    let low = 0;
    let high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= node.start) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

const WITH_SOURCE = new Set([
  'ImportDeclaration',
  'ExportAllDeclaration',
  'ExportNamedDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function isSpecifier(parent: Node | null, member: string): boolean {
  return parent !== null && (member === 'source' || member === 'argument') && WITH_SOURCE.has(parent.type);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isNamed(value: unknown, name: string): boolean {
  return isNode(value) && (value.name === name || value.value === name);
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}
