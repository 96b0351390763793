import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { counted } from '../base/number-words.ts';
import { showText } from '../base/text.ts';
import type { Claim } from '../base/verification.ts';
import type { FindingList } from '../formats/finding-list.ts';
import type { OscalBundle } from '../formats/oscal.ts';
import { claim } from './control-readiness.ts';
import { failed, type Leg, type LegSubject, passed, unsettled } from './leg.ts';

/** What comparing an OSCAL file with a pack came to. */
export interface OscalCheck {
  /** One question for each thing that is compared, with the number of statements that it covers. */
  readonly legs: readonly { readonly leg: Leg; readonly records: number }[];
  /** Of each question at most LIMITS.tableRows, those that differ first; the legs count exactly. */
  readonly claims: readonly Claim[];
}

/** Whose OSCAL it is, and how far it could be read. */
export interface OscalInput {
  readonly bundle: OscalBundle;
  /** Escaped name of the file. */
  readonly file: string;
  /** False when a place could not be read: then nothing is said to be missing, because what is missing may stand there. */
  readonly whole: boolean;
}

/** Comparisons of one kind, and the answer that they make together. */
export class Topic {
  /** Statements that were compared. */
  compared = 0;
  private readonly subject: LegSubject;
  private readonly list: FindingList;
  private differences = 0;
  private first = '';
  private readonly differing: Claim[] = [];
  private readonly agreeing: Claim[] = [];

  constructor(id: string, question: string, list: FindingList) {
    this.subject = { id: `oscal.${id}`, question };
    this.list = list;
  }

  get claims(): readonly Claim[] {
    return [...this.differing, ...this.agreeing].slice(0, LIMITS.tableRows);
  }

  get leg(): Leg {
    if (this.differences > 0) {
      const count = counted(this.differences, 'difference', 'differences');
      return failed(this.subject, 'claim-differs', `${count}; the first: ${this.first}`);
    }
    if (this.compared === 0) return unsettled(this.subject, 'not-applicable', 'It states nothing of this kind.');
    const count = counted(this.compared, 'statement was', 'statements were');
    return passed(this.subject, `${count} compared, and none differs.`);
  }

  /** Takes a difference; it is made only where it is kept: there may be millions. */
  difference(make: () => Finding): void {
    this.differences += 1;
    if (this.differences > 1 && this.list.isFull('claim-differs')) {
      this.list.count('claim-differs');
      return;
    }
    const finding = make();
    this.list.add(finding);
    if (this.differences === 1) this.first = finding.message;
  }

  /** Takes a difference that leaves the answer as it is. */
  warning(finding: Finding): void {
    this.list.add({ ...finding, severity: 'warning' });
  }

  /** Takes a claim, and its difference as a finding. */
  claim(subject: string, stated: string, computed: string, where: Claim['where']): void {
    const agrees = stated === computed;
    const kept = agrees ? this.agreeing : this.differing;
    if (kept.length < LIMITS.tableRows) kept.push(claim(subject, stated, computed, where));
    if (!agrees) this.difference(() => claimFinding(claim(subject, stated, computed, where)));
  }

  /** Takes claims by their number alone; false when some of them are still to be kept, so that they have to be taken one by one. */
  countedOnly(agreeing: number, differing: number): boolean {
    if (agreeing > 0 && this.agreeing.length < LIMITS.tableRows) return false;
    if (differing > 0 && (this.differing.length < LIMITS.tableRows || !this.list.isFull('claim-differs'))) return false;
    this.differences += differing;
    if (differing > 0) this.list.count('claim-differs', differing);
    return true;
  }
}

function claimFinding({ subject, stated, computed, where }: Claim): Finding {
  const message = `${subject}: the document states ${stated}, computed here: ${computed ?? 'nothing'}.`;
  return differs(message, { ...where }, computed ?? 'nothing', stated);
}

/** A difference between the OSCAL document and what was computed, as a finding. */
export function differs(message: string, where: Finding['where'], expected: string, actual: string): Finding {
  return {
    class: 'claim-differs',
    severity: 'fail',
    message,
    where: { ...where, rule: 'oscal.manifest' },
    expected: showText(expected, 500),
    actual: showText(actual, 500),
  };
}
