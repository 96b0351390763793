import { decodeBase64 } from '../base/base64.ts';
import { counted, grouped, shortHash } from '../base/number-words.ts';
import { showText } from '../base/text.ts';
import type { AuditChainPack } from '../formats/audit-chain-pack-read.ts';
import { type PublicKey, parseSpki } from './ed25519.ts';
import { failed, type Leg, type LegSubject, passed, unsettled } from './leg.ts';
import { sealOf } from './pack-seal.ts';
import type { PinnedKey } from './signed-by.ts';
import { tenantLeg } from './tenant-leg.ts';

const CANDIDATE: LegSubject = { id: 'pack.candidate-key', question: 'Is the key inside the pack one that you pinned?' };
const KEY_IDS: LegSubject = { id: 'pack.key-ids', question: 'Do seal, pack and rows name one key?' };
const TENANT: LegSubject = { id: 'pack.tenant', question: 'Is the pack of the tenant that you expect?' };
const COMPLETE: LegSubject = { id: 'pack.complete', question: 'Does the pack hold as many rows as it states?' };

/** The key that travels in the pack: a candidate, whatever it says. Null when there is none that could be used. */
export function candidateKey(pack: AuditChainPack): PublicKey | null {
  const text = pack.head.anchorAuth?.publicKeySpkiBase64;
  const key = text === undefined ? null : parseSpki(decodeBase64(text) ?? new Uint8Array());
  return key?.ok ? key.value : null;
}

/** The leg on the key inside the pack: it can be the pinned one or another, and never becomes trusted by being there. */
export function candidateLeg(pack: AuditChainPack, keys: readonly PinnedKey[]): Leg {
  const text = pack.head.anchorAuth?.publicKeySpkiBase64;
  if (text === undefined) return unsettled(CANDIDATE, 'not-applicable', 'The pack carries no key.');
  const key = parseSpki(decodeBase64(text) ?? new Uint8Array());
  if (!key.ok) return failed(CANDIDATE, 'key-mismatch', `The key inside the pack is refused: ${key.error.message}.`);
  const { fingerprint } = key.value;
  if (keys.length === 0) {
    const message = `The key inside the pack has the fingerprint ${fingerprint}: compare it with the one you get over another channel.`;
    return { ...unsettled(CANDIDATE, 'not-checked', message, 'no-pinned-key'), actual: fingerprint };
  }
  const values = { expected: keys.map((pinned) => pinned.fingerprint).join(', '), actual: fingerprint };
  return keys.some((pinned) => pinned.fingerprint === fingerprint)
    ? passed(CANDIDATE, `The key inside the pack is the pinned key ${shortHash(fingerprint)}.`, values)
    : failed(CANDIDATE, 'key-mismatch', 'The key inside the pack is not the one that you pinned.', values);
}

/** The leg on key names: seal, key entry and row anchors of one pack must name one key. */
export function keyIdLeg(pack: AuditChainPack): Leg {
  const named = new Map<string, string>();
  const seal = sealOf(pack);
  if (seal !== null) named.set(seal.keyId, 'the seal');
  const inside = pack.head.anchorAuth?.keyId;
  if (inside !== undefined && !named.has(inside)) named.set(inside, 'the key entry');
  for (const { position, members } of pack.rows) {
    const keyId = members.anchor?.keyId;
    if (keyId !== undefined && !named.has(keyId)) named.set(keyId, `row ${position}`);
    if (named.size > 1) break;
  }
  if (named.size === 0) return unsettled(KEY_IDS, 'not-applicable', 'Nothing in the pack names a key.');
  const [first = ['', ''], second] = [...named];
  if (second === undefined) return passed(KEY_IDS, `All name the key ${showText(first[0], 256)}.`);
  const values = { expected: showText(first[0], 256), actual: showText(second[0], 256) };
  return failed(
    KEY_IDS,
    'key-mismatch',
    `The key that ${first[1]} names is not the one that ${second[1]} names.`,
    values,
  );
}

/**
 * The leg on the tenant. What a pack says of itself tells nothing: whoever hands over another tenant's sound pack passes every
 * other leg.
 */
export function packTenantLeg(pack: AuditChainPack, expectedTenantId: string | null): Leg {
  return tenantLeg(TENANT, pack.head.tenantId, expectedTenantId);
}

/** The leg on the number of rows. */
export function completeLeg(pack: AuditChainPack): Leg {
  const { chainLength } = pack.head;
  const rows = pack.rows.length;
  if (chainLength === undefined)
    return unsettled(COMPLETE, 'undetermined', 'The stated length of the chain can not be read.');
  if (rows === 0 && chainLength === 0)
    return unsettled(COMPLETE, 'undetermined', 'The pack is of a chain without rows: there is nothing to check.');
  const values = { expected: String(chainLength), actual: String(rows) };
  if (rows === chainLength)
    return passed(COMPLETE, `The pack holds ${counted(rows, 'row', 'rows')}, as many as it states.`, values);
  if (rows > chainLength) {
    const message = `The pack states ${counted(chainLength, 'row', 'rows')} and holds ${grouped(rows)}.`;
    return failed(COMPLETE, 'entry-inserted', message, values);
  }
  const dense = pack.rows.every(({ members, position }) => members.seq === position);
  const message = `The pack states ${counted(chainLength, 'row', 'rows')} and holds ${grouped(rows)}: ${dense ? 'the tail is cut off' : 'rows are missing'}.`;
  return failed(COMPLETE, dense ? 'tail-truncated' : 'entry-missing', message, values);
}
