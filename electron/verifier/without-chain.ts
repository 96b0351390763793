import { COMPRESSED_ID } from '../../shared/formats/registry.ts';
import { otherEncoding } from '../../shared/formats/text-encoding.ts';
import { isUnlisted } from './bundle-notes.ts';
import type { OpenedBundle } from './open-bundle.ts';

/** What is given beside evidence and is none, by the id of its identity: what it is, and where it is given. */
const BROUGHT: ReadonlyMap<string, { readonly what: string; readonly give: string }> = new Map([
  [
    'anchor',
    {
      what: 'an anchor: it says how long a chain was and how it ended, and holds no entry that could be replayed',
      give: 'the chain, and give this beside it: on the command line with --anchor, in the app with "Add anchor…" on the Trust screen',
    },
  ],
  [
    'trust-file',
    {
      what: 'a trust file: it says what somebody relies on, and is no evidence',
      give: 'the evidence, and give this beside it: on the command line with --trust, in the app as "Trust file" in the trust store on the Trust screen',
    },
  ],
  [
    'public-key',
    {
      what: 'a public key: it says whose signature may count, and is no evidence',
      give: 'the evidence, and give this beside it: on the command line with --pin-key (a key of the producer) or --log-key (the key of a public log), in the app as "Key of the producer" or "Key of a public log" in the trust store on the Trust screen',
    },
  ],
  [
    'certificate',
    {
      what: 'a certificate: it says whose time stamps may count, and is no evidence',
      give: 'the evidence, and give this beside it: on the command line with --tsa-ca, in the app as "Time-stamp root" in the trust store on the Trust screen',
    },
  ],
  [
    'private-key',
    {
      what: 'a private key, which nothing here needs: keep it to yourself',
      give: 'the evidence, and give the public key beside it: on the command line with --pin-key, in the app as "Key of the producer" in the trust store on the Trust screen',
    },
  ],
]);

/**
 * What the head sentence says where there is no chain and no pack: what the input was taken for, and where that belongs when it is not evidence
 * but something that evidence is held against.
 */
export function withoutChain({ container, files }: OpenedBundle): string {
  const only = files[0];
  if (only !== undefined && files.every(({ identity }) => identity.id === only.identity.id)) {
    const brought = BROUGHT.get(only.identity.id);
    if (brought !== undefined) {
      const taken = container.kind === 'file' ? 'This file was' : 'Each file in here was';
      return `${taken} taken for ${brought.what}. Open ${brought.give}.`;
    }
  }
  if (container.kind === 'file' && only !== undefined) {
    const { id, role, description } = only.identity;
    const encoding = otherEncoding(only.head);
    if (encoding !== null)
      return `This file is written in ${encoding}, and what is read here is UTF-8. Have it written as UTF-8, which changes no hash, and open that.`;
    if (id === 'archive' || id === COMPRESSED_ID)
      return 'This file is an archive that this version does not open. Unpack it, and open what is in it.';
    return role === 'unknown'
      ? 'This file is not a form of evidence that this tool knows: neither a zip, nor entries, nor one of the named documents.'
      : `This file was taken for: ${description}. No chain in it was replayed.`;
  }
  if (isUnlisted(container))
    return 'The list of the files of the archive can not be read, so what it holds is not known; nothing was replayed.';
  return files.some(({ identity }) => identity.id === COMPRESSED_ID)
    ? 'The entries in the bundle are compressed, which this version does not open; nothing was replayed. Unpack them, and open the bundle again.'
    : 'The bundle holds no chain of entries; nothing was replayed.';
}
