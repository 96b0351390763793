import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Documents } from '../../electron/main/documents.ts';
import type { OpenSource } from '../../electron/main/handlers/open-source.ts';
import { Recents } from '../../electron/main/recents.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';
import { NO_VERIFIER_TRUST } from '../../shared/ipc/verifier.ts';
import { FakeVerifier } from './fake-verifier.ts';

/** A broker with verifiers that the test plays, in a folder of its own. */
export interface TestBroker {
  readonly folder: string;
  readonly documents: Documents;
  readonly recents: Recents;
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
  const verifiers: FakeVerifier[] = [];
  const events: AppEvent[] = [];
  const broker: TestBroker = {
    folder,
    recents,
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
      toolVersion: '0.0.0',
      recents,
      emit: (event) => events.push(event),
      now: () => new Date('2026-11-22T10:00:00Z'),
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
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return broker;
}
