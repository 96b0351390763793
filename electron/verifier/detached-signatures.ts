import type { OpenedFile } from './bundle-files.ts';

/** Which detached signature lies beside an archive. */
export type SignatureBeside =
  | { readonly kind: 'one'; readonly file: OpenedFile }
  | { readonly kind: 'none' }
  /** Several could be meant. None is taken. */
  | { readonly kind: 'unclear'; readonly files: readonly OpenedFile[] };

/** Begins every zip: a local header, or the end record of an empty one. */
const ZIP_STARTS = ['PK\u0003\u0004', 'PK\u0005\u0006'];

/**
 * Says of every zip among the files which detached signature in the same folder belongs to it: `<name>.sig.json` beside `<name>.zip`, or the
 * only signature beside the only zip. Nothing else is guessed.
 *
 * SECURITY: a guess could hold a pack against a signature that was made over another one, or against the one of several that fits. Test:
 * test/electron/verifier/nested-packs.test.ts "takes no signature where it is not clear which".
 */
export function signaturesBeside(files: readonly OpenedFile[]): Map<OpenedFile, SignatureBeside> {
  const zips = files.filter(isZip);
  const signatures = files.filter(({ identity, status }) => identity.id === 'signature' && status === 'unread');
  const named = new Map<OpenedFile, OpenedFile>();
  for (const zip of zips) {
    const wanted = zip.entry.name.replace(/\.zip$/, '.sig.json');
    const own = signatures.find(({ entry }) => entry.name === wanted && wanted !== zip.entry.name);
    if (own !== undefined) named.set(zip, own);
  }
  const taken = new Set(named.values());
  const result = new Map<OpenedFile, SignatureBeside>();
  for (const zip of zips) {
    const own = named.get(zip);
    const rest = signatures.filter((one) => !taken.has(one) && folderOf(one) === folderOf(zip));
    const rivals = packsIn(files, folderOf(zip)).filter((one) => !named.has(one));
    const [only] = rest;
    if (own !== undefined) result.set(zip, { kind: 'one', file: own });
    else if (only === undefined) result.set(zip, { kind: 'none' });
    else if (rest.length === 1 && rivals.length === 1) result.set(zip, { kind: 'one', file: only });
    else result.set(zip, { kind: 'unclear', files: rest });
  }
  return result;
}

/** Everything in a folder that a detached signature may be about: zips, and a manifest that lies there unpacked. */
function packsIn(files: readonly OpenedFile[], folder: string): OpenedFile[] {
  return files.filter(
    (file) => folderOf(file) === folder && (isZip(file) || file.identity.id === 'control-pack-manifest'),
  );
}

function isZip({ identity, head }: OpenedFile): boolean {
  return (
    identity.id === 'archive' &&
    ZIP_STARTS.some((start) => Buffer.from(head.subarray(0, 4)).toString('latin1') === start)
  );
}

function folderOf({ entry }: OpenedFile): string {
  return entry.name.slice(0, entry.name.length - entry.baseName.length);
}
