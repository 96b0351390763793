import { Pace, type Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type { ReadManifest } from '../formats/control-pack-read.ts';
import type { FindingList } from '../formats/finding-list.ts';

/** A file of a pack: name as in the container, and its bytes. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const OTHERS = new Set(['manifest.json', 'auditor-summary.txt', 'external-anchor-receipt.json', 'soa/iso-27001.json']);

/**
 * Compares the control files with the manifest: each control has its file, byte for byte, and no other file is there. The signature
 * covers the manifest only, so this is what binds the files.
 *
 * @param list takes what differs
 */
export function* compareControlFiles(read: ReadManifest, files: readonly NamedBytes[], list: FindingList): Steps<void> {
  const pace = new Pace();
  const byName = new Map<string, NamedBytes>();
  for (const file of files) {
    if (pace.full()) yield;
    if (byName.has(file.name))
      add(list, 'unexpected-file', file.name, 'stands twice in the pack', 'control.file-repeated');
    byName.set(file.name, file);
  }
  const expected = new Map([...read.controlTexts].map(([id, text]) => [`controls/${id}.json`, text]));
  for (const [name, text] of expected) {
    if (pace.full()) yield;
    const file = byName.get(name);
    if (file === undefined) {
      add(list, 'missing-part', name, 'is not in the pack', 'control.file-missing');
    } else if (!equalBytes(file.bytes, encodeUtf8(text))) {
      add(list, 'claim-differs', name, 'is not the control that the manifest holds', 'control.file');
    }
  }
  for (const { name } of files) {
    if (pace.full()) yield;
    if (expected.has(name) || OTHERS.has(name)) continue;
    const what = 'belongs to no control of the manifest and to no part of a pack';
    add(list, 'unexpected-file', name, what, 'control.file-extra');
  }
  if (!byName.has('auditor-summary.txt')) {
    add(list, 'missing-part', 'auditor-summary.txt', 'is not in the pack', 'control.file-missing');
  }
}

/** @param what the end of a sentence that begins with the name of the file */
function add(
  list: FindingList,
  kind: 'unexpected-file' | 'missing-part' | 'claim-differs',
  name: string,
  what: string,
  rule: string,
): void {
  // A manifest may name tens of thousands of files: the words of those that are only counted are not made.
  if (list.isFull(kind)) {
    list.count(kind);
    return;
  }
  const file = showText(name, 200);
  list.add({ class: kind, severity: 'fail', message: `${file} ${what}.`, where: { file, rule } });
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  // A loop: a file of 30 MB is compared in one stretch, and a call for each byte of it takes eight times as long.
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
