import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { findPath } from './certificate-path.ts';
import { compared, failed, type Leg, type LegSubject, passed, unsettled } from './leg.ts';
import { type SignatureChecker, schemeOf } from './signature-scheme.ts';
import { readTimestampToken, type TimestampToken } from './timestamp-token.ts';
import type { TimestampRoot } from './trust.ts';
import { type Certificate, extendedKeyUsage, readCertificate } from './x509.ts';

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const HASH = { 'SHA-1': sha1, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;

const SUBJECTS = {
  token: { id: 'timestamp.token', question: 'Is there a time-stamp token?' },
  imprint: { id: 'timestamp.imprint', question: 'Was the stamp made over these bytes?' },
  digest: { id: 'timestamp.digest', question: 'Do the signed attributes cover the time and the imprint?' },
  attributes: { id: 'timestamp.signer', question: 'Is the certificate the one that the signer names as theirs?' },
  signature: { id: 'timestamp.signature', question: 'Did that certificate sign the stamp?' },
  purpose: { id: 'timestamp.purpose', question: 'Is the certificate one for time stamps?' },
  critical: { id: 'timestamp.purpose-critical', question: 'Is it for time stamps only, and marked so as critical?' },
  validity: { id: 'timestamp.validity', question: 'Was the certificate within its validity when the stamp was made?' },
  chain: { id: 'timestamp.chain', question: 'Does the certificate lead to a root that you supplied?' },
  time: { id: 'timestamp.time', question: 'Is the time of the stamp the one that is stated?' },
} as const satisfies Readonly<Record<string, LegSubject>>;

/** What a time stamp is judged with. */
export interface TimestampTrust {
  readonly roots: readonly TimestampRoot[];
  readonly checker: SignatureChecker;
}

export interface TimestampJudgement {
  /** Time that the authority states, ISO 8601; null when the token can not be read. Worth what the legs are worth. */
  readonly genTime: string | null;
  readonly legs: readonly Leg[];
}

/**
 * Judges a time-stamp token (RFC 3161) by ten legs, each on its own. Certificates are judged at the time of the stamp, not today, so an
 * expired certificate neither passes nor fails because of when the auditor looks.
 *
 * @param token decoded token; null when its text is not base64
 * @param covered the bytes that the stamp is said to be made over: core bytes of an anchor, or a signature
 * @param statedTime `timestampedAt` of the receipt, a claim; null when it can not be read
 */
export async function judgeTimestamp(
  token: Uint8Array | null,
  covered: Uint8Array,
  statedTime: string | null,
  trust: TimestampTrust,
): Promise<TimestampJudgement> {
  const read = token === null ? ({ kind: 'not-der' } as const) : readTimestampToken(token);
  if (read.kind === 'not-der') {
    const message = 'The token is not DER, so it is not a time stamp: perhaps the stand-in of a test.';
    return { genTime: null, legs: [unsettled(SUBJECTS.token, 'undetermined', message, 'not-a-timestamp')] };
  }
  if (read.kind === 'fault') {
    return {
      genTime: null,
      legs: [failed(SUBJECTS.token, 'timestamp-invalid', `This is no time-stamp token: ${read.fault}.`)],
    };
  }
  const { token: found } = read;
  const genTime = new Date(found.genTime).toISOString();
  const legs = [
    passed(SUBJECTS.token, `A token that states ${genTime}.`),
    imprintLeg(found, covered),
    digestLeg(found),
  ];
  legs.push(...(await signerLegs(found, trust)), timeLeg(genTime, statedTime));
  return { genTime, legs };
}

function imprintLeg({ imprint }: TimestampToken, covered: Uint8Array): Leg {
  if (imprint.hash === null)
    return failed(SUBJECTS.imprint, 'timestamp-invalid', 'The imprint uses a hash that is not taken.');
  const values = { expected: bytesToHex(HASH[imprint.hash](covered)), actual: bytesToHex(imprint.digest) };
  return compared(SUBJECTS.imprint, 'timestamp-invalid', values, {
    same: 'The stamp was made over these bytes.',
    differ: 'The stamp was made over other bytes.',
  });
}

function digestLeg(token: TimestampToken): Leg {
  const subject = SUBJECTS.digest;
  if (token.contentType !== '1.2.840.113549.1.9.16.1.4')
    return failed(subject, 'timestamp-invalid', 'The signed attributes name another content.');
  if (token.digestAlgorithm === null || token.messageDigest === null) {
    return failed(subject, 'timestamp-invalid', 'The signed attributes hold no digest that is taken.');
  }
  const values = {
    expected: bytesToHex(HASH[token.digestAlgorithm](token.info)),
    actual: bytesToHex(token.messageDigest),
  };
  return compared(subject, 'timestamp-invalid', values, {
    same: 'The signed attributes cover time and imprint.',
    differ: 'The signed attributes cover something else than time and imprint of this token.',
  });
}

async function signerLegs(token: TimestampToken, trust: TimestampTrust): Promise<Leg[]> {
  const { signer } = token;
  if (signer === null) {
    const message = 'The token does not bring the certificate of its signer, so its signature can not be checked.';
    return [unsettled(SUBJECTS.signature, 'undetermined', message, 'no-certificate')];
  }
  return [
    namedLeg(token, signer),
    await signatureLeg(token, signer, trust.checker),
    ...purposeLegs(signer),
    validityLeg(token, signer),
    await chainLeg(token, signer, trust),
  ];
}

/** Without that attribute another certificate over the same key could be put in the place of the signer's. */
function namedLeg({ signingCertificate }: TimestampToken, signer: Certificate): Leg {
  const subject = SUBJECTS.attributes;
  if (signingCertificate === null) {
    return failed(subject, 'timestamp-invalid', 'The signer does not name their certificate, as RFC 3161 demands.');
  }
  const values = {
    expected: bytesToHex(signingCertificate.digest),
    actual: bytesToHex(HASH[signingCertificate.hash](signer.der)),
  };
  return compared(subject, 'timestamp-invalid', values, {
    same: 'The certificate is the one that the signer names.',
    differ: 'The certificate is another one than the signer names.',
  });
}

async function signatureLeg(token: TimestampToken, signer: Certificate, checker: SignatureChecker): Promise<Leg> {
  const scheme = schemeOf(token.signatureAlgorithm, signer.spki, token.digestAlgorithm);
  if (scheme === null) {
    return failed(
      SUBJECTS.signature,
      'timestamp-invalid',
      'The stamp is signed by an algorithm that is not taken, or not strong enough.',
    );
  }
  const holds = await checker.verify(scheme, signer.spki, token.signature, token.signedAttributes);
  if (holds === null)
    return unsettled(
      SUBJECTS.signature,
      'undetermined',
      'This runtime can not work with the key of the certificate.',
      'unsupported',
    );
  return holds
    ? passed(SUBJECTS.signature, 'The certificate signed the stamp.')
    : failed(SUBJECTS.signature, 'timestamp-invalid', 'The signature of the stamp does not verify.');
}

/** RFC 3161 section 2.3: one purpose, time stamping, and critical. The producer looks at the first half only. */
function purposeLegs(signer: Certificate): Leg[] {
  const usage = extendedKeyUsage(signer);
  if (usage === null || !usage.purposes.includes(TIME_STAMPING)) {
    return [failed(SUBJECTS.purpose, 'timestamp-invalid', 'The certificate is not one for time stamps.')];
  }
  const only = usage.purposes.length === 1;
  const words = [
    ...(usage.critical ? [] : ['the purpose is not marked as critical']),
    ...(only ? [] : ['there are other purposes']),
  ];
  return [
    passed(SUBJECTS.purpose, 'The certificate is one for time stamps.'),
    words.length === 0
      ? passed(SUBJECTS.critical, 'Time stamping is the only purpose, and critical.')
      : failed(
          SUBJECTS.critical,
          'timestamp-invalid',
          `RFC 3161 asks for a certificate for time stamps only: ${words.join(', and ')}.`,
        ),
  ];
}

function validityLeg({ genTime }: TimestampToken, signer: Certificate): Leg {
  const range = `${new Date(signer.notBefore).toISOString()} to ${new Date(signer.notAfter).toISOString()}`;
  const values = { expected: range, actual: new Date(genTime).toISOString() };
  return genTime >= signer.notBefore && genTime <= signer.notAfter
    ? passed(SUBJECTS.validity, 'The certificate was within its validity.', values)
    : failed(
        SUBJECTS.validity,
        'timestamp-invalid',
        'The certificate was not within its validity when the stamp was made.',
        values,
      );
}

async function chainLeg(token: TimestampToken, signer: Certificate, { roots, checker }: TimestampTrust): Promise<Leg> {
  const subject = SUBJECTS.chain;
  if (roots.length === 0) {
    const message = 'No root was supplied. Anybody can run a time-stamp authority, so this roots nothing.';
    return unsettled(subject, 'not-checked', message, 'no-root');
  }
  const certificates = roots.flatMap(({ der }) => readCertificate(der) ?? []);
  const path = await findPath(signer, token.genTime, token.certificates, certificates, checker);
  if (path.kind === 'unsupported')
    return unsettled(
      subject,
      'undetermined',
      'This runtime can not work with a key on the way to a root.',
      'unsupported',
    );
  if (path.kind === 'none')
    return failed(
      subject,
      'timestamp-invalid',
      `The certificate leads to none of the roots that you supplied: ${path.reason}.`,
    );
  return passed(subject, `The certificate leads to a root that you supplied, over ${path.length} certificates.`);
}

function timeLeg(genTime: string, statedTime: string | null): Leg {
  const stated = statedTime === null ? Number.NaN : Date.parse(statedTime);
  if (!Number.isFinite(stated)) return unsettled(SUBJECTS.time, 'undetermined', 'The stated time can not be read.');
  const values = { expected: genTime, actual: new Date(stated).toISOString() };
  // Many authorities stamp whole seconds, and a stated time may be cut to them.
  const same = Math.floor(Date.parse(genTime) / 1_000) === Math.floor(stated / 1_000);
  return same
    ? passed(SUBJECTS.time, 'The stated time is that of the stamp.', values)
    : failed(SUBJECTS.time, 'claim-differs', 'The stated time is not that of the stamp.', values);
}
