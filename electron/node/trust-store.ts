import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SHIPPED_LOGS, SHIPPED_LOGS_DATE } from '../../shared/anchors/shipped-logs.ts';
import { NO_TRUST, parseTrustFile, toTrustFile } from '../../shared/anchors/trust.ts';
import { failure, type Result, success } from '../../shared/base/result.ts';
import { showText } from '../../shared/base/text.ts';
import { encodeUtf8 } from '../../shared/base/utf8.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { TrustImport, TrustItem, TrustStore as TrustView } from '../../shared/ipc/contract.ts';
import { NO_VERIFIER_TRUST, type VerifierTrust } from '../../shared/ipc/verifier.ts';
import { writeFileAtomically } from './atomic-write.ts';
import type { CustodyRecorder } from './custody-entry.ts';
import { systemCode } from './file-source.ts';
import { readSmallFile } from './small-file.ts';
import { readTrustFile, readTrustImport, TRUST_FILE_BYTES, trustFileBytes } from './trust-files.ts';
import { type HeldTrust, heldTrust, joinTrust } from './trust-items.ts';

const UNREADABLE_SHOWN = 400;

/** What a store is made of. */
export interface TrustStoreOptions {
  /** Folder of the settings. */
  readonly folder: string;
  now(): Date;
  /** Told of every change. */
  readonly custody: CustodyRecorder;
}

interface State {
  readonly brought: readonly HeldTrust[];
  readonly shippedOn: boolean;
  /** One sentence when what was stored could not be read; null otherwise. */
  readonly notice: string | null;
}

/** A trust file, to be saved elsewhere. */
export interface ExportedTrust {
  readonly bytes: Uint8Array;
  readonly items: number;
}

const SHIPPED: readonly HeldTrust[] = shippedTrust();

/**
 * What the auditor trusts, kept in `trust.json` (docs/formats/trust.md) of the settings folder; empty at first start. The list of log keys that
 * ships with the program is kept apart and is off until it is switched on. What can not be read again is never kept, and a stored file that
 * can not be read is set aside, not written over.
 */
