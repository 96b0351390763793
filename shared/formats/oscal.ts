import type { Finding } from '../base/finding.ts';
import { showText } from '../base/text.ts';
import { FindingList } from './finding-list.ts';
import { actualText } from './issue-text.ts';
import { jsonPointer, valueAt } from './json-pointer.ts';

type Path = readonly (string | number)[];
/** Where something stands: a JSON pointer, for findings and claims. */
interface Placed {
  readonly pointer: string;
}

/** The head of one of the two documents. Texts are as written, untrusted; null where there is none. */
export interface OscalHead extends Placed {
  readonly kind: 'results' | 'plan';
  readonly uuid: string | null;
  readonly title: string | null;
  readonly version: string | null;
  readonly lastModified: string | null;
  readonly oscalVersion: string | null;
}

/** One finding of assessment results: what it says of a control. */
export interface OscalFinding extends Placed {
  readonly target: string | null;
  readonly state: string | null;
  readonly reason: string | null;
  readonly title: string | null;
}

export interface OscalObservation extends Placed {
  readonly title: string | null;
  readonly description: string | null;
  readonly methods: readonly string[];
  readonly collected: string | null;
}

export interface OscalPlanItem extends Placed {
  readonly title: string | null;
  readonly description: string | null;
  /** The whole item, for the control ids that it names ({@link namedIds}). */
  readonly value: unknown;
}

export interface OscalProp extends Placed {
  readonly name: string | null;
  readonly value: string | null;
  readonly namespace: string | null;
}

export interface OscalLink extends Placed {
  readonly href: string | null;
  readonly relation: string | null;
}

/** What the OSCAL documents of one file (formats section 7) state, as far as it is compared and shown in tables. */
export interface OscalBundle {
  readonly documents: readonly OscalHead[];
  readonly findings: readonly OscalFinding[];
  readonly observations: readonly OscalObservation[];
  readonly planItems: readonly OscalPlanItem[];
  /** Links of both documents, their metadata and their results. */
  readonly links: readonly OscalLink[];
  /** Props of the same places. */
  readonly props: readonly OscalProp[];
}

/** A file of OSCAL as far as it could be read: what does not fit is a finding, and what fits is kept. */
export interface ReadOscal {
  /** Null when the value holds neither document. */
  readonly bundle: OscalBundle | null;
  readonly findings: readonly Finding[];
  readonly counts: FindingList['counts'];
}

/** The version of OSCAL that this reader follows. */
export const OSCAL_VERSION = '1.2.2';

const PLACES: readonly (readonly [OscalHead['kind'], readonly string[]])[] = [
  ['results', ['assessmentResults', 'assessment-results']],
  ['results', ['assessment-results']],
  ['plan', ['planOfActionAndMilestones', 'plan-of-action-and-milestones']],
  ['plan', ['plan-of-action-and-milestones']],
];

const ROOT_MEMBERS = ['$schema', ...new Set(PLACES.flatMap(([, [first]]) => first ?? []))].map(String);

/**
 * Reads assessment results and plan of action of OSCAL 1.2.2, each by itself or both in one file. Strict on the members that are compared
 * or shown, and silent on all others, because OSCAL allows far more: it is no check against the whole schema of OSCAL. Never throws.
 *
 * @param value plain JSON value of the file
 * @param file escaped name of the file, for findings: `oscal.shape`, `oscal.member`, `oscal.twice`, `oscal.version`
 */
export function readOscal(value: unknown, file: string): ReadOscal {
  const reader = new OscalReader(value, file);
  const bundle = reader.read();
  return { bundle, findings: reader.list.findings, counts: reader.list.counts };
}

class OscalReader {
  readonly list = new FindingList();
  private readonly root: unknown;
  private readonly file: string;

  constructor(root: unknown, file: string) {
    this.root = root;
    this.file = file;
  }

  read(): OscalBundle | null {
    const found = PLACES.filter(([, path]) => valueAt(this.root, path) !== undefined);
    for (const [, path] of PLACES.filter(([, { length }]) => length === 2)) {
      // A wrapper without its document is a document that is not there.
      if (valueAt(this.root, path.slice(0, 1)) !== undefined && valueAt(this.root, path) === undefined)
        this.bad(path, `the document ${path[1]}`);
    }
    this.onlyKnown([], ROOT_MEMBERS);
    for (const [, [wrapper = '', inner = '']] of PLACES)
      if (inner !== '') this.onlyKnown([wrapper], ['$schema', inner]);
    if (found.length === 0) {
      this.bad([], 'assessment results or a plan of action');
      return null;
    }
    for (const kind of ['results', 'plan'] as const) this.onlyOne(found.filter(([one]) => one === kind));
    const results = found.flatMap(([kind, path]) =>
      kind === 'results' ? this.listOf([...path, 'results'], true) : [],
    );
    const items = found.flatMap(([kind, path]) => (kind === 'plan' ? this.listOf([...path, 'poam-items'], true) : []));
    const documents = found.map(([kind, path]) => this.head(kind, path));
    const carriers = [...found.flatMap(([, path]) => [path, [...path, 'metadata']]), ...results];
    return {
      documents,
      findings: results.flatMap((path) => this.listOf([...path, 'findings'])).map((path) => this.finding(path)),
      observations: results
        .flatMap((path) => this.listOf([...path, 'observations']))
        .map((path) => this.observed(path)),
      planItems: items.map((path) => this.planItem(path)),
      links: carriers.flatMap((path) => this.listOf([...path, 'links'])).map((path) => this.link(path)),
      props: carriers.flatMap((path) => this.listOf([...path, 'props'])).map((path) => this.prop(path)),
    };
  }

