import { join } from 'node:path';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { CancelToken } from '../../../electron/verifier/cancel.ts';
import { type EntryBytes, Spool } from '../../../electron/verifier/entry-bytes.ts';
import { type EntriesForm, ReplayRun } from '../../../electron/verifier/replay-run.ts';
import { RowIndex } from '../../../electron/verifier/row-index.ts';

/** A chain that was replayed and can be searched. */
export interface TestSearchedChain {
  readonly run: ReplayRun;
  readonly index: RowIndex;
  readonly bytes: EntryBytes;
}

/** Replays a file with an index and a spool in a folder, which are closed when the test is done with them. */
export async function withSearchedChain(
  file: Uint8Array,
  form: EntriesForm,
  folder: string,
  use: (chain: TestSearchedChain) => Promise<void>,
): Promise<void> {
  const index = new RowIndex(join(folder, 'rows'));
  const spool = await Spool.create(join(folder, 'entries'));
  async function* stream() {
    yield file;
  }
  const run = new ReplayRun({
    stream,
    name: 'chain',
    form,
    sha256: nodeSha256,
    token: new CancelToken(),
    wanted: new Set(),
    index,
    spool,
    kernel: null,
    onProgress: () => undefined,
  });
  try {
    await run.run();
    await use({ run, index, bytes: spool });
  } finally {
    index.close();
    await spool.close();
  }
}
