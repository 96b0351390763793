import { type KeyFileKind, keyFileKind } from './key-files.ts';
import { outline, type Shape } from './shape.ts';

/**
 * What a file is used for. `recognised`: known by name or shape and digested; its description says when it is not inspected by this version.
 * `entries`, `proof`, `rls`, `worm`, `fields`, `index` and `anchor` are read.
 */
export type FileRole = 'entries' | 'proof' | 'rls' | 'worm' | 'fields' | 'index' | 'anchor' | 'recognised' | 'unknown';

/** What a file of a bundle is, as far as its name and its first bytes tell. */
export interface FileIdentity {
  /** Stable machine word, such as `audit-chain-entries`. */
  readonly id: string;
  /** For people, such as "audit chain, entries". */
  readonly description: string;
  readonly role: FileRole;
}

/** Bytes of a file that `identifyFile` looks at; more are ignored. */
export const SNIFF_BYTES = 64 * 1024;

const UNREAD = 'recognised, not read by this version';

function used(id: string, description: string, role: FileRole): FileIdentity {
  return { id, description, role };
}

function recognised(id: string, what: string): FileIdentity {
  return { id, description: `${what} (${UNREAD})`, role: 'recognised' };
}

/** Read and judged as a sealed document of the producer, or as a part of one. */
function sealed(id: string, description: string): FileIdentity {
  return { id, description, role: 'recognised' };
}

/** Given beside evidence, and never taken from it. */
function brought(id: string, description: string): FileIdentity {
  return { id, description: `${description} (no evidence by itself)`, role: 'recognised' };
}

const ENTRIES = used('audit-chain-entries', 'audit chain, entries', 'entries');
const PROOF = used('audit-chain-proof', 'audit chain, head and anchors', 'proof');
const RLS = used('rls-policies', 'row-level-security facts', 'rls');
const WORM = used('worm-retention', 'write-once storage facts', 'worm');
const FIELDS = used('field-encryption', 'field-encryption samples', 'fields');
const INDEX = used('bundle-index', 'index of the bundle', 'index');
const ANCHOR = used('anchor', 'anchor of an audit chain', 'anchor');
const TRUST = brought('trust-file', 'trust file');
const KEYS: Readonly<Record<KeyFileKind, FileIdentity>> = {
  'public-key': brought('public-key', 'public key'),
  'private-key': {
    id: 'private-key',
    description: 'private key (not read: it is for its owner alone)',
    role: 'recognised',
  },
  certificate: brought('certificate', 'certificate'),
};
const UNKNOWN = used('unknown', 'unknown', 'unknown');

/** Files that are known by their name alone. */
const NAMES: ReadonlyMap<string, FileIdentity> = new Map([
  ['bundle.json', INDEX],
  ['rls-policies.json', RLS],
  ['worm-retention.json', WORM],
  ['audit-chain-proof.json', PROOF],
  ['audit-chain.ndjson', ENTRIES],
  ['field-encryption.json', FIELDS],
  ['controls.json', recognised('controls', 'control mappings')],
  ['signature.json', sealed('signature', 'detached signature')],
  ['receipts.json', sealed('audit-chain-pack-receipts', 'audit-chain pack, receipts')],
  ['auditor-summary.txt', sealed('control-pack-summary', 'control pack, summary text')],
  ['external-anchor-receipt.json', sealed('external-receipt', 'external anchoring receipt')],
  ['iso-27001.json', recognised('statement-of-applicability', 'statement of applicability')],
]);

interface Form {
  readonly identity: FileIdentity;
  /** Members that must be there, in the form of Shape.members. */
  readonly all: readonly string[];
}

