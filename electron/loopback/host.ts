import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from '../../shared/base/result.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { Documents } from '../main/documents.ts';
import { createDispatch } from '../main/handlers/dispatch.ts';
import { exportFile } from '../main/handlers/exports.ts';
import { lastingSource } from '../main/handlers/open-source.ts';
import { Recents } from '../main/recents.ts';
import { Samples } from '../main/samples.ts';
import { SettingsStore } from '../main/settings.ts';
import { CustodyLog } from '../node/custody-log.ts';
import { TrustStore } from '../node/trust-store.ts';
import type { VerifierConnection } from '../node/verifier-connection.ts';
import { openWorkFolder } from '../node/work-folder.ts';
import { EventStream } from './event-stream.ts';
import { loadPage, type PageFolders } from './page.ts';
import { startServer } from './server.ts';
import { Uploads } from './uploads.ts';

/** What a host is made of. */
export interface HostOptions {
  readonly page: PageFolders;
  readonly samplesFolder: string;
  readonly settingsFolder: string;
  readonly version: string;
  /** 0 for any free one. */
  readonly port: number;
  startVerifier(): VerifierConnection;
}

/** A running host. */
export interface Host {
  /** The address to open in a browser; works once. */
  readonly address: string;
  readonly port: number;
  /** Opens a file or folder of this machine and shows it to the page. */
  open(path: string): Promise<void>;
  /** Ends all verifiers, removes all copies, stops listening. */
  stop(): Promise<void>;
}

const NO_DIALOG = failure({ code: 'no-native-dialog', message: 'The browser itself shows the dialog here.' });

/**
 * Runs what Electron's main process runs, for a browser on the same machine: the same handlers, headers and verifiers over
 * 127.0.0.1.
 *
 * @throws when the page is not built or the port is taken
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const page = await loadPage(options.page);
  const work = await openWorkFolder(tmpdir());
  const uploadsFolder = join(work.path, 'uploads');
  await mkdir(uploadsFolder, { mode: 0o700 });
  const events = new EventStream();
  const recents = new Recents(options.settingsFolder);
  const now = (): Date => new Date();
  const custody = new CustodyLog({ folder: options.settingsFolder, now });
  custody.record('app.started', { version: options.version, shell: 'loopback', platform: process.platform });
  const trust = new TrustStore({ folder: options.settingsFolder, now, custody });
  const documents = new Documents({
    startVerifier: options.startVerifier,
    spoolRoot: work.path,
    toolVersion: options.version,
    recents,
    custody,
    trust: await trust.forVerifier(),
    emit: (event) => events.emit(event),
    now,
    monotonicNow: () => performance.now(),
  });
  const uploads = new Uploads(uploadsFolder);
  const dispatch = createDispatch({
    info: { version: options.version, shell: 'loopback', platform: process.platform },
    documents,
    recents,
    samples: new Samples(options.samplesFolder),
    settings: new SettingsStore(options.settingsFolder),
    pickers: {
      pickBundle: async () => NO_DIALOG,
      pickAnchors: async () => NO_DIALOG,
      pickSignatures: async () => NO_DIALOG,
      pickTrust: async () => NO_DIALOG,
    },
    dropped: uploads,
    trust,
    custody,
    now,
    saveFile: async () => NO_DIALOG,
    writeClipboard: () => Promise.reject(new Error('the browser has the clipboard')),
  });
  const views = (): DocumentView[] =>
    documents.ids.flatMap((id) => {
      const document = documents.get(id);
      return document.ok ? [document.value.view] : [];
    });
  const server = await startServer(
    {
      page,
      dispatch,
      uploads,
      connect: (response, pageId) => events.connect(response, pageId, views()),
      exportFile: (name) => exportFile(name, { trust, custody, now }),
    },
    options.port,
  );
  return {
    address: server.address,
    port: server.port,
    open: async (path) => {
      const opened = await documents.open(lastingSource(path), null);
      if (opened.ok) events.emit({ type: 'opened', documentId: opened.value.id });
    },
    stop: async () => {
      events.close();
      await server.stop();
      await documents.closeAll();
      await custody.close();
      await uploads.close();
      await work.remove();
    },
  };
}
