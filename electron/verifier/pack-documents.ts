import type { OpenedFile } from './bundle-files.ts';

const CHAIN_PACKS = new Set(['audit-chain-pack-v1', 'audit-chain-pack-v2', 'audit-chain-pack-receipts']);
const CONTROL_PACKS = new Set(['control-pack-manifest', 'control-pack-blocked']);

/** Whether a file is an audit-chain pack, or the receipts of one. */
export function isChainPack({ identity }: OpenedFile): boolean {
  return CHAIN_PACKS.has(identity.id);
}

/** Whether a file is the manifest of a control pack, or the report that stands in its place. */
export function isControlPack({ identity }: OpenedFile): boolean {
  return CONTROL_PACKS.has(identity.id);
}

/** Whether a file is the document that makes a pack of what lies beside it. */
export function isPackDocument(file: OpenedFile): boolean {
  return isChainPack(file) || isControlPack(file);
}
