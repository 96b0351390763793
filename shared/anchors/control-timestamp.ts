import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { decodeBase64 } from '../base/base64.ts';
import type { DetachedSignature } from '../formats/detached-signature.ts';
import { compared, type LegSubject } from './leg.ts';
import { judgeTimestamp, type TimestampJudgement, type TimestampTrust } from './timestamp.ts';

const IMPRINT: LegSubject = {
  id: 'timestamp.stated-imprint',
  question: 'Does it state the digest of the signature as what was stamped?',
};

/**
 * Judges the time stamp over a manifest signature (formats section 3): it covers the 64 bytes of the signature, and so says only that the
 * signature existed by then.
 *
 * @returns null when there is no time stamp, or no signature that it could be over
 */
export async function judgeManifestTimestamp(
  { signature, timestamp }: Partial<DetachedSignature>,
  trust: TimestampTrust,
): Promise<TimestampJudgement | null> {
  if (signature === undefined || timestamp === undefined) return null;
  const covered = hexToBytes(signature);
  const values = { expected: bytesToHex(sha256(covered)), actual: timestamp.messageImprint };
  const stated = compared(IMPRINT, 'claim-differs', values, {
    same: 'The stated imprint is the digest of the signature.',
    differ: 'The stated imprint is not the digest of the signature.',
  });
  const { genTime, legs } = await judgeTimestamp(
    decodeBase64(timestamp.token),
    covered,
    timestamp.timestampedAt,
    trust,
  );
  return { genTime, legs: [stated, ...legs] };
}
