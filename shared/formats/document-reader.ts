import { z } from 'zod';
import type { Finding, FindingClass } from '../base/finding.ts';
import { finished, Pace, STEP, type Steps } from '../base/steps.ts';
import { RECORD_LIST_MAX } from './fields.ts';
import { FindingList } from './finding-list.ts';
import { actualText, expectedText } from './issue-text.ts';
import { jsonPointer, valueAt } from './json-pointer.ts';
import { sizeOf } from './record-size.ts';
import { hasNoRule, type OnIssue, parseInSteps } from './schema-steps.ts';

type Path = readonly PropertyKey[];
type Readable<T> = { readonly [K in keyof T]?: T[K] };

/** A document as far as it could be read. */
export interface ReadDocument<T> {
  /**
   * The members that follow the schema; one that does not is left out, and of a list only the elements that do not.
   * Null when the value is not this format in a version that this reader knows.
   */
  readonly value: Readable<T> | null;
  /** One for each bad place, at most LIMITS.findingsPerClass of a class. */
  readonly findings: readonly Finding[];
  /** Exact number of findings by class. */
  readonly counts: ReadonlyMap<FindingClass, number>;
  /**
   * Elements left out of each list. Whoever judges the facts has to treat such a list as incomplete: the element that
   * is missing may be the one that matters.
   */
  readonly rejected: ReadonlyMap<string, number>;
}

/** Takes what rules find that a schema can not express. */
interface Report {
  /** A bad place; `message` is a sentence without its end, `expected` says what should stand there. */
  bad(path: Path, message: string, expected: string): void;
  add(finding: Finding): void;
}

type Rules<S extends z.ZodObject> = (
  document: Readable<z.infer<S>>,
  report: Report,
  rejected: ReadonlyMap<string, number>,
) => void;

/**
 * Reads a document against its strict schema, section by section, so that one bad record loses itself and nothing else.
 * Rules: `schema` for every bad place, `format-version` for a version that this reader does not know.
 *
 * @param schema the document; members that are lists are read element by element, members that are objects with only
 *   optional members are read member by member, all others whole
 * @param value plain JSON value, from hostile text
 * @param file escaped name of the file, for findings
 * @param more rules across members; runs on what could be read
 */
export function readDocument<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  file: string,
  more?: Rules<S>,
): ReadDocument<z.infer<S>> {
  return finished(readDocumentSteps(schema, value, file, more));
}

/** As {@link readDocument}, in pieces: for a document that may be large. The rules across members are one piece. */
export function* readDocumentSteps<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  file: string,
  more?: Rules<S>,
): Steps<ReadDocument<z.infer<S>>> {
  const reader = new DocumentReader(value, file);
  if (!reader.startsAs(schema)) return reader.result(null);
  const document = (yield* reader.readMembers(schema, value, [])) as Readable<z.infer<S>>;
  more?.(document, reader, reader.rejected);
  return reader.result(document);
}

class DocumentReader implements Report {
  private readonly root: unknown;
  private readonly file: string;
  private readonly list = new FindingList();
  private readonly pace = new Pace();
  readonly rejected = new Map<string, number>();

  constructor(root: unknown, file: string) {
    this.root = root;
    this.file = file;
  }

  result<T>(value: Readable<T> | null): ReadDocument<T> {
    return { value, findings: this.list.findings, counts: this.list.counts, rejected: this.rejected };
  }

  add(finding: Finding): void {
    this.list.add(finding);
  }

  bad(path: Path, message: string, expected: string): void {
    this.add({
      class: 'malformed-file',
      severity: 'fail',
      message: `${this.file}: ${message}.`,
      where: { file: this.file, pointer: jsonPointer(path), rule: 'schema' },
      expected,
      actual: actualText(valueAt(this.root, path)),
    });
  }

  /** False, with a finding, when the value is another format, or a version of it whose members may mean something else. */
  startsAs(schema: z.ZodObject): boolean {
    if (typeof this.root !== 'object' || this.root === null || Array.isArray(this.root)) {
      this.unlike([], () => 'an object');
      return false;
    }
    const { format, formatVersion } = schema.shape;
    if (format === undefined || formatVersion === undefined) return true;
    if (!this.checkHead(format, valueAt(this.root, ['format']), ['format'])) return false;
    const version = valueAt(this.root, ['formatVersion']);
    if (typeof version === 'string' && !formatVersion.safeParse(version).success) {
      this.add({
        class: 'malformed-file',
        severity: 'warning',
        message: `${this.file}: version ${actualText(version)} of the format is not known to this reader, so nothing in it was read.`,
        where: { file: this.file, pointer: '/formatVersion', rule: 'format-version' },
        expected: 'version "1"',
        actual: actualText(version),
      });
      return false;
    }
    return this.checkHead(formatVersion, version, ['formatVersion']);
  }

