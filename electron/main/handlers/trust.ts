import { type Result, success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { TrustImport, TrustStore as TrustView } from '../../../shared/ipc/contract.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';
import { exportFile } from './exports.ts';
import { lastingSource, type OpenSource } from './open-source.ts';

type TrustChannel =
  | 'trust:get'
  | 'trust:import-picked'
  | 'trust:import-dropped'
  | 'trust:shipped-logs'
  | 'trust:remove'
  | 'trust:export';

/** Brings, takes away and hands out what the auditor trusts. */
export function trustHandlers(dependencies: HandlerDependencies): HandlerGroup<TrustChannel> {
  const { trust, documents, pickers, dropped, saveFile } = dependencies;

  /** Open documents are judged again; how that goes they tell by events, so nobody waits for a long replay here. */
  async function changed(outcome: Result<TrustView>): Promise<Result<TrustView>> {
    if (outcome.ok) void documents.setTrust(await trust.forVerifier());
    return outcome;
  }

  async function bring(request: TrustImport, source: OpenSource): Promise<Result<TrustView>> {
    try {
      return await changed(await trust.import(request, source.path, source.name));
    } finally {
      await source.release();
    }
  }

  return {
    [CHANNELS.trustGet]: async () => success(await trust.view()),
    [CHANNELS.trustImportPicked]: async (request) => {
      const picked = await pickers.pickTrust(request.kind);
      if (!picked.ok) return picked;
      return picked.value === null ? success(null) : bring(request, lastingSource(picked.value));
    },
    [CHANNELS.trustImportDropped]: async ({ import: request, handles }) => {
      const source = await dropped.single(handles);
      return source.ok ? bring(request, source.value) : source;
    },
    [CHANNELS.trustShippedLogs]: async ({ on }) => changed(await trust.switchShippedLogs(on)),
    [CHANNELS.trustRemove]: async ({ id }) => changed(await trust.remove(id)),
    [CHANNELS.trustExport]: async () => saveFile(await exportFile('trust', dependencies)),
  };
}
