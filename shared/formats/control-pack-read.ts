import { canonicalTextSteps } from '../base/chain-canonical.ts';
import { uncoveredSteps } from '../base/chain-coverage.ts';
import type { Finding, FindingClass } from '../base/finding.ts';
import { jsonSteps } from '../base/json.ts';
import { type JsonNode, lastMembersSteps } from '../base/json-tree.ts';
import { Pace, type Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import {
  type BlockedReport,
  blockedReportSchema,
  type ControlManifest,
  controlManifestV1Schema,
  controlManifestV2Schema,
} from './control-pack.ts';
import { readDocumentSteps } from './document-reader.ts';
import { FindingList } from './finding-list.ts';
import { actualText } from './issue-text.ts';
import { valueAt } from './json-pointer.ts';

/** The manifest of a control pack as far as it could be read, or the report that stands in its place. */
export interface ReadManifest {
  readonly kind: 'manifest' | 'blocked' | 'unreadable';
  readonly version: '1' | '2' | null;
  readonly manifest: ControlManifest;
  readonly blocked: BlockedReport | null;
  /** Canonical text of the whole document, which the signature covers; null when it has none. */
  readonly canonical: string | null;
  /** Canonical text of each control by its id, the last of an id. */
  readonly controlTexts: ReadonlyMap<string, string>;
  /** Elements of lists that did not follow the schema: the manifest is then incomplete. */
  readonly rejected: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  readonly counts: ReadonlyMap<FindingClass, number>;
}

/**
 * Reads `manifest.json` of a control evidence pack (docs/formats/control-pack.md). Never throws.
 *
 * @param text well-formed text, strictly decoded
 * @param file escaped name of the file, for findings
 */
export function* readControlManifest(text: string, file: string): Steps<ReadManifest> {
  const list = new FindingList();
  const json = yield* jsonSteps(text);
  if (!json.ok) {
    const { rule, message, offset } = json.error;
    const limit = rule !== 'json.syntax' && rule !== 'json.trailing';
    list.add({
      class: limit ? 'limit-exceeded' : 'malformed-file',
      severity: 'fail',
      message: `${file}: ${message} (character ${offset}).`,
      where: { file, rule },
    });
    return result('unreadable', null, list);
  }
  const { tree: root, value } = json.value;
  const pace = new Pace();
  for (const part of yield* uncoveredSteps(root, text)) {
    if (pace.full()) yield;
    list.add({
      class: 'not-fully-committed',
      severity: 'warning',
      message: `${file}: "${showText(part.subject, 100)}" can change without a change of what is signed (${part.reason}).`,
      where: { file, rule: `uncovered.${part.reason}` },
    });
  }
  const canonical = yield* canonicalTextSteps(root);
  const canonicalOrNull = canonical.ok ? canonical.text : null;
  if (canonicalOrNull === null) list.add(notFinite(file));
  else if (canonicalOrNull !== text) list.add(notCanonical(file));
  if (valueAt(value, ['blocked']) !== undefined) {
    const read = yield* readDocumentSteps(blockedReportSchema, value, file, ({ unresolved }, report) => {
      if (unresolved?.length === 0) report.bad(['unresolved'], '/unresolved is empty', 'at least 1 element');
    });
    list.addAll(read);
    return { ...result('blocked', canonicalOrNull, list), blocked: (read.value ?? {}) as BlockedReport };
  }
  const version = valueAt(value, ['formatVersion']);
  if (version !== '1' && version !== '2') {
    list.add(unknownVersion(file, version));
    return result('unreadable', canonicalOrNull, list);
  }
  const schema = version === '1' ? controlManifestV1Schema : controlManifestV2Schema;
  const read = yield* readDocumentSteps(schema, value, file, ({ controls }, report) => {
    if (controls?.length === 0)
      report.bad(['controls'], '/controls holds no control that can be read', 'at least 1 element');
  });
  list.addAll(read);
  return {
    ...result('manifest', canonicalOrNull, list),
    version,
    manifest: (read.value ?? {}) as ControlManifest,
    controlTexts: yield* controlTexts(root),
    rejected: read.rejected,
  };
}

function* controlTexts(root: JsonNode): Steps<Map<string, string>> {
  const texts = new Map<string, string>();
  const controls = root.kind === 'object' ? (yield* lastMembersSteps(root)).get('controls')?.node : undefined;
  const pace = new Pace();
  for (const node of controls?.kind === 'array' ? controls.items : []) {
    if (pace.full()) yield;
    const id = node.kind === 'object' ? (yield* lastMembersSteps(node)).get('controlId')?.node : undefined;
    const canonical = yield* canonicalTextSteps(node, pace);
    if (id?.kind === 'string' && canonical.ok) texts.set(id.value, canonical.text);
  }
  return texts;
}

function result(kind: ReadManifest['kind'], canonical: string | null, list: FindingList): ReadManifest {
  const { findings, counts } = list;
  const nothing = {
    manifest: {},
    blocked: null,
    controlTexts: new Map<string, string>(),
    rejected: new Map<string, number>(),
  };
  return { kind, version: null, canonical, ...nothing, findings, counts };
}

function notCanonical(file: string): Finding {
  const message = `${file}: the producer writes canonical JSON, this text is not. What is signed is the canonical form, so this decides nothing.`;
  return { class: 'encoding-note', severity: 'note', message, where: { file, rule: 'manifest.canonical' } };
}

function notFinite(file: string): Finding {
  const message = `${file}: a number is out of the range of a double, so the document has no canonical form.`;
  return { class: 'malformed-file', severity: 'fail', message, where: { file, rule: 'entry.number-range' } };
}

function unknownVersion(file: string, stated: unknown): Finding {
  const actual = actualText(stated);
  return {
    class: 'malformed-file',
    severity: 'warning',
    message: `${file}: version ${actual} of the control pack is not known to this reader, so nothing in it was read.`,
    where: { file, pointer: '/formatVersion', rule: 'format-version' },
    expected: 'version "1" or "2"',
    actual,
  };
}
