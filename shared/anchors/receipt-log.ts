import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeBase64, encodeBase64 } from '../base/base64.ts';
import { parseJson } from '../base/json.ts';
import { shortHash } from '../base/number-words.ts';
import { showText } from '../base/text.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { valueAt } from '../formats/json-pointer.ts';
import type { LogReceipt } from '../formats/receipt.ts';
import { type PublicKey, parseSpki, SIGNATURE_FAULT_WORDS, signatureFault } from './ed25519.ts';
import { compared, failed, type Leg, type LegSubject, passed, unsettled } from './leg.ts';
import { inclusionFault, leafHash } from './merkle.ts';
import { type Checkpoint, noteKeyId, noteSignatureFault, readCheckpoint } from './signed-note.ts';
import type { TrustedLogKey } from './trust.ts';

const KEY: LegSubject = { id: 'log.key', question: 'Is the key of the log one that you trust?' };
const ID: LegSubject = { id: 'log.id', question: 'Is the id of the log that of its key?' };
const ORIGIN: LegSubject = { id: 'log.origin', question: 'Is the checkpoint of the log that the receipt names?' };
const CHECKPOINT: LegSubject = { id: 'log.checkpoint', question: 'Did the log sign the checkpoint?' };
const WITNESSES: LegSubject = { id: 'log.witnesses', question: 'Did others sign the checkpoint too?' };
const INCLUSION: LegSubject = {
  id: 'log.inclusion',
  question: 'Is the entry at its place in the tree of the checkpoint?',
};
const LEAF: LegSubject = { id: 'log.leaf', question: 'Is the entry in the log about this anchor?' };
const SUBMITTER: LegSubject = { id: 'log.submitter', question: 'Did the submitter sign this anchor?' };
const TOKEN: LegSubject = { id: 'log.token', question: 'Is there a trusted time for the entry?' };

const BODY = {
  apiVersion: '0.0.2',
  kind: 'hashedrekord',
  algorithm: 'SHA2_512',
  keyDetails: 'PKIX_ED25519_PH',
} as const;

const INCLUSION_WORDS = {
  'index-outside-tree': 'the index lies outside of the tree',
  'path-too-short': 'the path ends before the root is reached',
  'path-too-long': 'the path goes on above the root',
  'hash-length': 'a hash of the path does not have 32 bytes',
  root: 'the path leads to another root',
} as const;

/**
 * The legs of a receipt of a public log, fully offline (formats section 5). The log key that travels in the receipt is a candidate: with
 * no trusted key of the same origin anybody's private log passes every other leg.
 *
 * @param coreBytes bytes of the anchor that the receipt is held against
 */
export function logReceiptLegs(receipt: LogReceipt, coreBytes: Uint8Array, logKeys: readonly TrustedLogKey[]): Leg[] {
  const parsed = parseSpki(decodeBase64(receipt.logPublicKey) ?? new Uint8Array());
  const read = readCheckpoint(receipt.checkpoint);
  const legs: Leg[] = [];
  if (parsed.ok) {
    legs.push(keyLeg(receipt, parsed.value, logKeys), idLeg(receipt, parsed.value));
  } else {
    legs.push(failed(KEY, 'key-mismatch', `The key of the log is refused: ${parsed.error.message}.`));
  }
  if ('fault' in read) {
    legs.push(failed(CHECKPOINT, 'inclusion-invalid', `The checkpoint can not be read: ${read.fault}.`));
  } else {
    legs.push(originLeg(receipt, read.checkpoint));
    if (parsed.ok) legs.push(checkpointLeg(receipt, read.checkpoint, parsed.value));
    legs.push(witnessLeg(receipt, read.checkpoint), inclusionLeg(receipt, read.checkpoint));
  }
  legs.push(...leafLegs(receipt, coreBytes));
  if (receipt.rfc3161Token !== undefined) {
    legs.push(
      unsettled(
        TOKEN,
        'not-checked',
        'The receipt carries a time-stamp token; what it covers is not stated, so it is not used.',
      ),
    );
  }
  return legs;
}

function keyLeg(receipt: LogReceipt, key: PublicKey, logKeys: readonly TrustedLogKey[]): Leg {
  const ofOrigin = logKeys.filter(({ origin }) => origin === receipt.origin);
  if (ofOrigin.some(({ fingerprint }) => fingerprint === key.fingerprint)) {
    return passed(KEY, `The key is the trusted key ${shortHash(key.fingerprint)} of ${showText(receipt.origin, 200)}.`);
  }
  if (ofOrigin.length > 0) {
    const values = { expected: ofOrigin.map(({ fingerprint }) => fingerprint).join(', '), actual: key.fingerprint };
    return failed(
      KEY,
      'key-mismatch',
      'The receipt brings another key for this log than the one that you trust.',
      values,
    );
  }
  const message = `No trusted key of ${showText(receipt.origin, 200)}: the one in the receipt is a candidate, and anybody can run a log.`;
  return { ...unsettled(KEY, 'not-checked', message, 'candidate-key'), actual: key.fingerprint };
}