  /** Reads the members of an object one by one; `value` is known to be an object. */
  *readMembers(schema: z.ZodObject, value: unknown, path: Path): Steps<Record<string, unknown>> {
    const result: Record<string, unknown> = {};
    const source = value as object;
    for (const key of Object.keys(source)) {
      if (!Object.hasOwn(schema.shape, key)) this.unknownMember([...path, key]);
      if (this.pace.full()) yield;
    }
    for (const [key, member] of Object.entries(schema.shape)) {
      const place = [...path, key];
      if (Object.hasOwn(source, key)) {
        const read = yield* this.readMember(member, Reflect.get(source, key), place);
        if (read !== undefined) result[key] = read;
      } else if (!accepts(member, undefined)) {
        this.unlike(place, () => describe(member));
      }
    }
    return result;
  }

  private *readMember(schema: z.core.$ZodType, value: unknown, path: Path): Steps<unknown> {
    const inner = schema instanceof z.ZodOptional && hasNoRule(schema) ? schema.unwrap() : schema;
    if (inner instanceof z.ZodArray && Array.isArray(value)) return yield* this.readList(inner, value, path);
    if (inner instanceof z.ZodObject && isObject(value) && allOptional(inner)) {
      return yield* this.readMembers(inner, value, path);
    }
    return (yield* this.check(inner, value, path))?.value;
  }

  private *readList(schema: z.ZodArray, list: readonly unknown[], path: Path): Steps<unknown[]> {
    const max = longest(schema);
    const result: unknown[] = [];
    if (list.length > max) this.unlike(path, () => `at most ${max} elements`);
    for (let index = 0; index < Math.min(list.length, max); index += 1) {
      const read = yield* this.check(schema.element, list[index], [...path, index]);
      if (read !== undefined) result.push(read.value);
    }
    if (result.length < list.length) this.rejected.set(jsonPointer(path).slice(1), list.length - result.length);
    return result;
  }

  /** Parses one value; undefined, with a finding for each bad place, when it does not follow its schema. */
  private *check(schema: z.core.$ZodType, value: unknown, path: Path): Steps<{ readonly value: unknown } | undefined> {
    const { wide, values } = yield* sizeOf(value, path, this.pace);
    if (wide !== null) {
      this.unlike(wide, () => `at most ${RECORD_LIST_MAX} elements`);
      return undefined;
    }
    if (values > STEP) return yield* this.checkLarge(schema, value, path);
    const parsed = z.safeParse(schema, value);
    if (parsed.success) return { value: parsed.data };
    const takes = this.issueTaker();
    for (const issue of parsed.error.issues) takes(issue, [...path, ...issue.path]);
    return undefined;
  }

  /** What begins a document is small, or is refused for its kind. */
  private checkHead(schema: z.core.$ZodType, value: unknown, path: Path): boolean {
    return finished(this.check(schema, value, path)) !== undefined;
  }

  private *checkLarge(
    schema: z.core.$ZodType,
    value: unknown,
    path: Path,
  ): Steps<{ readonly value: unknown } | undefined> {
    const takes = this.issueTaker();
    let bad = false;
    const read = yield* parseInSteps(schema, value, (issue, place) => {
      bad = true;
      takes(issue, [...path, ...place]);
    });
    return bad ? undefined : { value: read };
  }

  /** Makes findings of the issues of one record. */
  private issueTaker(): OnIssue {
    let previous: { readonly issue: z.core.$ZodIssue; readonly path: Path } | undefined;
    return (issue, path) => {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) this.unknownMember([...path, key]);
      } else if (!samePlace(previous, path)) {
        this.unlike(path, () => expectedText(issue));
      }
      previous = { issue, path };
    };
  }

  private countedOnly(): boolean {
    const full = this.list.isFull('malformed-file');
    if (full) this.list.count('malformed-file');
    return full;
  }

  private unlike(path: Path, expectation: () => string): void {
    if (this.countedOnly()) return;
    const expected = expectation();
    const actual = valueAt(this.root, path);
    const place = path.length === 0 ? 'the document' : jsonPointer(path);
    const found = actual === undefined ? 'is missing' : `is ${actualText(actual)}`;
    this.bad(path, `${place} ${found}; expected ${expected}`, expected);
  }

  private unknownMember(path: Path): void {
    if (this.countedOnly()) return;
    this.bad(path, `${jsonPointer(path)} is not a member of this version of the format`, 'no such member');
  }
}

/** The bound that the schema of a list states. */
function longest(schema: z.ZodArray): number {
  for (const check of schema.def.checks ?? []) {
    if (check instanceof z.core.$ZodCheckMaxLength) return check._zod.def.maximum;
  }
  return RECORD_LIST_MAX;
}

/** Several rules may refuse one text, such as a name by its length and by its form: the first of them says enough. */
function samePlace(a: { readonly issue: z.core.$ZodIssue; readonly path: Path } | undefined, b: Path): boolean {
  return a !== undefined && a.issue.code !== 'unrecognized_keys' && a.path.join('/') === b.join('/');
}

function accepts(schema: z.core.$ZodType, value: unknown): boolean {
  return z.safeParse(schema, value).success;
}

function describe(schema: z.core.$ZodType): string {
  const issue = z.safeParse(schema, undefined).error?.issues[0];
  return issue === undefined ? 'a value' : expectedText(issue);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function allOptional(schema: z.ZodObject): boolean {
  return Object.values(schema.shape).every((member) => member instanceof z.ZodOptional);
}
