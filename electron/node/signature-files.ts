import { basename } from 'node:path';
import { finished } from '../../shared/base/steps.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { readDetachedSignature } from '../../shared/formats/detached-signature.ts';
import { SIGNATURE_BYTES } from '../../shared/ipc/verifier.ts';
import { readSmallFile } from './small-file.ts';
import { withRule } from './with-rule.ts';

/**
 * Looks whether a file that is given as a detached signature is one, before anything is held against it. Whose it is, and over what, is not
 * asked here.
 *
 * @returns what is wrong with the file, which it names with the place and the rule; null when it is a signature
 */
export async function signatureProblem(path: string): Promise<string | null> {
  const bytes = await readSmallFile(path, SIGNATURE_BYTES);
  if (!bytes.ok) return bytes.error.message;
  const [wrong] = finished(readDetachedSignature(bytes.value, showName(basename(path)))).findings;
  return wrong === undefined ? null : withRule(wrong);
}
