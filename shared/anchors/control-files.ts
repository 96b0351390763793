import type { Finding } from '../base/finding.ts';
import { showText } from '../base/text.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type { ReadManifest } from '../formats/control-pack-read.ts';

/** A file of a pack: name as in the container, and its bytes. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const OTHERS = new Set(['manifest.json', 'auditor-summary.txt', 'external-anchor-receipt.json', 'soa/iso-27001.json']);

/**
 * Compares the control files with the manifest: each control has its file, byte for byte, and no other file is there. The signature
 * covers the manifest only, so this is what binds the files.
 */
export function controlFileFindings(read: ReadManifest, files: readonly NamedBytes[]): Finding[] {
  const found: Finding[] = [];
  const byName = new Map<string, NamedBytes>();
  for (const file of files) {
    const shown = showText(file.name, 200);
    if (byName.has(file.name))
      found.push(odd('unexpected-file', `${shown} stands twice in the pack.`, shown, 'control.file-repeated'));
    byName.set(file.name, file);
  }
  const expected = new Map([...read.controlTexts].map(([id, text]) => [`controls/${id}.json`, text]));
  for (const [name, text] of expected) {
    const shown = showText(name, 200);
    const file = byName.get(name);
    if (file === undefined) {
      found.push(odd('missing-part', `${shown} is not in the pack.`, shown, 'control.file-missing'));
    } else if (!equalBytes(file.bytes, encodeUtf8(text))) {
      found.push(odd('claim-differs', `${shown} is not the control that the manifest holds.`, shown, 'control.file'));
    }
  }
  for (const { name } of files) {
    if (expected.has(name) || OTHERS.has(name)) continue;
    const shown = showText(name, 200);
    found.push(
      odd(
        'unexpected-file',
        `${shown} belongs to no control of the manifest and to no part of a pack.`,
        shown,
        'control.file-extra',
      ),
    );
  }
  if (!byName.has('auditor-summary.txt')) {
    const shown = 'auditor-summary.txt';
    found.push(odd('missing-part', `${shown} is not in the pack.`, shown, 'control.file-missing'));
  }
  return found;
}

function odd(
  kind: 'unexpected-file' | 'missing-part' | 'claim-differs',
  message: string,
  file: string,
  rule: string,
): Finding {
  return { class: kind, severity: 'fail', message, where: { file, rule } };
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