  /** OSCAL allows no other members around a document, so that nothing else travels under its name. */
  private onlyKnown(path: Path, names: readonly string[]): void {
    const value = valueAt(this.root, path);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const name of Object.keys(value)) {
      if (names.includes(name)) continue;
      this.bad([...path, name], 'no such member', 'oscal.member');
    }
  }

  private onlyOne(found: readonly (readonly [OscalHead['kind'], Path])[]): void {
    const [, second] = found;
    if (second === undefined) return;
    const pointer = jsonPointer(second[1]);
    this.list.add({
      class: 'malformed-file',
      severity: 'fail',
      message: `${this.file}: ${pointer} is a second document of its kind in one file; another reader may take either.`,
      where: { file: this.file, pointer, rule: 'oscal.twice' },
    });
  }

  private head(kind: OscalHead['kind'], path: Path): OscalHead {
    const of = (member: string) => this.text([...path, 'metadata', member]);
    const oscalVersion = this.text([...path, 'metadata', 'oscal-version'], true);
    if (oscalVersion !== null && oscalVersion !== OSCAL_VERSION) {
      const pointer = jsonPointer([...path, 'metadata', 'oscal-version']);
      this.list.add({
        class: 'encoding-note',
        severity: 'note',
        message: `${this.file}: it states OSCAL ${showText(oscalVersion, 40)}; it was read as OSCAL ${OSCAL_VERSION}.`,
        where: { file: this.file, pointer, rule: 'oscal.version' },
        expected: OSCAL_VERSION,
        actual: showText(oscalVersion, 40),
      });
    }
    return {
      kind,
      pointer: jsonPointer(path),
      uuid: this.text([...path, 'uuid']),
      title: of('title'),
      version: of('version'),
      lastModified: of('last-modified'),
      oscalVersion,
    };
  }

  private finding(path: Path): OscalFinding {
    const status = [...path, 'target', 'status'];
    const state = this.text([...status, 'state'], true);
    if (state !== null && state !== 'satisfied' && state !== 'not-satisfied')
      this.bad([...status, 'state'], '"satisfied" or "not-satisfied"');
    return {
      pointer: jsonPointer(path),
      target: this.text([...path, 'target', 'target-id'], true),
      state,
      reason: this.text([...status, 'reason']),
      title: this.text([...path, 'title']),
    };
  }

  private observed(path: Path): OscalObservation {
    return {
      pointer: jsonPointer(path),
      title: this.text([...path, 'title']),
      description: this.text([...path, 'description']),
      methods: this.listOf([...path, 'methods']).flatMap((method) => this.text(method, true) ?? []),
      collected: this.text([...path, 'collected']),
    };
  }

  private planItem(path: Path): OscalPlanItem {
    return {
      pointer: jsonPointer(path),
      title: this.text([...path, 'title'], true),
      description: this.text([...path, 'description']),
      value: valueAt(this.root, path),
    };
  }

  private link(path: Path): OscalLink {
    return {
      pointer: jsonPointer(path),
      href: this.text([...path, 'href'], true),
      relation: this.text([...path, 'rel']),
    };
  }

  private prop(path: Path): OscalProp {
    return {
      pointer: jsonPointer(path),
      name: this.text([...path, 'name'], true),
      value: this.text([...path, 'value'], true),
      namespace: this.text([...path, 'ns']),
    };
  }

  /** Places of the elements of a list; none, with a finding, when there is something else. */
  private listOf(path: Path, demanded = false): Path[] {
    const value = valueAt(this.root, path);
    if (Array.isArray(value)) return value.map((_element, index) => [...path, index]);
    if (value !== undefined || demanded) this.bad(path, 'a list');
    return [];
  }

  private text(path: Path, demanded = false): string | null {
    const value = valueAt(this.root, path);
    if (typeof value === 'string') return value;
    if (value !== undefined || demanded) this.bad(path, 'a text');
    return null;
  }

  private bad(path: Path, expected: string, rule = 'oscal.shape'): void {
    if (this.list.isFull('malformed-file')) {
      this.list.count('malformed-file');
      return;
    }
    const value = valueAt(this.root, path);
    const pointer = jsonPointer(path);
    const actual = value === undefined ? 'nothing' : actualText(value);
    this.list.add({
      class: 'malformed-file',
      severity: 'fail',
      message: `${this.file}: ${pointer === '' ? 'the document' : pointer} holds ${actual}; expected ${expected}.`,
      where: { file: this.file, pointer, rule },
      expected,
      actual,
    });
  }
}

/**
 * Every text inside a value that could be a control id, folded to lower case: runs of letters and digits joined by dots and dashes, so that one
 * control does not stand in for another whose id it begins.
 */
export function* namedIds(value: unknown): Generator<string> {
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    if (typeof next === 'string') for (const [id] of next.toLowerCase().matchAll(ID)) yield id;
    else if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) stack.push(inner);
  }
}

const ID = /[a-z0-9]+(?:[.-]+[a-z0-9]+)*/g;

/** A text of an OSCAL document as a sentence shows it; an absent text as a word. */
export function shownOscal(text: string | null): string {
  return text === null ? 'nothing' : showText(text, 200);
}
