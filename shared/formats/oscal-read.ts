import { Pace, type Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import { FindingList } from './finding-list.ts';
import { actualText } from './issue-text.ts';
import { jsonPointer, valueAt } from './json-pointer.ts';
import {
  OSCAL_VERSION,
  type OscalBundle,
  type OscalFinding,
  type OscalHead,
  type OscalLink,
  type OscalObservation,
  type OscalPlanItem,
  type OscalProp,
  type Placed,
  type ReadOscal,
} from './oscal.ts';

/** Member names and element numbers from the value at a {@link Place}. */
type Path = readonly (string | number)[];

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
export function* readOscal(value: unknown, file: string): Steps<ReadOscal> {
  const reader = new OscalReader(value, file);
  const bundle = yield* reader.read();
  return { bundle, findings: reader.list.findings, counts: reader.list.counts };
}

/** A value of the document, and where it stands. Members are read from it and not from the root: a document may hold millions of records. */
interface Place extends Placed {
  readonly value: unknown;
}

const STATE = ['target', 'status', 'state'];
const TARGET = ['target', 'target-id'];
const REASON = ['target', 'status', 'reason'];
const TITLE = ['title'];
const DESCRIPTION = ['description'];
const COLLECTED = ['collected'];
const HREF = ['href'];
const REL = ['rel'];
const NAME = ['name'];
const VALUE = ['value'];
const NAMESPACE = ['ns'];

class OscalReader {
  readonly list = new FindingList();
  private readonly root: Place;
  private readonly file: string;

  constructor(root: unknown, file: string) {
    this.root = { value: root, pointer: '' };
    this.file = file;
  }

  *read(): Steps<OscalBundle | null> {
    const found = PLACES.filter(([, path]) => valueAt(this.root.value, path) !== undefined);
    for (const [, path] of PLACES.filter(([, { length }]) => length === 2)) {
      // A wrapper without its document is a document that is not there.
      if (valueAt(this.root.value, path.slice(0, 1)) !== undefined && valueAt(this.root.value, path) === undefined)
        this.bad(this.root, path, `the document ${path[1]}`);
    }
    yield* this.onlyKnown(this.root, ROOT_MEMBERS);
    for (const [, [wrapper = '', inner = '']] of PLACES)
      if (inner !== '') yield* this.onlyKnown(inside(this.root, [wrapper]), ['$schema', inner]);
    if (found.length === 0) {
      this.bad(this.root, [], 'assessment results or a plan of action');
      return null;
    }
    for (const kind of ['results', 'plan'] as const) this.onlyOne(found.filter(([one]) => one === kind));
    const heads = found.map(([kind, path]) => ({ kind, place: inside(this.root, path) }));
    const results = yield* this.elements(heads, 'results', 'results');
    const items = yield* this.elements(heads, 'plan', 'poam-items');
    const documents = heads.map(({ kind, place }) => this.head(kind, place));
    const carriers = [...heads.flatMap(({ place }) => [place, inside(place, ['metadata'])]), ...results];
    return {
      documents,
      findings: yield* this.records(results, 'findings', (place) => this.finding(place)),
      observations: yield* this.records(results, 'observations', (place) => this.observed(place)),
      planItems: yield* eachOf(items, (place) => this.planItem(place)),
      links: yield* this.records(carriers, 'links', (place) => this.link(place)),
      props: yield* this.records(carriers, 'props', (place) => this.prop(place)),
    };
  }

  /** OSCAL allows no other members around a document, so that nothing else travels under its name. */
  private *onlyKnown(place: Place, names: readonly string[]): Steps<void> {
    const { value } = place;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    yield* eachOf(Object.keys(value), (name) => {
      if (!names.includes(name)) this.bad(place, [name], 'no such member', 'oscal.member');
    });
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

  private head(kind: OscalHead['kind'], place: Place): OscalHead {
    const of = (member: string) => this.text(place, ['metadata', member]);
    const oscalVersion = this.text(place, ['metadata', 'oscal-version'], true);
    if (oscalVersion !== null && oscalVersion !== OSCAL_VERSION) {
      const pointer = `${place.pointer}/metadata/oscal-version`;
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
      pointer: place.pointer,
      uuid: this.text(place, ['uuid']),
      title: of('title'),
      version: of('version'),
      lastModified: of('last-modified'),
      oscalVersion,
    };
  }

  private finding(place: Place): OscalFinding {
    const state = this.text(place, STATE, true);
    if (state !== null && state !== 'satisfied' && state !== 'not-satisfied')
      this.bad(place, STATE, '"satisfied" or "not-satisfied"');
    return {
      pointer: place.pointer,
      target: this.text(place, TARGET, true),
      state,
      reason: this.text(place, REASON),
      title: this.text(place, TITLE),
    };
  }

  private observed(place: Place): OscalObservation {
    return {
      pointer: place.pointer,
      title: this.text(place, TITLE),
      description: this.text(place, DESCRIPTION),
      methods: this.texts(place, 'methods'),
      collected: this.text(place, COLLECTED),
    };
  }

  private planItem(place: Place): OscalPlanItem {
    return {
      pointer: place.pointer,
      title: this.text(place, TITLE, true),
      description: this.text(place, DESCRIPTION),
      value: place.value,
    };
  }

  private link(place: Place): OscalLink {
    return { pointer: place.pointer, href: this.text(place, HREF, true), relation: this.text(place, REL) };
  }

  private prop(place: Place): OscalProp {
    return {
      pointer: place.pointer,
      name: this.text(place, NAME, true),
      value: this.text(place, VALUE, true),
      namespace: this.text(place, NAMESPACE),
    };
  }

  /** The elements of a list that the documents of a kind have to have. */
  private *elements(
    heads: readonly { readonly kind: OscalHead['kind']; readonly place: Place }[],
    kind: OscalHead['kind'],
    member: string,
  ): Steps<Place[]> {
    const places = heads.flatMap((head) => (head.kind === kind ? head.place : []));
    return yield* this.records(places, member, (place) => place, true);
  }

  /** Reads the elements of a list that each of some places may have. All lists are looked at before the first element is. */
  private *records<T>(
    places: readonly Place[],
    member: string,
    read: (place: Place) => T,
    demanded = false,
  ): Steps<T[]> {
    const lists = yield* eachOf(places, (place) => this.listOf(place, member, demanded));
    const made: T[] = [];
    const pace = new Pace();
    for (const list of lists) {
      if (list === null) continue;
      const { pointer } = list;
      let index = 0;
      for (const value of list.value) {
        made.push(read({ value, pointer: `${pointer}/${index}` }));
        index += 1;
        if (pace.full()) yield;
      }
    }
    return made;
  }

  /** A list and its place; null, with a finding, when there is something else. */
  private listOf(place: Place, member: string, demanded: boolean): (Placed & { value: readonly unknown[] }) | null {
    const value = valueAt(place.value, [member]);
    if (Array.isArray(value)) return { value, pointer: `${place.pointer}/${member}` };
    if (value !== undefined || demanded) this.bad(place, [member], 'a list');
    return null;
  }

  /** The texts of a list; each element that is none is a finding. */
  private texts(place: Place, member: string): readonly string[] {
    const list = this.listOf(place, member, false)?.value ?? [];
    if (list.every((one) => typeof one === 'string')) return list;
    return list.flatMap((_one, index) => this.text(place, [member, index], true) ?? []);
  }

  private text(place: Place, path: Path, demanded = false): string | null {
    const value = valueAt(place.value, path);
    if (typeof value === 'string') return value;
    if (value !== undefined || demanded) this.bad(place, path, 'a text');
    return null;
  }

  private bad(place: Place, path: Path, expected: string, rule = 'oscal.shape'): void {
    if (this.list.isFull('malformed-file')) {
      this.list.count('malformed-file');
      return;
    }
    const { value, pointer } = inside(place, path);
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

function inside({ value, pointer }: Place, path: Path): Place {
  return { value: valueAt(value, path), pointer: `${pointer}${jsonPointer(path)}` };
}

/** What comes of each of a list, in pieces. */
function* eachOf<S, T>(list: readonly S[], read: (one: S) => T): Steps<T[]> {
  const made: T[] = [];
  const pace = new Pace();
  for (const one of list) {
    made.push(read(one));
    if (pace.full()) yield;
  }
  return made;
}
