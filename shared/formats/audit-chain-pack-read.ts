import { canonicalText } from '../base/chain-canonical.ts';
import { uncoveredParts } from '../base/chain-coverage.ts';
import type { Finding, FindingClass } from '../base/finding.ts';
import { parseJsonTree } from '../base/json.ts';
import { type JsonNode, type JsonObject, lastMembers, plainValue } from '../base/json-tree.ts';
import { showText } from '../base/text.ts';
import {
  type PackEnvelope,
  type PackHead,
  packEnvelopeSchema,
  packHeadV1Schema,
  packHeadV2Schema,
} from './audit-chain-pack.ts';
import { type PackRow, readPackRow } from './audit-chain-pack-rows.ts';
import { readDocument } from './document-reader.ts';
import { FindingList } from './finding-list.ts';
import { actualText } from './issue-text.ts';

/** A file of a pack, as text. */
export interface PackFile {
  readonly name: string;
  readonly contents: string;
}

/** An audit-chain pack as far as it could be read: nothing is lost because one part of it is bad. */
export interface AuditChainPack {
  /** Null when `receipts.json` is of a version that this reader does not know. */
  readonly version: 1 | 2 | null;
  /** Version 2 travels in an envelope; its bare files lack manifest and seal. */
  readonly form: 'envelope' | 'bare';
  readonly envelope: PackEnvelope | null;
  /** The envelope as a plain value, for what is signed over values. */
  readonly envelopeValue: unknown;
  /** Files with usable names and contents, in their order. */
  readonly files: readonly PackFile[];
  readonly head: PackHead;
  /** `receipts.json` as a plain value. */
  readonly headValue: unknown;
  readonly rows: readonly PackRow[];
  /** Canonical text of `receipts`, which version 1 seals; null when it has none. */
  readonly receiptsText: string | null;
  readonly findings: readonly Finding[];
  readonly counts: ReadonlyMap<FindingClass, number>;
}

const V1_MEMBERS = new Set(Object.keys(packHeadV1Schema.shape));

/**
 * Reads an audit-chain pack from one JSON text: the envelope of version 2, or `receipts.json` of either version
 * (docs/formats/audit-chain-pack.md). Never throws; the text is bounded by LIMITS.documentBytes before it comes here.
 *
 * @param text well-formed text, strictly decoded
 * @param file escaped name of the file, for findings
 */
export function readAuditChainPack(text: string, file: string): AuditChainPack {
  const list = new FindingList();
  const root = parseObject(text, file, list);
  if (root === null) return emptyPack(list);
  const value = plainValue(root);
  const isEnvelope = ownMember(value, 'files') !== undefined || ownMember(value, 'manifest') !== undefined;
  if (!isEnvelope)
    return readReceipts({ root, value, text, file, list }, { envelope: null, envelopeValue: null, files: [] });

  const read = readDocument(packEnvelopeSchema, value, file);
  for (const finding of read.findings) list.add(finding);
  reportOutside(root, text, file, list);
  const envelope = (read.value ?? {}) as PackEnvelope;
  const files = envelope.files ?? [];
  const parts = { envelope, envelopeValue: value, files };
  const receipts = files.find(({ name }) => name === 'receipts.json');
  const inner = `${file} > receipts.json`;
  if (receipts === undefined) {
    list.add(missingReceipts(file));
    return { ...emptyPack(list), ...parts, form: 'envelope' };
  }
  const tree = parseObject(receipts.contents, inner, list);
  if (tree === null) return { ...emptyPack(list), ...parts, form: 'envelope' };
  return readReceipts({ root: tree, value: plainValue(tree), text: receipts.contents, file: inner, list }, parts);
}

interface Source {
  readonly root: JsonObject;
  readonly value: unknown;
  readonly text: string;
  readonly file: string;
  readonly list: FindingList;
}

type Parts = Pick<AuditChainPack, 'envelope' | 'envelopeValue' | 'files'>;

