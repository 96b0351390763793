import type { Result } from '../../../shared/base/result.ts';
import type { Channel } from '../../../shared/ipc/channels.ts';
import type { AppInfo, RequestOf, ResponseOf, TrustImport } from '../../../shared/ipc/contract.ts';
import type { CustodyLog } from '../../node/custody-log.ts';
import type { TrustStore } from '../../node/trust-store.ts';
import type { Documents } from '../documents.ts';
import type { Recents } from '../recents.ts';
import type { Samples } from '../samples.ts';
import type { SettingsStore } from '../settings.ts';
import type { ExportedFile } from './exports.ts';
import type { OpenSource } from './open-source.ts';

/** The native dialogs of a shell; the result is a path or several, null when the user changed their mind, or a fault without dialogs. */
export interface Pickers {
  pickBundle(kind: 'file' | 'folder'): Promise<Result<string | null>>;
  /** Several files, or one folder. */
  pickAnchors(kind: 'file' | 'folder'): Promise<Result<readonly string[] | null>>;
  /** Several files. */
  pickSignatures(): Promise<Result<readonly string[] | null>>;
  pickTrust(kind: TrustImport['kind']): Promise<Result<string | null>>;
}

/** Turns the handles of dropped files into something to open; each shell makes its own handles. */
export interface DroppedFiles {
  /** One file, one folder, or several files taken together as a bundle. */
  bundle(handles: readonly string[]): Promise<Result<OpenSource>>;
  /** Each file and each folder by itself, such as anchors and signatures. */
  each(handles: readonly string[]): Promise<Result<readonly OpenSource[]>>;
  /** Exactly one file, such as a key. */
  single(handles: readonly string[]): Promise<Result<OpenSource>>;
}

/** All that the handlers work with. Nothing here is Electron's: the loopback host passes its own. */
export interface HandlerDependencies {
  readonly info: Pick<AppInfo, 'version' | 'shell' | 'platform'>;
  readonly documents: Documents;
  readonly recents: Recents;
  readonly samples: Samples;
  readonly settings: SettingsStore;
  readonly pickers: Pickers;
  readonly dropped: DroppedFiles;
  readonly trust: TrustStore;
  readonly custody: CustodyLog;
  /** The time of day. */
  now(): Date;
  /** Asks where a file is to be saved and saves it; nothing happens when the user changed their mind. A fault without dialogs. */
  saveFile(file: ExportedFile): Promise<Result<null>>;
  writeClipboard(text: string): Promise<void>;
}

/** One function per channel: parsed request in, Result out. */
export type Handlers = { readonly [C in Channel]: (request: RequestOf<C>) => Promise<Result<ResponseOf<C>>> };
/** The handlers of some channels. */
export type HandlerGroup<C extends Channel> = Pick<Handlers, C>;
