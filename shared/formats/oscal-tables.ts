import { LIMITS } from '../base/limits.ts';
import type { Steps } from '../base/steps.ts';
import { jsonLeaves } from './json-leaves.ts';
import type { OscalBundle, OscalHead } from './oscal.ts';
import { cell, type PartContent, PartTables } from './part-tables.ts';

const KINDS: Readonly<Record<OscalHead['kind'], string>> = {
  results: 'Assessment results',
  plan: 'Plan of action and milestones',
};

/**
 * Facts and tables of a file of OSCAL, without judgement: what is compared in tables of its own, and then every value of the file. Cells are
 * untrusted text.
 *
 * @param value plain JSON value of the file
 * @returns tables capped by LIMITS.tableRows and LIMITS.partText, with exact totals
 */
export function* oscalContent(bundle: OscalBundle, value: unknown): Steps<PartContent> {
  const made = new PartTables();
  if (bundle.documents.some(({ kind }) => kind === 'results')) addResults(made, bundle);
  if (bundle.documents.some(({ kind }) => kind === 'plan')) {
    made.add('plan', 'Items of the plan of action', ['Title', 'Description'], bundle.planItems, (item) => [
      cell(item.title),
      cell(item.description),
    ]);
  }
  made.add('props', 'Props', ['#Name', 'Value', '#Namespace'], bundle.props, (prop) => [
    cell(prop.name),
    cell(prop.value),
    cell(prop.namespace),
  ]);
  made.add('links', 'Links', ['#Address', 'Relation'], bundle.links, (link) => [cell(link.href), cell(link.relation)]);
  const { leaves, total } = yield* jsonLeaves(value, LIMITS.tableRows);
  made.add(
    'values',
    'Every value of the file',
    ['#Place', 'Value'],
    leaves,
    ({ pointer, text }) => [pointer, text],
    total - leaves.length,
  );
  return { facts: bundle.documents.flatMap(headFacts), tables: made.tables };
}

function addResults(made: PartTables, { findings, observations }: OscalBundle): void {
  made.add('findings', 'Findings, as stated', ['#Target', 'State', 'Reason', 'Title'], findings, (finding) => [
    cell(finding.target),
    cell(finding.state),
    cell(finding.reason),
    cell(finding.title),
  ]);
  made.add('observations', 'Observations', ['Title', 'Methods', 'Collected', 'Description'], observations, (one) => [
    cell(one.title),
    // No more can be shown, as each takes room for itself and what joins it.
    cell(one.methods.slice(0, LIMITS.shownText)),
    cell(one.collected),
    cell(one.description),
  ]);
}

function headFacts(head: OscalHead): PartContent['facts'] {
  const of = KINDS[head.kind];
  return [
    { label: of, value: cell(head.title) },
    { label: `${of}, OSCAL version`, value: cell(head.oscalVersion) },
    { label: `${of}, document version`, value: cell(head.version) },
    { label: `${of}, last modified`, value: cell(head.lastModified) },
    { label: `${of}, UUID`, value: cell(head.uuid) },
  ];
}
