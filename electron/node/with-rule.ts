import type { Finding } from '../../shared/base/finding.ts';

/** The sentence of a finding about a file that the auditor brings, with the rule at its end: `"a.json": … (rule schema).` */
export function withRule({ message, where }: Pick<Finding, 'message' | 'where'>): string {
  return `${message.replace(/\.$/, '')} (rule ${where.rule ?? 'schema'}).`;
}
