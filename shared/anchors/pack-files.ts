import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalTextOfValue } from '../base/chain-canonical.ts';
import type { Sha256 } from '../base/hash.ts';
import { showText } from '../base/text.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type { AuditChainPack } from '../formats/audit-chain-pack-read.ts';
import { valueAt } from '../formats/json-pointer.ts';
import { compared, failed, type Leg, type LegSubject, passed, unsettled } from './leg.ts';

const MANIFEST: LegSubject = { id: 'pack.manifest-digest', question: 'Is the digest of the manifest the stated one?' };
const LISTED: LegSubject = {
  id: 'pack.files-listed',
  question: 'Are exactly the listed files there, once each, and listed in the order of their names?',
};

/**
 * The legs on the files of a version-2 envelope: digest of the manifest, the two lists of names, digest of each file.
 * Every file counts: one that the manifest does not list is outside the seal.
 *
 * @param sha256Of hash over the UTF-8 of a text
 */
export function packFileLegs(pack: AuditChainPack, sha256Of: Sha256): Leg[] {
  if (pack.form !== 'envelope') {
    const message =
      pack.version === 1 ? 'Version 1 has no manifest of files.' : 'The bare files of version 2 lack the manifest.';
    return [unsettled(LISTED, pack.version === 1 ? 'not-applicable' : 'undetermined', message)];
  }
  const manifest = pack.envelope?.manifest;
  const legs = [manifestLeg(pack)];
  if (manifest === undefined) return [...legs, unsettled(LISTED, 'undetermined', 'The manifest can not be read.')];
  const listed = new Map(manifest.files.map((file) => [file.name, file.sha256]));
  legs.push(
    listedLeg(
      pack,
      manifest.files.map((file) => file.name),
    ),
  );
  for (const { name, contents } of pack.files) {
    const expected = listed.get(name);
    if (expected === undefined) continue;
    const subject = { id: 'pack.file-digest', question: `Is ${name} the file that the manifest lists?` };
    legs.push(
      compared(
        subject,
        'digest-differs',
        { expected, actual: digestOf(contents, sha256Of) },
        {
          same: `${name} has the listed digest.`,
          differ: `${name} has another digest than the manifest lists.`,
        },
      ),
    );
  }
  return legs;
}

function manifestLeg(pack: AuditChainPack): Leg {
  const stated = pack.envelope?.sha256;
  const text = canonicalTextOfValue(valueAt(pack.envelopeValue, ['manifest']) ?? null);
  if (stated === undefined || text === null)
    return unsettled(MANIFEST, 'undetermined', 'The stated digest can not be read.');
  const values = { expected: stated, actual: bytesToHex(sha256(encodeUtf8(text))) };
  return compared(MANIFEST, 'digest-differs', values, {
    same: 'The manifest has the stated digest.',
    differ: 'The manifest has another digest than the pack states.',
  });
}

function listedLeg(pack: AuditChainPack, listed: readonly string[]): Leg {
  // A file that could not be read keeps its place among the names, so that it is not taken for a missing one.
  const raw = valueAt(pack.envelopeValue, ['files']);
  const names = Array.isArray(raw) ? raw.map((file) => String(valueAt(file, ['name']))) : [];
  const values = { expected: showText(listed.join(', '), 500), actual: showText(names.join(', '), 500) };
  const extra = names.filter((name) => !listed.includes(name));
  const missing = listed.filter((name) => !names.includes(name));
  const repeated = new Set(names).size < names.length || new Set(listed).size < listed.length;
  if (extra.length > 0) {
    const message = `The pack holds ${showText(extra.join(', '), 200)}, which the manifest does not list and no seal covers.`;
    return failed(LISTED, 'unexpected-file', message, values);
  }
  if (missing.length > 0) {
    return failed(
      LISTED,
      'missing-part',
      `The manifest lists ${showText(missing.join(', '), 200)}, which is not there.`,
      values,
    );
  }
  if (repeated)
    return failed(LISTED, 'unexpected-file', 'A name stands twice, so a digest could belong to either file.', values);
  const sorted = listed.every((name, at) => at === 0 || (listed[at - 1] ?? '') < name);
  if (!sorted)
    return failed(LISTED, 'malformed-file', 'The manifest does not list the files in order of their names.', values);
  return passed(LISTED, 'All listed files are there, and no other.', { ...values, actual: values.expected });
}

/** A lone surrogate has no UTF-8 form; a lenient encoder would give several texts one digest. */
function digestOf(contents: string, sha256Of: Sha256): string {
  return /\p{Cs}/u.test(contents) ? 'none: the text has no UTF-8 form' : sha256Of.hexOfText(contents);
}