export class TrustStore {
  readonly #options: TrustStoreOptions;
  #state: Promise<State> | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: TrustStoreOptions) {
    this.#options = options;
  }

  /** What is in the store, for people. */
  async view(): Promise<TrustView> {
    const { brought, shippedOn, notice } = await this.#load();
    return {
      items: effective({ brought, shippedOn }).map(({ item }) => item),
      shippedLogs: {
        on: shippedOn,
        date: SHIPPED_LOGS_DATE,
        origins: SHIPPED_LOGS.logKeys.map(({ origin }) => origin),
      },
      ...(notice === null ? {} : { notice }),
    };
  }

  /** What is in the store, for a verifier. */
  async forVerifier(): Promise<VerifierTrust> {
    const { brought, shippedOn } = await this.#load();
    const files = [
      ...(brought.length === 0 ? [] : [toTrustFile(joinTrust(brought))]),
      ...(shippedOn ? [SHIPPED_LOGS] : []),
    ];
    return { ...NO_VERIFIER_TRUST, trustFiles: files };
  }

  /**
   * Takes what a file holds into the store, whole or not at all.
   *
   * @param path of the file; stays inside
   * @param name of the file, for messages
   * @returns the store; a fault that names the file and the rule: those of `readSmallFile` and `readTrustImport`, `trust-known` when nothing
   *   in it is new, `trust-store-full`, `trust-not-saved`
   */
  import(request: TrustImport, path: string, name: string): Promise<Result<TrustView>> {
    return this.#next(async () => {
      const bytes = await readSmallFile(path, trustFileBytes(request.kind), name);
      if (!bytes.ok) return bytes;
      const material = readTrustImport(request, bytes.value, name, this.#options.now().toISOString());
      if (!material.ok) return material;
      const state = await this.#load();
      const known = new Set(state.brought.map(({ item }) => item.id));
      const added: HeldTrust[] = [];
      for (const held of heldTrust(material.value, false)) {
        if (known.has(held.item.id)) continue;
        known.add(held.item.id);
        added.push(held);
      }
      if (added.length === 0) {
        const message = `Nothing in "${showName(name)}" is new. To note another origin, remove what is in the store first.`;
        return failure({ code: 'trust-known', message });
      }
      const saved = await this.#keep({ ...state, brought: [...state.brought, ...added] });
      if (!saved.ok) return saved;
      for (const { item } of added)
        this.#options.custody.record('trust.added', { ...itemFacts(item), file: showName(name) });
      return success(await this.view());
    });
  }

  /** Takes one piece out. Faults: `trust-unknown`, `trust-shipped` (it is switched, not removed), `trust-not-saved`. */
  remove(id: string): Promise<Result<TrustView>> {
    return this.#next(async () => {
      const state = await this.#load();
      const found = effective(state).find(({ item }) => item.id === id)?.item;
      if (found === undefined) return failure({ code: 'trust-unknown', message: 'This is not in the trust store.' });
      if (!state.brought.some(({ item }) => item.id === id)) {
        return failure({
          code: 'trust-shipped',
          message: 'It came with the program. Switch the shipped list off instead.',
        });
      }
      const saved = await this.#keep({ ...state, brought: state.brought.filter(({ item }) => item.id !== id) });
      if (!saved.ok) return saved;
      this.#options.custody.record('trust.removed', itemFacts(found));
      return success(await this.view());
    });
  }

  /** Switches the shipped list of log keys on or off. Fault: `trust-not-saved`. */
  switchShippedLogs(on: boolean): Promise<Result<TrustView>> {
    return this.#next(async () => {
      const state = await this.#load();
      const saved = await this.#write('shipped-logs.json', `${JSON.stringify({ on, date: SHIPPED_LOGS_DATE })}\n`);
      if (!saved.ok) return saved;
      this.#state = Promise.resolve({ ...state, shippedOn: on });
      const origins = SHIPPED_LOGS.logKeys.map(({ origin }) => origin);
      this.#options.custody.record('trust.shipped-logs', { on, date: SHIPPED_LOGS_DATE, origins });
      return success(await this.view());
    });
  }

  /** Everything that is trusted now, the shipped list too when it is on: with it the command line comes to the same verdict. */
  async export(): Promise<ExportedTrust> {
    const held = effective(await this.#load());
    return { bytes: encodeUtf8(textOf(held)), items: held.length };
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #load(): Promise<State> {
    this.#state ??= this.#read();
    return this.#state;
  }

  async #read(): Promise<State> {
    const shippedOn = await this.#readSwitch();
    const path = join(this.#options.folder, 'trust.json');
    const bytes = await readSmallFile(path, TRUST_FILE_BYTES);
    if (!bytes.ok && (await isAbsent(path))) return { brought: [], shippedOn, notice: null };
    const read = bytes.ok ? readTrustFile(bytes.value, 'trust.json') : bytes;
    if (read.ok) return { brought: distinct(heldTrust(read.value, false)), shippedOn, notice: null };
    return { brought: [], shippedOn, notice: await this.#setAside(path, read.error.message) };
  }

  /** SECURITY: a list with another date than the one that was switched on is off (test/electron/node/trust-store.test.ts "asks again for a new list"). */
  async #readSwitch(): Promise<boolean> {
    try {
      const value: unknown = JSON.parse(await readFile(join(this.#options.folder, 'shipped-logs.json'), 'utf8'));
      return JSON.stringify(value) === JSON.stringify({ on: true, date: SHIPPED_LOGS_DATE });
    } catch {
      return false;
    }
  }

  /** Keeps a stored file that can not be read under another name; one sentence that says so. */
  async #setAside(path: string, reason: string): Promise<string> {
    const name = `trust-unreadable-${this.#options.now().toISOString().replaceAll(':', '')}.json`;
    const kept = await rename(path, join(this.#options.folder, name)).then(
      () => `It was kept as "${name}" in the settings folder`,
      (error: unknown) => `It could not be set aside (${systemCode(error)})`,
    );
    this.#options.custody.record('trust.set-aside', { file: name, reason });
    return `The stored trust could not be read, so the store is empty. ${kept}. ${showText(reason, UNREADABLE_SHOWN)}`;
  }

  /** Writes the store first, so that what is in effect is what is on disk. */
  async #keep(state: State): Promise<Result<null>> {
    const text = textOf(state.brought);
    const readable = parseTrustFile(JSON.parse(text), 'trust.json');
    if (!readable.ok || text.length > TRUST_FILE_BYTES) {
      const message = 'The trust store is full. Remove what is no longer needed first.';
      return failure({ code: 'trust-store-full', message });
    }
    const saved = await this.#write('trust.json', text);
    if (saved.ok) this.#state = Promise.resolve({ ...state, notice: null });
    return saved;
  }

  async #write(name: string, text: string): Promise<Result<null>> {
    try {
      await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
      await writeFileAtomically(join(this.#options.folder, name), text);
      return success(null);
    } catch (error) {
      const message = `The trust store could not be saved (${systemCode(error)}), so it stays as it was.`;
      return failure({ code: 'trust-not-saved', message });
    }
  }
}

function shippedTrust(): HeldTrust[] {
  const parsed = parseTrustFile(SHIPPED_LOGS, 'shipped log keys');
  return heldTrust(parsed.ok ? parsed.value : NO_TRUST, true);
}

function effective({ brought, shippedOn }: Pick<State, 'brought' | 'shippedOn'>): readonly HeldTrust[] {
  if (!shippedOn) return brought;
  const known = new Set(brought.map(({ item }) => item.id));
  return [...brought, ...SHIPPED.filter(({ item }) => !known.has(item.id))];
}

function distinct(held: readonly HeldTrust[]): HeldTrust[] {
  return [...new Map(held.map((each) => [each.item.id, each])).values()];
}

function textOf(held: readonly HeldTrust[]): string {
  return `${JSON.stringify(toTrustFile(joinTrust(held)), null, 2)}\n`;
}

function itemFacts({ kind, label, fingerprint, detail, provenance }: TrustItem) {
  const { how, by, obtainedAt } = provenance;
  return { kind, label, fingerprint, detail, how, by, obtainedAt };
}

async function isAbsent(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (error: unknown) => systemCode(error) === 'ENOENT',
  );
}
