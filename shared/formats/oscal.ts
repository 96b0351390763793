import type { Finding } from '../base/finding.ts';
import { showText } from '../base/text.ts';
import type { FindingList } from './finding-list.ts';

/** Where something stands: a JSON pointer, for findings and claims. */
export interface Placed {
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
  /** The whole item, for the control ids that it names (`namedIds` of oscal-ids.ts). */
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

/** A text of an OSCAL document as a sentence shows it; an absent text as a word. */
export function shownOscal(text: string | null): string {
  return text === null ? 'nothing' : showText(text, 200);
}
