import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { decodeBase64 } from '../base/base64.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { type PublicKey, signatureFault } from './ed25519.ts';

/** One signature line of a note: name, four bytes that hint at the key, and the signature. */
export interface NoteSignature {
  readonly name: string;
  readonly keyHash: Uint8Array;
  readonly signature: Uint8Array;
}

/** A checkpoint of a log (C2SP tlog-checkpoint) inside a signed note (C2SP signed-note). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  /** 32 bytes. */
  readonly root: Uint8Array;
  readonly extensions: readonly string[];
  /** What is signed: the lines of the body, each with its line feed. */
  readonly signedText: string;
  readonly signatures: readonly NoteSignature[];
}

const SIGNATURE_LINE = /^\u2014 (\S+) (\S+)$/;
const SIZE = /^(?:0|[1-9][0-9]{0,19})$/;
const SIGNATURES_MAX = 100;

/**
 * Reads a checkpoint. Strict: every line in its place, no carriage return or other control character, base64 in its one form.
 *
 * @returns null with the reason when the text is not a checkpoint
 */
export function readCheckpoint(text: string): { readonly checkpoint: Checkpoint } | { readonly fault: string } {
  if (/[^\P{Cc}\n]/u.test(text) || /\p{Cs}/u.test(text)) return { fault: 'the note holds a control character' };
  if (!text.endsWith('\n')) return { fault: 'the note does not end with a line feed' };
  const split = text.lastIndexOf('\n\n');
  if (split < 0) return { fault: 'no empty line parts the text from its signatures' };
  const signedText = text.slice(0, split + 1);
  const [origin = '', size = '', rootText = '', ...extensions] = signedText.slice(0, -1).split('\n');
  const root = decodeBase64(rootText);
  if (origin === '') return { fault: 'the first line, the origin, is empty' };
  if (!SIZE.test(size)) return { fault: 'the second line is not the size of a tree' };
  if (root?.length !== 32) return { fault: 'the third line is not the hash of a root' };
  const signatures: NoteSignature[] = [];
  const lines = text.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) return { fault: `the note has more than ${SIGNATURES_MAX} signatures` };
  for (const line of lines) {
    const match = SIGNATURE_LINE.exec(line);
    const bytes = decodeBase64(match?.[2] ?? '!');
    if (match === null || bytes === null || bytes.length < 5) return { fault: 'a signature line is not one' };
    signatures.push({ name: match[1] ?? '', keyHash: bytes.subarray(0, 4), signature: bytes.subarray(4) });
  }
  return { checkpoint: { origin, size: BigInt(size), root, extensions, signedText, signatures } };
}

/** Id of a log key: SHA-256 over name, line feed, 0x01 and the raw key; its first four bytes are the hint of a signature line. */
export function noteKeyId(name: string, key: PublicKey): Uint8Array {
  return sha256(concatBytes(encodeUtf8(`${name}\n`), new Uint8Array([1]), key.raw));
}

/** Whether a line of the note is by this name and key, and what is wrong if not. Names are compared as texts, never as patterns. */
export function noteSignatureFault(checkpoint: Checkpoint, name: string, key: PublicKey): string | null {
  const hint = noteKeyId(name, key).subarray(0, 4);
  const named = checkpoint.signatures.filter((line) => line.name === name);
  if (named.length === 0) return 'no signature line carries the name of the log';
  const hinted = named.filter((line) => line.keyHash.every((byte, at) => byte === hint[at]));
  if (hinted.length === 0) return 'the key hash of the signature line is of another key';
  const message = encodeUtf8(checkpoint.signedText);
  const holds = hinted.some((line) => signatureFault(key, message, line.signature) === null);
  return holds ? null : 'the signature of the log does not verify';
}
