import type { Finding, FindingClass, Locator } from '../base/finding.ts';
import { shortHash } from '../base/number-words.ts';
import type { Check, CheckResult } from '../base/verification.ts';

/** One step of a proof as data: what was asked, what came out, and between which two values. */
export interface Leg {
  /** Stable machine word, such as `anchor.signature`. */
  readonly id: string;
  /** For people, such as "Was the anchor signed by a key that you pinned?" */
  readonly question: string;
  readonly result: CheckResult;
  readonly expected?: string;
  readonly actual?: string;
  /** One sentence. Text that comes from evidence is escaped and capped. */
  readonly message: string;
  /** Why it failed or was not run, where a machine asks: for example `no-pinned-key`, `key-mismatch`. */
  readonly reason?: string;
  /** Fingerprint of the pinned key that made the signature; only there when that is what the leg found. */
  readonly signedBy?: string;
  /** Class of the finding that this leg is when it failed; only there when `result` is `fail`. */
  readonly class?: FindingClass;
}

/** The two values that a leg compared. */
export interface Compared {
  readonly expected: string;
  readonly actual: string;
}

/** What a leg asks: its id and its question. */
export interface LegSubject {
  readonly id: string;
  readonly question: string;
}

/** A leg that holds. */
export function passed(subject: LegSubject, message: string, compared?: Compared): Leg {
  return { ...subject, result: 'pass', message, ...compared };
}

/**
 * A signature that holds.
 *
 * @param what was done with the key, such as "Sealed"
 * @param fingerprint of the pinned key that made it
 */
export function signedLeg(subject: LegSubject, what: string, fingerprint: string): Leg {
  return { ...passed(subject, `${what} with the pinned key ${shortHash(fingerprint)}.`), signedBy: fingerprint };
}

/** A leg that evidence contradicts. */
export function failed(subject: LegSubject, findingClass: FindingClass, message: string, compared?: Compared): Leg {
  return { ...subject, result: 'fail', message, class: findingClass, ...compared };
}

/** A leg that could not be settled, or was not run: `undetermined`, `not-applicable`, `not-checked`, `error`. */
export function unsettled(
  subject: LegSubject,
  result: Exclude<CheckResult, 'pass' | 'fail'>,
  message: string,
  reason?: string,
): Leg {
  return { ...subject, result, message, ...(reason === undefined ? {} : { reason }) };
}

/** A leg that compares two texts: `pass` when they are equal. */
export function compared(
  subject: LegSubject,
  findingClass: FindingClass,
  values: Compared,
  messages: { readonly same: string; readonly differ: string },
): Leg {
  return values.expected === values.actual
    ? passed(subject, messages.same, values)
    : failed(subject, findingClass, messages.differ, values);
}

/** The worst first: `fail`, `error`, `undetermined`, `not-checked`, `pass`, `not-applicable`. */
const WORST: readonly CheckResult[] = ['fail', 'error', 'undetermined', 'not-checked', 'pass', 'not-applicable'];

/**
 * The result of several legs together: the worst of them.
 * @returns `not-checked` for none: what ran over nothing does not pass
 */
export function worstOf(results: readonly CheckResult[]): CheckResult {
  return WORST.find((result) => results.includes(result)) ?? 'not-checked';
}

/**
 * A check for each question that legs ask, in the order they were first asked: the worst of its legs, and the number of them that ran. One
 * that ran on nothing is never a pass.
 */
export function legChecks(legs: readonly Leg[]): Check[] {
  const byId = new Map<string, Leg[]>();
  for (const leg of legs) byId.set(leg.id, [...(byId.get(leg.id) ?? []), leg]);
  return [...byId].map(([id, of]) => {
    const result = worstOf(of.map((leg) => leg.result));
    const records = of.filter((leg) => leg.result === 'pass' || leg.result === 'fail').length;
    const [first, ...more] = of.filter((leg) => leg.result === result);
    const rest = more.length === 0 ? '' : ` The same of ${more.length} more.`;
    return { id, result, records, message: `${first?.message ?? ''}${rest}` };
  });
}

/** A finding for each leg that failed, in their order. */
export function legFindings(legs: readonly Leg[], where: Locator): Finding[] {
  return legs.flatMap((leg) => {
    if (leg.result !== 'fail' || leg.class === undefined) return [];
    const { expected, actual } = leg;
    return [
      {
        class: leg.class,
        severity: 'fail' as const,
        message: leg.message,
        where: { ...where, rule: leg.id },
        ...(expected === undefined ? {} : { expected }),
        ...(actual === undefined ? {} : { actual }),
      },
    ];
  });
}
