import type { ChainFault } from '../../shared/chain/fault.ts';
import type { QueryView, RowQuery } from '../../shared/ipc/model.ts';
import { Query, type SearchedChain } from './query.ts';
import { type QueryPlan, QueryScanner } from './query-scanner.ts';
import { RequestFault } from './request-fault.ts';

/** Searches that are kept for paging; an older one is forgotten first. */
const KEPT_QUERIES = 8;
const QUERY_EVENT_MILLISECONDS = 100;

/** The searches of one document. */
export class QueryBook {
  private readonly queries = new Map<string, Query>();
  private readonly publish: (view: QueryView) => void;
  private readonly scanner: QueryScanner;
  private next = 0;

  /** @param plan threads for long searches; null to search in this thread alone */
  constructor(publish: (view: QueryView) => void, plan: QueryPlan | null) {
    this.publish = publish;
    this.scanner = new QueryScanner(plan);
  }

  start(chain: SearchedChain, query: RowQuery, anchorFaults: readonly ChainFault[]): QueryView {
    const started = new Query(`query-${this.next}`, chain.index?.count ?? 0);
    this.next += 1;
    this.queries.set(started.id, started);
    for (const [id, old] of this.queries) {
      if (this.queries.size <= KEPT_QUERIES) break;
      old.cancel();
      this.queries.delete(id);
    }
    let lastEvent = 0;
    void started.run(chain, query, anchorFaults, this.scanner, () => {
      const view = started.view;
      const now = performance.now();
      if (view.state === 'running' && now - lastEvent < QUERY_EVENT_MILLISECONDS) return;
      lastEvent = now;
      this.publish(view);
    });
    return started.view;
  }

  get(id: string): Query {
    const query = this.queries.get(id);
    if (query === undefined) throw new RequestFault('no-such-query', 'This search is no longer kept. Start it again.');
    return query;
  }

  /** Stops all searches and forgets them. */
  clear(): void {
    for (const query of this.queries.values()) query.cancel();
    this.queries.clear();
  }
  /** Stops all searches, forgets them and ends their threads; none is started after that. */
  close(): void {
    this.clear();
    this.scanner.close();
  }
}