/** Files that are known by what they hold, most telling first. */
const FORMS: readonly Form[] = [
  { identity: sealed('audit-chain-pack-v2', 'audit-chain pack, version 2'), all: ['files/contents'] },
  { identity: sealed('audit-chain-pack-v1', 'audit-chain pack, version 1'), all: ['receipts/raw'] },
  { identity: sealed('audit-chain-pack-v1', 'audit-chain pack, version 1'), all: ['chainVerification'] },
  { identity: sealed('control-pack-manifest', 'control pack, manifest'), all: ['controls', 'framework'] },
  // As the producer writes it, members in order: behind many controls the framework is out of sight.
  { identity: sealed('control-pack-manifest', 'control pack, manifest'), all: ['chainAnchor', 'controls/controlId'] },
  { identity: sealed('control-pack-blocked', 'control pack, blocked report'), all: ['blocked', 'unresolved'] },
  { identity: sealed('control', 'control pack, one control'), all: ['controlId', 'evidence'] },
  { identity: sealed('external-receipt', 'external anchoring receipt'), all: ['anchorDigest', 'anchorLength'] },
  { identity: sealed('oscal', 'OSCAL assessment results or plan of action'), all: ['assessmentResults'] },
  { identity: sealed('oscal', 'OSCAL assessment results or plan of action'), all: ['assessment-results'] },
  { identity: sealed('oscal', 'OSCAL assessment results or plan of action'), all: ['planOfActionAndMilestones'] },
  { identity: sealed('oscal', 'OSCAL assessment results or plan of action'), all: ['plan-of-action-and-milestones'] },
  { identity: sealed('signature', 'detached signature'), all: ['algorithm', 'signature', 'keyId'] },
  { identity: PROOF, all: ['entries/prevHash', 'entries/hash'] },
  { identity: ENTRIES, all: ['prevHash', 'payload'] },
  { identity: ENTRIES, all: ['prevHash', 'hash'] },
  { identity: ENTRIES, all: ['seq', 'payload', 'hash'] },
  { identity: ANCHOR, all: ['length', 'tipHash'] },
];

const FORMATS: ReadonlyMap<string, FileIdentity> = new Map([
  ['bathyscope/bundle', INDEX],
  ['bathyscope/rls-policies', RLS],
  ['bathyscope/worm-retention', WORM],
  ['bathyscope/field-encryption', FIELDS],
  ['bathyscope/audit-chain-proof', PROOF],
  ['bathyscope/trust', TRUST],
]);

/** Named as entries, one a line, that some program has compressed. */
const COMPRESSED_NAME = /\.(?:ndjson|jsonl)\.(?:gz|bz2|xz|zst|lz4|br)$/i;
/** Machine word of such a file. */
export const COMPRESSED_ID = 'compressed-entries';
const COMPRESSED = recognised(COMPRESSED_ID, 'audit chain, entries, compressed');

/** Magic numbers (as Latin-1 text) of files that are not JSON. */
const MAGIC: readonly (readonly [string, FileIdentity])[] = [
  ['PK\u0003\u0004', recognised('archive', 'zip archive inside the bundle')],
  ['PK\u0005\u0006', recognised('archive', 'zip archive inside the bundle')],
  ['\u001f\u008b', recognised('archive', 'gzip archive inside the bundle')],
  ['%PDF-', recognised('pdf', 'PDF document')],
  ['-----BEGIN ', recognised('pem', 'PEM file')],
];

/**
 * Says what a file is: by its name first, then by what its first bytes look like. Never throws, and judges nothing: a
 * file that claims to be something and is not is found by its reader.
 *
 * @param baseName last segment of the name of the file
 * @param head first bytes of the file, up to SNIFF_BYTES; fewer when the file is shorter
 */
export function identifyFile(baseName: string, head: Uint8Array): FileIdentity {
  const named = NAMES.get(baseName);
  if (named !== undefined) return named;
  if (COMPRESSED_NAME.test(baseName)) return COMPRESSED;
  const bytes = head.subarray(0, SNIFF_BYTES);
  const key = keyFileKind(bytes);
  if (key !== null) return KEYS[key];
  const latin = String.fromCharCode(...bytes.subarray(0, 16));
  for (const [magic, identity] of MAGIC) {
    if (latin.startsWith(magic)) return identity;
  }
  return identifyShape(baseName, outline(new TextDecoder().decode(bytes)));
}

function identifyShape(baseName: string, shape: Shape): FileIdentity {
  if (shape.start === 'other') return identifyText(baseName);
  const tagged = FORMATS.get(shape.texts.get('format') ?? '');
  if (tagged !== undefined) return tagged;
  const form = FORMS.find(({ all }) => all.every((member) => shape.members.has(member)));
  if (form !== undefined) return form.identity;
  // An empty list of entries, or entries that are odd from the first on: the name decides.
  return /\.(?:ndjson|jsonl)$/i.test(baseName) ? ENTRIES : UNKNOWN;
}

function identifyText(baseName: string): FileIdentity {
  if (/\.(?:ndjson|jsonl)$/i.test(baseName)) return ENTRIES;
  if (/^readme(?:\.(?:md|txt))?$/i.test(baseName)) return recognised('readme', 'text for people');
  return UNKNOWN;
}
