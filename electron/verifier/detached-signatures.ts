import type { OpenedFile } from './bundle-files.ts';

/** Which detached signature lies beside an archive. */
export type SignatureBeside =
  | { readonly kind: 'one'; readonly file: OpenedFile }
  | { readonly kind: 'none' }
  /** Several could be meant. None is taken. */
  | { readonly kind: 'unclear' };

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
  const byName = new Map(signatures.map((one) => [one.entry.name, one]));
  const named = new Map<OpenedFile, OpenedFile>();
  for (const zip of zips) {
    const own = byName.get(zip.entry.name.replace(/\.zip$/, '.sig.json'));
    if (own !== undefined) named.set(zip, own);
  }
  const taken = new Set(named.values());
  const unnamed = byFolder(signatures.filter((one) => !taken.has(one)));
  // A manifest that lies there unpacked may be what a signature is about, too.
  const rivals = byFolder(files.filter((one) => isPack(one) && !named.has(one)));
  const result = new Map<OpenedFile, SignatureBeside>();
  for (const zip of zips) {
    const own = named.get(zip);
    const rest = unnamed.get(folderOf(zip)) ?? [];
    const [only] = rest;
    const alone = rest.length === 1 && rivals.get(folderOf(zip))?.length === 1;
    if (own !== undefined) result.set(zip, { kind: 'one', file: own });
    else if (only === undefined) result.set(zip, { kind: 'none' });
    else result.set(zip, alone ? { kind: 'one', file: only } : { kind: 'unclear' });
  }
  return result;
}

function byFolder(files: readonly OpenedFile[]): Map<string, OpenedFile[]> {
  const folders = new Map<string, OpenedFile[]>();
  for (const file of files) {
    const folder = folderOf(file);
    const inFolder = folders.get(folder);
    if (inFolder === undefined) folders.set(folder, [file]);
    else inFolder.push(file);
  }
  return folders;
}

function isPack(file: OpenedFile): boolean {
  return isZip(file) || file.identity.id === 'control-pack-manifest';
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