function idLeg(receipt: LogReceipt, key: PublicKey): Leg {
  const values = { expected: encodeBase64(noteKeyId(receipt.origin, key)), actual: showText(receipt.logId, 200) };
  return compared(ID, 'key-mismatch', values, {
    same: 'The id follows from name and key of the log.',
    differ: 'The id does not follow from name and key of the log.',
  });
}

function originLeg(receipt: LogReceipt, { origin }: Checkpoint): Leg {
  const values = { expected: showText(receipt.origin, 300), actual: showText(origin, 300) };
  return compared(ORIGIN, 'inclusion-invalid', values, {
    same: 'Receipt and checkpoint name the same log.',
    differ: 'The checkpoint is of another log than the receipt names.',
  });
}

function checkpointLeg(receipt: LogReceipt, checkpoint: Checkpoint, key: PublicKey): Leg {
  const fault = noteSignatureFault(checkpoint, receipt.origin, key);
  if (fault !== null) return failed(CHECKPOINT, 'inclusion-invalid', `The checkpoint does not hold: ${fault}.`);
  return passed(CHECKPOINT, `The log signed a tree of ${checkpoint.size} entries.`);
}

function witnessLeg(receipt: LogReceipt, { signatures }: Checkpoint): Leg {
  // A name that stands twice is one witness: lines are no votes.
  const names = new Set(signatures.map(({ name }) => name).filter((name) => name !== receipt.origin));
  if (names.size === 0) return unsettled(WITNESSES, 'not-applicable', 'No witness signed the checkpoint.');
  const shown = showText([...names].join(', '), 300);
  return unsettled(
    WITNESSES,
    'not-checked',
    `Lines by ${shown}: no keys of witnesses are trusted, so these lines count for nothing.`,
  );
}

function inclusionLeg(receipt: LogReceipt, { size, root }: Checkpoint): Leg {
  const body = decodeBase64(receipt.canonicalizedBody);
  const path = receipt.inclusionHashes.map((hash) => decodeBase64(hash) ?? new Uint8Array());
  if (body === null) return failed(INCLUSION, 'inclusion-invalid', 'The entry is not base64.');
  const fault = inclusionFault(leafHash(body), BigInt(receipt.logIndex), size, path, root);
  if (fault !== null) {
    return failed(
      INCLUSION,
      'inclusion-invalid',
      `The entry is not shown to be in the tree: ${INCLUSION_WORDS[fault]}.`,
    );
  }
  return passed(INCLUSION, `The entry is number ${receipt.logIndex} of ${size} in the tree.`);
}

function leafLegs(receipt: LogReceipt, coreBytes: Uint8Array): Leg[] {
  const text = decodeUtf8(decodeBase64(receipt.canonicalizedBody) ?? new Uint8Array());
  const json = text === null ? null : parseJson(text);
  const spec = (...path: string[]): unknown => (json?.ok ? valueAt(json.value.value, path) : undefined);
  const inside = (...path: string[]): unknown => spec('spec', 'hashedRekordV002', ...path);
  const stated = {
    apiVersion: spec('apiVersion'),
    kind: spec('kind'),
    algorithm: inside('data', 'algorithm'),
    keyDetails: inside('signature', 'verifier', 'keyDetails'),
  };
  const odd = Object.entries(BODY).find(([member, value]) => stated[member as keyof typeof BODY] !== value);
  if (odd !== undefined) {
    return [
      failed(
        LEAF,
        'inclusion-invalid',
        `The entry is of another kind than a receipt is made of: ${odd[0]} is not ${odd[1]}.`,
      ),
    ];
  }
  const expected = encodeBase64(sha512(coreBytes));
  const values = { expected, actual: showText(String(inside('data', 'digest')), 200) };
  const leaf = compared(LEAF, 'inclusion-invalid', values, {
    same: 'The entry holds the SHA-512 of the anchor.',
    differ: 'The entry is about something else than this anchor.',
  });
  return [
    leaf,
    submitterLeg(coreBytes, inside('signature', 'content'), inside('signature', 'verifier', 'publicKey', 'rawBytes')),
  ];
}

function submitterLeg(coreBytes: Uint8Array, content: unknown, rawBytes: unknown): Leg {
  const key = parseSpki(decodeBase64(String(rawBytes)) ?? new Uint8Array());
  if (!key.ok)
    return failed(SUBMITTER, 'signature-invalid', `The key of the submitter is refused: ${key.error.message}.`);
  const signature = decodeBase64(String(content)) ?? new Uint8Array();
  const fault = signatureFault(key.value, coreBytes, signature, 'ed25519ph');
  if (fault !== null) {
    return failed(SUBMITTER, 'signature-invalid', `The signature of the submitter ${SIGNATURE_FAULT_WORDS[fault]}.`);
  }
  const message = `Signed by the key ${shortHash(key.value.fingerprint)} of the submitter; who that is, nothing here tells.`;
  return { ...passed(SUBMITTER, message), actual: bytesToHex(key.value.raw) };
}
