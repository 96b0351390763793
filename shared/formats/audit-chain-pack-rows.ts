import { canonicalText } from '../base/chain-canonical.ts';
import { type Uncovered, uncoveredParts } from '../base/chain-coverage.ts';
import type { Finding } from '../base/finding.ts';
import { type JsonNode, lastMembers } from '../base/json-tree.ts';
import { showText } from '../base/text.ts';
import { type PackRowMembers, packRowSchema } from './audit-chain-pack.ts';
import { readDocument } from './document-reader.ts';

/** One row of an audit-chain pack as far as it could be read. A member that does not follow the schema is absent. */
export interface PackRow {
  /** Place in the list, from 0. */
  readonly position: number;
  readonly members: PackRowMembers;
  /** Canonical text of the payload; undefined when there is none, or it holds a number without a canonical form. */
  readonly payloadText: string | undefined;
  /** Parts of the row that no hash covers. */
  readonly uncovered: readonly Uncovered[];
}

/**
 * Reads one row of `receipts`.
 *
 * @param node the row as written
 * @param value its plain value
 * @param text the text that the tree was read from
 * @param file escaped name of the file, for findings
 * @returns the row, with a finding for each bad place and for each part that no hash covers
 */
export function readPackRow(
  node: JsonNode,
  value: unknown,
  position: number,
  text: string,
  file: string,
): { readonly row: PackRow; readonly findings: readonly Finding[] } {
  const read = readDocument(packRowSchema, withoutPayload(value), `${file}, row ${position}`);
  const payload = payloadNode(node);
  const canonical = payload === undefined ? null : canonicalText(payload);
  const uncovered = uncoveredParts(node, text);
  const row = {
    position,
    members: read.value ?? {},
    payloadText: canonical?.ok ? canonical.text : undefined,
    uncovered,
  };
  const findings: Finding[] = read.findings.map((finding) => ({
    ...finding,
    where: { ...finding.where, file, position, pointer: `/receipts/${position}${finding.where.pointer ?? ''}` },
  }));
  if (payload === undefined && read.value?.raw !== undefined) findings.push(noPayload(position, file));
  for (const part of uncovered) findings.push(uncoveredFinding(part, position, file));
  return { row, findings };
}

const REASONS: Readonly<Record<Uncovered['reason'], string>> = {
  'proto-member': 'the member __proto__, which the hash leaves out',
  'earlier-duplicate': 'a member that a later one of the same name replaces',
  'number-precision': 'a number with more digits than are hashed',
  'extra-member': 'a member that nothing covers',
};

function uncoveredFinding(part: Uncovered, position: number, file: string): Finding {
  return {
    class: 'not-fully-committed',
    severity: 'warning',
    message: `Row ${position} holds ${REASONS[part.reason]}: ${showText(part.subject, 100)}. It can change without a change of the hash.`,
    where: { file, position, rule: `uncovered.${part.reason}` },
  };
}

function noPayload(position: number, file: string): Finding {
  return {
    class: 'malformed-file',
    severity: 'fail',
    message: `${file}, row ${position}: /raw/payload is missing.`,
    where: { file, position, pointer: `/receipts/${position}/raw/payload`, rule: 'schema' },
    expected: 'any JSON value',
    actual: 'nothing',
  };
}

function payloadNode(row: JsonNode): JsonNode | undefined {
  const raw = row.kind === 'object' ? lastMembers(row).get('raw')?.node : undefined;
  return raw?.kind === 'object' ? lastMembers(raw).get('payload')?.node : undefined;
}

/** The row with an empty payload: its size and depth are bounded by the reader of the text, not by the schema of a record. */
function withoutPayload(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const raw = Object.hasOwn(value, 'raw') ? Reflect.get(value, 'raw') : undefined;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return value;
  return { ...value, raw: { ...raw, payload: null } };
}
