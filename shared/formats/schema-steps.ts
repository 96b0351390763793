import { z } from 'zod';
import { Pace, type Steps } from '../base/steps.ts';

type Path = readonly PropertyKey[];

/** Takes what is wrong with a value, in the order in which the schema library lists it; `path` is that of the place. */
export type OnIssue = (issue: z.core.$ZodIssue, path: Path) => void;

/**
 * Parses one value by its schema as `safeParse` does, in pieces: lists and strict objects are gone through here, what else there is is parsed
 * whole. For values that are too large to be parsed in one stretch. Issues are handed on one by one and not gathered, because there may
 * be as many as values.
 *
 * @param value plain JSON value
 * @returns the parsed value; of no use when there was an issue
 */
export function parseInSteps(schema: z.core.$ZodType, value: unknown, onIssue: OnIssue): Steps<unknown> {
  return new SteppedParser(onIssue).parse(schema, value, []);
}

class SteppedParser {
  private readonly onIssue: OnIssue;
  private readonly pace = new Pace();

  constructor(onIssue: OnIssue) {
    this.onIssue = onIssue;
  }

  *parse(schema: z.core.$ZodType, value: unknown, path: Path): Steps<unknown> {
    if (this.pace.full()) yield;
    const inner =
      schema instanceof z.ZodOptional && value !== undefined && hasNoRule(schema) ? schema.unwrap() : schema;
    if (inner instanceof z.ZodArray && Array.isArray(value) && isBounded(inner))
      return yield* this.list(inner, value, path);
    if (inner instanceof z.ZodObject && isObject(value) && isPlainStrict(inner))
      return yield* this.members(inner, value, path);
    return this.whole(inner, value, path);
  }

  private whole(schema: z.core.$ZodType, value: unknown, path: Path): unknown {
    const parsed = z.safeParse(schema, value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) this.onIssue(issue, [...path, ...issue.path]);
    return undefined;
  }

  private *list(schema: z.ZodArray, list: readonly unknown[], path: Path): Steps<unknown[]> {
    // Its bounds are asked of it as of a list of anything. One that is too long is refused before its elements are looked at.
    const bounded = (schema.def.checks ?? []).length > 0;
    const bounds = bounded ? z.safeParse(new z.ZodArray({ ...schema.def, element: z.unknown() }), list) : null;
    const issues = bounds?.error?.issues ?? [];
    const tooLong = issues.some(({ code }) => code === 'too_big');
    const result: unknown[] = [];
    for (const [index, element] of tooLong ? [] : list.entries())
      result.push(yield* this.parse(schema.element, element, [...path, index]));
    for (const issue of issues) this.onIssue(issue, path);
    return result;
  }

  private *members(schema: z.ZodObject, value: object, path: Path): Steps<Record<string, unknown>> {
    const result: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(schema.shape)) {
      const place = [...path, key];
      if (Object.hasOwn(value, key)) result[key] = yield* this.parse(member, Reflect.get(value, key), place);
      else if (!(member instanceof z.ZodOptional)) this.whole(member, undefined, place);
    }
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(schema.shape, key));
    if (unknown.length > 0) this.onIssue({ code: 'unrecognized_keys', keys: unknown, path: [], message: '' }, path);
    return result;
  }
}

/** Refuses other members, and has no rule over several of its members. */
function isPlainStrict(schema: z.ZodObject): boolean {
  return schema.def.catchall instanceof z.ZodNever && hasNoRule(schema);
}

/** SECURITY: what has a rule of its own is parsed whole, so that none is left out. Test: schema-steps.test.ts "no rule is left out". */
export function hasNoRule(schema: z.ZodOptional | z.ZodObject): boolean {
  return (schema.def.checks ?? []).length === 0;
}

/** Has no rule but bounds of its length: any other may look into elements, which it takes for sound. */
function isBounded(schema: z.ZodArray): boolean {
  return (schema.def.checks ?? []).every(
    (check) => check instanceof z.core.$ZodCheckMaxLength || check instanceof z.core.$ZodCheckMinLength,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