function readReceipts(source: Source, parts: Parts): AuditChainPack {
  const { root, value, text, file, list } = source;
  const form = parts.envelope === null ? 'bare' : 'envelope';
  const stated = ownMember(value, 'formatVersion');
  const version = stated === 1 || stated === 2 ? stated : null;
  if (version === null || (form === 'envelope' && version === 1)) {
    list.add(unknownVersion(file, stated));
    return { ...emptyPack(list), ...parts, form, headValue: value };
  }
  const head =
    version === 1
      ? readDocument(packHeadV1Schema, knownMembers(withoutRows(value)), file)
      : readDocument(packHeadV2Schema, withoutRows(value), file);
  for (const finding of head.findings) list.add(finding);
  const members = lastMembers(root);
  reportOutside(root, text, file, list, version === 1 ? V1_MEMBERS : undefined);
  const receipts = members.get('receipts')?.node;
  const rows = readRows(receipts, value, source);
  const canonical = receipts === undefined ? null : canonicalText(receipts);
  return {
    version,
    form,
    ...parts,
    head: (head.value ?? {}) as PackHead,
    headValue: value,
    rows,
    receiptsText: canonical?.ok ? canonical.text : null,
    findings: list.findings,
    counts: list.counts,
  };
}

function readRows(receipts: JsonNode | undefined, value: unknown, { text, file, list }: Source): PackRow[] {
  const values = ownMember(value, 'receipts');
  if (receipts?.kind !== 'array' || !Array.isArray(values)) return [];
  return receipts.items.map((node, position) => {
    const { row, findings } = readPackRow(node, values[position], position, text, file);
    for (const finding of findings) list.add(finding);
    return row;
  });
}

/** Reports what lies outside every signature at the top of a document: duplicates, `__proto__`, and for version 1 unknown members. */
function reportOutside(
  root: JsonObject,
  text: string,
  file: string,
  list: FindingList,
  known?: ReadonlySet<string>,
): void {
  const small = root.members.filter(({ key }) => key !== 'receipts' && key !== 'files');
  const parts = uncoveredParts({ ...root, members: small }, text).map(({ subject }) => subject);
  const repeated = root.members.filter(({ key }) => key === 'receipts' || key === 'files').length > 1;
  const unknown =
    known === undefined ? [] : [...lastMembers(root).keys()].filter((key) => !known.has(key) && key !== '__proto__');
  for (const subject of [...parts, ...(repeated ? ['receipts'] : []), ...unknown]) {
    list.add({
      class: 'not-fully-committed',
      severity: 'warning',
      message: `${file}: "${showText(subject, 100)}" stands outside what is signed.`,
      where: { file, rule: 'uncovered.outside' },
    });
  }
}

function parseObject(text: string, file: string, list: FindingList): JsonObject | null {
  const tree = parseJsonTree(text);
  if (tree.ok && tree.value.kind === 'object') return tree.value;
  const message = tree.ok ? 'the document is not an object' : `${tree.error.message} (character ${tree.error.offset})`;
  const limit = !tree.ok && tree.error.rule !== 'json.syntax' && tree.error.rule !== 'json.trailing';
  list.add({
    class: limit ? 'limit-exceeded' : 'malformed-file',
    severity: 'fail',
    message: `${file}: ${message}.`,
    where: { file, rule: tree.ok ? 'schema' : tree.error.rule },
  });
  return null;
}

function unknownVersion(file: string, stated: unknown): Finding {
  const actual = actualText(stated);
  return {
    class: 'malformed-file',
    severity: 'warning',
    message: `${file}: version ${actual} of the audit-chain pack is not known to this reader here, so nothing in it was read.`,
    where: { file, pointer: '/formatVersion', rule: 'format-version' },
    expected: 'version 1 or 2',
    actual,
  };
}

function missingReceipts(file: string): Finding {
  const message = `${file}: the pack holds no receipts.json that can be read, so it has no rows.`;
  return { class: 'missing-part', severity: 'fail', message, where: { file, rule: 'pack.receipts' } };
}

function emptyPack(list: FindingList): AuditChainPack {
  return {
    version: null,
    form: 'bare',
    envelope: null,
    envelopeValue: null,
    files: [],
    head: {},
    headValue: null,
    rows: [],
    receiptsText: null,
    findings: list.findings,
    counts: list.counts,
  };
}

/** Version 1 does not refuse members that it does not know; they are reported as outside of what is signed. */
function knownMembers(value: unknown): object {
  const source = typeof value === 'object' && value !== null ? value : {};
  return Object.fromEntries(Object.entries(source).filter(([key]) => V1_MEMBERS.has(key)));
}

/** The head with as many empty rows: rows are read one by one, and a payload may be wider than any record of a format. */
function withoutRows(value: unknown): unknown {
  const rows = ownMember(value, 'receipts');
  return Array.isArray(rows) ? { ...Object(value), receipts: rows.map(() => null) } : value;
}

function ownMember(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
