import { createCipheriv, createHash } from 'node:crypto';

/** What an envelope is made with. */
export interface Sealing {
  readonly keyVersion?: number;
  /** The same name gives the same nonce. */
  readonly nonce: string;
  readonly version?: number;
  readonly algorithm?: number;
}

/** Seals a text as the producer does (formats section 6), by keys that follow from the version alone. */
export function seal(text: string, { keyVersion = 1, nonce, version = 1, algorithm = 1 }: Sealing): string {
  const digest = (label: string) => createHash('sha256').update(label).digest();
  const iv = digest(`nonce ${nonce}`).subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', digest(`key ${keyVersion}`), iv);
  const header = Buffer.from([version, algorithm, keyVersion >> 8, keyVersion & 255]);
  return Buffer.concat([header, iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64');
}
