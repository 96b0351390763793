import { canonicalTextOfValue } from '../base/chain-canonical.ts';
import { parseJson } from '../base/json.ts';
import { showText } from '../base/text.ts';
import { valueAt } from './json-pointer.ts';

/** One finding of assessment results: what it says of a control. */
export interface OscalFinding {
  readonly index: number;
  readonly target: string | null;
  readonly state: string | null;
  readonly title: string | null;
}

/** What an OSCAL bundle (formats section 7) states, as far as it is compared and shown. Texts are as written, untrusted. */
export interface OscalBundle {
  readonly findings: readonly OscalFinding[];
  /** Titles of all observations. */
  readonly observations: readonly (string | null)[];
  /** Titles and whole texts of the items of the plan of action. */
  readonly planItems: readonly { readonly title: string | null; readonly text: string }[];
  readonly links: readonly string[];
  /** Values of props by name, of both documents and of the results in them. */
  readonly props: ReadonlyMap<string, readonly string[]>;
  readonly version: string | null;
  /** Which of the two documents are there. */
  readonly parts: { readonly results: boolean; readonly plan: boolean };
}

/**
 * Reads an OSCAL bundle from its text: tolerant of everything that is not compared, because OSCAL allows far more. Never throws.
 *
 * @returns null with the reason when the text is not JSON or holds neither document
 */
export function readOscalBundle(text: string): { readonly bundle: OscalBundle } | { readonly fault: string } {
  const json = parseJson(text);
  if (!json.ok) return { fault: json.error.message };
  const root = json.value.value;
  const results = valueAt(root, ['assessmentResults', 'assessment-results']) ?? valueAt(root, ['assessment-results']);
  const plan =
    valueAt(root, ['planOfActionAndMilestones', 'plan-of-action-and-milestones']) ??
    valueAt(root, ['plan-of-action-and-milestones']);
  if (results === undefined && plan === undefined)
    return { fault: 'the document holds no assessment results and no plan of action' };
  const inner = listAt(results, ['results']);
  const withProps = [results, plan, ...inner].flatMap((part) => [part, valueAt(part, ['metadata'])]);
  return {
    bundle: {
      findings: inner.flatMap((part) => listAt(part, ['findings'])).map(readFinding),
      observations: inner.flatMap((part) => listAt(part, ['observations'])).map((item) => textAt(item, ['title'])),
      planItems: listAt(plan, ['poam-items']).map((item) => ({
        title: textAt(item, ['title']),
        text: canonicalTextOfValue(item) ?? '',
      })),
      links: [results, plan, ...inner]
        .flatMap((part) => [...listAt(part, ['metadata', 'links']), ...listAt(part, ['links'])])
        .flatMap((link) => textAt(link, ['href']) ?? []),
      props: propsOf(withProps),
      version: textAt(results ?? plan, ['metadata', 'oscal-version']),
      parts: { results: results !== undefined, plan: plan !== undefined },
    },
  };
}

function readFinding(item: unknown, index: number): OscalFinding {
  return {
    index,
    target: textAt(item, ['target', 'target-id']),
    state: textAt(item, ['target', 'status', 'state']),
    title: textAt(item, ['title']),
  };
}

function propsOf(parts: readonly unknown[]): Map<string, string[]> {
  const props = new Map<string, string[]>();
  for (const prop of parts.flatMap((part) => listAt(part, ['props']))) {
    const name = textAt(prop, ['name']);
    const value = textAt(prop, ['value']);
    if (name !== null && value !== null) props.set(name, [...(props.get(name) ?? []), value]);
  }
  return props;
}

function listAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}

function textAt(value: unknown, path: readonly string[]): string | null {
  const text = valueAt(value, path);
  return typeof text === 'string' ? text : null;
}

/** A text of a bundle as a sentence shows it; absent texts as words. */
export function shownOscal(text: string | null): string {
  return text === null ? 'nothing' : showText(text, 200);
}
