import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { ReplayTotals } from '../../shared/chain/replay.ts';
import {
  type ClaimsResult,
  compareEntriesDigest,
  compareIndex,
  compareProof,
  compareTenant,
  tenantsDiffer,
} from '../../shared/verify-claims.ts';
import type { OpenedFile } from './bundle-files.ts';
import { namedEntries } from './chain-source.ts';
import type { OpenedBundle } from './open-bundle.ts';

/**
 * Compares what proof, samples of fields and index of a bundle state with what was read and replayed. Notes on each file what the index states of it.
 *
 * @param ofSealed whose evidence packs and receipts say that they are
 */
export function compareClaims(
  bundle: OpenedBundle,
  totals: ReplayTotals | null,
  tenantId: string | null,
  ofSealed: readonly StatedTenant[],
): ClaimsResult[] {
  const { proof, index, fields, files } = bundle;
  const results: ClaimsResult[] = [];
  if (proof?.read.value) {
    const name = showName(proof.file.entry.name);
    results.push(compareProof(proof.read.value, name, totals));
    const stated = proof.read.value.entriesSha256;
    const named = namedEntries(files, proof.file, proof.read.value.entriesFile);
    if (stated !== undefined) results.push(compareEntriesDigest(stated, named?.sha256 ?? null, name));
  }
  if (fields !== null) results.push({ claims: fields.check.claims, findings: [] });
  if (index?.read.value) results.push(compareIndexFiles(bundle.files, index.file, index.read.value));
  return [...results, ...(tenantId === null ? [partsOfOthers(bundle, ofSealed)] : compareTenants(bundle, tenantId))];
}

/** Whose evidence a part says that it is. */
export interface StatedTenant {
  readonly tenant: string;
  readonly file: string;
  readonly pointer: string;
}

/** The tenants that parts of the bundle state, with their places. */
function statedTenants({ proof, index, fields }: OpenedBundle): StatedTenant[] {
  const stated = [
    { part: proof, tenant: proof?.read.value?.head?.accountId, pointer: '/head/accountId' },
    { part: index, tenant: index?.read.value?.tenantId, pointer: '/tenantId' },
    { part: fields, tenant: fields?.read.value?.source?.tenantId, pointer: '/source/tenantId' },
  ];
  return stated.flatMap(({ part, tenant, pointer }) =>
    part === null || tenant === undefined ? [] : [{ tenant, file: showName(part.file.entry.name), pointer }],
  );
}

/** Where no tenant was named, the parts of a bundle still have to be of one. */
function partsOfOthers(bundle: OpenedBundle, ofSealed: readonly StatedTenant[]): ClaimsResult {
  return { claims: [], findings: tenantsDiffer([...statedTenants(bundle), ...ofSealed]) };
}

/** Compares the tenant that the auditor named with those that the bundle states; empty when none was named or stated. */
export function compareTenants(bundle: OpenedBundle, tenantId: string | null): ClaimsResult[] {
  if (tenantId === null) return [];
  return statedTenants(bundle).map(({ tenant, file, pointer }) => compareTenant(tenantId, tenant, file, pointer));
}

function compareIndexFiles(
  files: readonly OpenedFile[],
  file: OpenedFile,
  value: NonNullable<NonNullable<OpenedBundle['index']>['read']['value']>,
): ClaimsResult {
  const folder = file.entry.name.slice(0, file.entry.name.length - file.entry.baseName.length);
  const inFolder = files.filter(({ entry }) => entry.name.startsWith(folder));
  const stated = new Map(value.files?.map((one) => [one.name, one.sha256]));
  for (const other of inFolder) other.statedSha256 = stated.get(other.entry.name.slice(folder.length)) ?? null;
  const read = files.map(({ entry, sha256 }) => ({
    // SECURITY: an index names what lies in its own folder, so a file outside stands in for none of its names. Test:
    // wrong-accepts.test.ts "the index of a folder is held against the files in it, never against one outside".
    path: entry.name.startsWith(folder) ? entry.name.slice(folder.length) : null,
    name: showName(entry.name),
    bytes: entry.size,
    sha256,
  }));
  return compareIndex(value, showName(file.entry.name), read);
}
