import type { CustodyLog } from '../../node/custody-log.ts';
import type { TrustStore } from '../../node/trust-store.ts';

/** What can be taken out of the program as a file. */
export type ExportName = 'trust' | 'custody';

/** A file that the user asked for. */
export interface ExportedFile {
  /** Suggested name, plain ASCII. */
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Notes in the custody log that it was handed over; called when it was. */
  handedOver(): void;
}

/** What files are made from. */
export interface ExportSources {
  readonly trust: TrustStore;
  readonly custody: CustodyLog;
  /** The time of day, for the name of the file. */
  now(): Date;
}

/** Makes the file of an export. Rejects when what it is made from can not be read. */
export async function exportFile(name: ExportName, { trust, custody, now }: ExportSources): Promise<ExportedFile> {
  const day = now().toISOString().slice(0, 10);
  if (name === 'trust') {
    const { bytes, items } = await trust.export();
    return {
      name: `bathyscope-trust-${day}.json`,
      contentType: 'application/json; charset=utf-8',
      bytes,
      handedOver: () => custody.record('trust.exported', { items }),
    };
  }
  const { bytes, entries, tip } = await custody.export();
  return {
    name: `bathyscope-custody-${day}.ndjson`,
    contentType: 'application/x-ndjson; charset=utf-8',
    bytes,
    handedOver: () => custody.record('custody.exported', { entries, tip }),
  };
}
