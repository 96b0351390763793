import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Documents } from '../../electron/main/documents.ts';
import type { OpenSource } from '../../electron/main/handlers/open-source.ts';
import { Recents } from '../../electron/main/recents.ts';
import { CustodyLog } from '../../electron/node/custody-log.ts';
import { TrustStore } from '../../electron/node/trust-store.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';
import { NO_VERIFIER_TRUST } from '../../shared/ipc/verifier.ts';
import { FakeVerifier } from './fake-verifier.ts';

/** A broker with verifiers that the test plays, in a folder of its own. */
export interface TestBroker {
  readonly folder: string;
  readonly documents: Documents;
  readonly recents: Recents;
  readonly custody: CustodyLog;
  readonly trust: TrustStore;
  readonly verifiers: FakeVerifier[];
  readonly events: AppEvent[];
  /** Called with each verifier that is started. */
  onStart: (verifier: FakeVerifier) => void;
  /** A source that counts how often it was released. */
  source(path: string, reachable?: boolean): OpenSource & { released: number };
  remove(): Promise<void>;
}

export function createTestBroker(): TestBroker {
  const folder = mkdtempSync(join(tmpdir(), 'bathyscope-broker-'));
  const recents = new Recents(folder);
  const now = (): Date => new Date('2026-11-22T10:00:00Z');
  const custody = new CustodyLog({ folder: join(folder, 'settings'), now });
  const trust = new TrustStore({ folder: join(folder, 'settings'), now, custody });
  const verifiers: FakeVerifier[] = [];
  const events: AppEvent[] = [];
  const broker: TestBroker = {
    folder,
    recents,
    custody,
    trust,
    verifiers,
    events,
    onStart: () => undefined,
    documents: new Documents({
      startVerifier: () => {
        const verifier = new FakeVerifier();
        verifiers.push(verifier);
        setImmediate(() => broker.onStart(verifier));
        return verifier;
      },
      spoolRoot: folder,
      trust: NO_VERIFIER_TRUST,
      custody,
      toolVersion: '0.0.0',
      recents,
      emit: (event) => events.push(event),
      now,
      monotonicNow: () => 0,
    }),
    source: (path, reachable = true) => {
      const source = {
        path,
        name: path.split('/').at(-1) ?? path,
        reachable,
        released: 0,
        release: async () => {
          source.released += 1;
        },
      };
      return source;
    },
    remove: async () => {
      await broker.documents.closeAll();
      await custody.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return broker;
}
