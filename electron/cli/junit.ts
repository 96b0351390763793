import type { Finding } from '../../shared/base/finding.ts';
import { spellCodePoint } from '../../shared/base/text.ts';
import type { Check, VerificationReport } from '../../shared/base/verification.ts';
import { placeOf } from './text-report.ts';
import type { Outcome } from './verify-input.ts';

/** One input and what came of it; the path as the user named it. */
export interface VerifiedInput {
  readonly path: string;
  readonly outcome: Outcome;
}

/** Characters that no XML 1.0 document may hold, not even as references (https://www.w3.org/TR/xml/#charsets), and C1 controls. */
const NOT_XML = /[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * SECURITY: text for XML, as content or in double quotes (test/electron/cli/junit.test.ts). What XML can not hold is spelled out; markup
 * becomes references, line ends too, so that attribute normalisation leaves them as they are.
 */
function xml(text: string): string {
  return text
    .replace(NOT_XML, (character) => spellCodePoint(character.codePointAt(0) ?? 0))
    .replace(/[&<>"\t\n\r]/g, (character) => REFERENCES[character] ?? character);
}

interface Case {
  readonly name: string;
  /** Empty for a case that passes. */
  readonly content: string;
  readonly kind: 'pass' | 'failure' | 'error' | 'skipped';
}

/**
 * JUnit XML: a test suite for each input, in it the case `verdict`, which passes only for `verified`, and a case for each check. Findings
 * are the text of the verdict's failure. `undetermined` is a failure: a pipeline must not take it for green.
 */
export function junitXml(inputs: readonly VerifiedInput[]): string {
  const suites = inputs.map(suite);
  const sum = (kind: Case['kind']): number =>
    suites.reduce((count, { cases }) => count + cases.filter((testCase) => testCase.kind === kind).length, 0);
  const total = suites.reduce((count, { cases }) => count + cases.length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="bathyscope" tests="${total}" failures="${sum('failure')}" errors="${sum('error')}" skipped="${sum('skipped')}">`,
    ...suites.map(({ text }) => text),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite({ path, outcome }: VerifiedInput): { text: string; cases: readonly Case[] } {
  const cases = casesOf(outcome);
  const count = (kind: Case['kind']): number => cases.filter((testCase) => testCase.kind === kind).length;
  const name = xml(path === '-' ? 'standard input' : path);
  const text = [
    `  <testsuite name="${name}" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}">`,
    ...cases.map((testCase) => caseText(testCase, name)),
    '  </testsuite>',
  ].join('\n');
  return { text, cases };
}

function caseText(testCase: Case, suiteName: string): string {
  const start = `    <testcase name="${xml(testCase.name)}" classname="${suiteName}"`;
  return testCase.content === '' ? `${start}/>` : `${start}>${testCase.content}</testcase>`;
}

function casesOf(outcome: Outcome): Case[] {
  switch (outcome.kind) {
    case 'report':
      return [verdictCase(outcome.report), ...outcome.report.checks.map(checkCase)];
    case 'fault':
      return [{ name: 'verdict', kind: 'error', content: `<error type="fault" message="${xml(outcome.message)}"/>` }];
    case 'misused':
      return [{ name: 'verdict', kind: 'error', content: `<error type="usage" message="${xml(outcome.message)}"/>` }];
    case 'segment':
      return [{ name: 'verdict', kind: 'skipped', content: '<skipped message="a segment has no verdict"/>' }];
    case 'interrupted':
      return [{ name: 'verdict', kind: 'error', content: '<error type="interrupted" message="interrupted"/>' }];
  }
}

function verdictCase(report: VerificationReport): Case {
  if (report.verdict === 'verified') {
    return { name: 'verdict', kind: 'pass', content: '' };
  }
  const findings = report.findings.map(findingText).join('\n');
  const content = `<failure type="${report.verdict}" message="${xml(report.head)}">${xml(findings)}</failure>`;
  return { name: 'verdict', kind: 'failure', content };
}

function findingText(finding: Finding): string {
  const place = placeOf(finding.where);
  const values = [
    finding.expected === undefined ? '' : ` Expected: ${finding.expected}.`,
    finding.actual === undefined ? '' : ` Actual: ${finding.actual}.`,
  ].join('');
  return `${finding.severity} ${finding.class}${place === '' ? '' : ` (${place})`}: ${finding.message}${values}`;
}

function checkCase(check: Check): Case {
  const message = xml(`${check.message} (${check.records} ${check.records === 1 ? 'record' : 'records'})`);
  switch (check.result) {
    case 'pass':
      return { name: check.id, kind: 'pass', content: '' };
    case 'fail':
    case 'undetermined':
      return { name: check.id, kind: 'failure', content: `<failure type="${check.result}" message="${message}"/>` };
    case 'error':
      return { name: check.id, kind: 'error', content: `<error type="error" message="${message}"/>` };
    case 'not-applicable':
    case 'not-checked':
      return { name: check.id, kind: 'skipped', content: `<skipped message="${message}"/>` };
  }
}
