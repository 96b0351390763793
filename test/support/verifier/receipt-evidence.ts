import { createHash } from 'node:crypto';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import { type Json, STRANGER } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { LOG_SIGNER, noteLine } from '../../fixtures/trust/log.ts';
import type { OpensslTsa } from '../../fixtures/trust/openssl-tsa.ts';
import { ANCHOR, controlAgainst, controlFiles, LOG_KEY, NOTHING, receiptAgainst } from './escape-evidence.ts';
import { coreBytesOf, logReceiptFor, stampReceiptFor, trustOf } from './trust.ts';

/** Verifies one input and keeps its report. */
export type Taken = (judged: Promise<{ readonly report: VerificationReport }>) => Promise<void>;

const anchor = JSON.parse(ANCHOR);
const tenant = { tenantId: 'another-tenant' };

/** Receipts of public logs and of Bitcoin. */
export async function logReceipts(taken: Taken): Promise<void> {
  const changed = (change: (receipt: Json) => void) => {
    const receipt = logReceiptFor(anchor);
    change(receipt);
    return taken(receiptAgainst(receipt));
  };
  const sound = logReceiptFor(anchor);
  await taken(receiptAgainst(sound));
  await taken(receiptAgainst(sound, NOTHING));
  await taken(receiptAgainst(sound, { ...LOG_KEY, tenantId: sound.accountId }));
  await taken(receiptAgainst(sound, { ...LOG_KEY, ...tenant }));
  await taken(receiptAgainst(logReceiptFor(anchor, STRANGER)));
  await taken(receiptAgainst(logReceiptFor({ ...anchor, length: 11 })));
  await taken(receiptAgainst(logReceiptFor({ ...anchor, tipHash: 'ab'.repeat(32) })));
  await changed((receipt) => {
    receipt.anchorLength = 3;
  });
  await changed((receipt) => {
    receipt.anchorDigest = 'ab'.repeat(32);
  });
  await changed((receipt) => {
    receipt.grade = 'trusted-timestamped';
  });
  await changed((receipt) => {
    receipt.extra = 1;
  });
  await changed(({ receipt }) => {
    receipt.logId = 'AAAA';
  });
  await changed(({ receipt }) => {
    receipt.logIndex = '7';
  });
  await changed(({ receipt }) => {
    receipt.checkpoint = receipt.checkpoint.replace('\n11\n', '\n12\n');
  });
  await changed(({ receipt }) => {
    receipt.origin = 'another';
  });
  await changed(({ receipt }) => {
    receipt.canonicalizedBody = 'AAAA';
  });
  await changed(({ receipt }) => {
    receipt.rfc3161Token = 'AAAA';
  });
  await changed(({ receipt }) => {
    receipt.checkpoint += noteLine('witness', STRANGER, `${receipt.checkpoint.split('\n\n')[0]}\n`);
  });
  await taken(
    receiptAgainst(
      logReceiptFor(anchor, LOG_SIGNER, {}, undefined, (body) => {
        body.spec.hashedRekordV002.signature.content = 'AAAA';
      }),
    ),
  );
  for (const [status, proof] of [
    ['pending', 'AAAA'],
    ['complete', '!!!!'],
  ]) {
    for (const imprint of [sound.anchorDigest, 'ab'.repeat(32)]) {
      const receipt = {
        algorithm: 'opentimestamps',
        messageImprint: imprint,
        calendars: ['https://calendar.example.test'],
        proof,
        status,
        submittedAt: '2026-03-10T09:15:05.000Z',
      };
      await taken(receiptAgainst({ ...sound, target: 'ots', receipt }));
    }
  }
}

/** Time stamps in receipts, and over the signatures of control packs. */
export async function stampReceipts(tsa: OpensslTsa, taken: Taken): Promise<void> {
  const roots = trustOf({ roots: [tsa.der('ca.pem')], keys: [{ signer: EVIDENCE_SIGNER }] });
  const good = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec' });
  const over = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec', days: -1 });
  // A certificate that openssl does not stamp with, in the place of the signer's: same serial number, same length.
  const odd = (purpose: string, padding: string) =>
    tsa.der(`${tsa.issue({ purpose, key: 'ec', serial: 1, padding })}.pem`);
  const at = '2026-01-01T00:00:00.000Z';
  const core = coreBytesOf(anchor);
  const token = tsa.stamp(good, core);
  const bytes = Buffer.from(token);
  const from = tsa.der(`${good}.pem`);
  const swapped = ['timeStamping', 'critical,codeSigning'].flatMap((purpose) => {
    const candidates = ['', 'x', 'xx', 'xxx', 'xxxx'].map((padding) => odd(purpose, padding));
    const to = candidates.find((one) => one.length === from.length);
    return to === undefined
      ? []
      : [
          Buffer.concat([
            bytes.subarray(0, bytes.indexOf(from)),
            to,
            bytes.subarray(bytes.indexOf(from) + from.length),
          ]),
        ];
  });
  if (swapped.length < 2) throw new Error('no certificate of that length');
  const cut = Buffer.from(token);
  cut[cut.length - 1] = (cut[cut.length - 1] ?? 0) ^ 1;
  const tokens = [
    token,
    tsa.stamp(over, core),
    tsa.stamp(good, Buffer.from('other')),
    tsa.stamp(good, core, false),
    ...swapped,
    cut,
    Buffer.from('no token'),
    Buffer.from([0x30, 0]),
  ];
  for (const one of tokens) {
    await taken(receiptAgainst(stampReceiptFor(anchor, one, at), roots));
    await taken(receiptAgainst(stampReceiptFor(anchor, one, at), NOTHING));
  }
  // The time that openssl stamped, stated; and the digest that the attributes cover turned by a bit.
  const stamped = /(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z/.exec(Buffer.from(token).toString('latin1'));
  const [, year, month, day, hour, minute, second] = stamped ?? [];
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  await taken(receiptAgainst(stampReceiptFor(anchor, token, time), roots));
  const later = Buffer.from(
    Buffer.from(token)
      .toString('latin1')
      .replace(/\d{4}(?=\d{10}Z)/, '2055'),
    'latin1',
  );
  await taken(receiptAgainst(stampReceiptFor(anchor, later, time), roots));
  const plain = controlPackOf(controlManifest()).signature?.bytes ?? new Uint8Array();
  const signature = Buffer.from(JSON.parse(Buffer.from(plain).toString()).signature, 'hex');
  for (const over64 of [signature, Buffer.from('other')]) {
    const { messageImprint, ...rest } = stampReceiptFor(anchor, tsa.stamp(good, over64), time).receipt;
    for (const imprint of [messageImprint, createHash('sha256').update(signature).digest('hex')]) {
      const pack = controlPackOf(controlManifest(), { timestamp: { ...rest, messageImprint: imprint } });
      await taken(controlAgainst({ ...controlFiles(), 'signature.json': pack.signature?.bytes ?? '' }, roots));
    }
  }
}
