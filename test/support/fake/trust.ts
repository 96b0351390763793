import { failure, type Result, success } from '../../../shared/base/result.ts';
import type { CustodyPage, RequestOf, TrustImport, TrustItem, TrustStore } from '../../../shared/ipc/contract.ts';
import { fakeHash } from './hash.ts';

type Entry = CustodyPage['entries'][number];

/** What the fake store and the fake log start with. */
export interface FakeTrustOptions {
  /** Empty unless told, as at first start. */
  readonly trust?: readonly TrustItem[];
  /** One sentence about a store that could not be read. */
  readonly trustNotice?: string;
  /** The entries of FAKE_CUSTODY unless told. */
  readonly custody?: readonly Entry[];
  /** What does not hold in the log; nothing unless told. */
  readonly custodyProblem?: string;
}

/** A key, a root and a log key, as the store shows them; texts of others come escaped. */
export const FAKE_TRUST_ITEMS: readonly TrustItem[] = [
  {
    id: 'key-1',
    kind: 'key',
    label: 'caisson-prod-2026⟨U+202E⟩',
    fingerprint: fakeHash(1, 21),
    detail: 'Ed25519; may sign anchors and pack seals; any tenant',
    provenance: { how: 'Read out over the telephone', by: 'A. Auditor', obtainedAt: '2026-03-01T09:00:00.000Z' },
    shipped: false,
  },
  {
    id: 'timestamp-root-1',
    kind: 'timestamp-root',
    label: 'Example TSA Root',
    fingerprint: fakeHash(2, 21),
    detail: 'CN=Example TSA Root, O=Example; validity 2020-01-01T00:00:00.000Z to 2030-01-01T00:00:00.000Z',
    provenance: { how: 'Engagement letter, annex 2', by: 'A. Auditor', obtainedAt: '2025-01-15T09:00:00.000Z' },
    shipped: false,
  },
];

const SHIPPED_LOG: TrustItem = {
  id: 'log-key-1',
  kind: 'log-key',
  label: 'log2025-1.rekor.sigstore.dev',
  fingerprint: fakeHash(3, 21),
  detail: 'Ed25519, public log; in use from 2025-09-23T00:00:00Z',
  provenance: {
    how: 'Shipped with the program: list of public-log keys of 2026-11-22',
    by: 'Bathyscope',
    obtainedAt: '2026-11-22T00:00:00Z',
  },
  shipped: true,
};

/** Entries of a custody log, as they are shown. */
export const FAKE_CUSTODY: readonly Entry[] = [
  ['log.begun', 'reason: there was no log'],
  ['app.started', 'version: 0.1.0; shell: loopback; platform: linux'],
  ['document.opened', 'document: 6f1c; name: drop⟨U+202E⟩gpj.zip'],
  [
    'document.judged',
    `document: 6f1c; sha256: ${fakeHash(77, 7)}; verdict: tampered; firstBrokenSeq: 8204; anchors: none`,
  ],
  ['document.closed', 'document: 6f1c; name: drop⟨U+202E⟩gpj.zip'],
].map(([event = '', detail = ''], seq) => ({
  seq,
  at: `2026-11-22T10:0${seq}:00.000Z`,
  event,
  detail,
  hash: fakeHash(seq, 22),
}));

/** The trust store and the custody log of the fake API. */
export class FakeTrust {
  #items: readonly TrustItem[];
  #shippedOn = false;
  #nextId = 100;
  readonly #options: FakeTrustOptions;

  constructor(options: FakeTrustOptions) {
    this.#options = options;
    this.#items = options.trust ?? [];
  }

  view(): Result<TrustStore> {
    const notice = this.#options.trustNotice;
    return success({
      items: [...this.#items, ...(this.#shippedOn ? [SHIPPED_LOG] : [])],
      shippedLogs: { on: this.#shippedOn, date: '2026-11-22', origins: [SHIPPED_LOG.label] },
      ...(notice === undefined ? {} : { notice }),
    });
  }

  import(request: TrustImport): Result<TrustStore> {
    const added = request.kind === 'trust-file' ? FAKE_TRUST_ITEMS : [this.#itemOf(request)];
    const known = new Set(this.#items.map(({ id }) => id));
    this.#items = [...this.#items, ...added.filter(({ id }) => !known.has(id))];
    return this.view();
  }

  remove(id: string): Result<TrustStore> {
    if (!this.#items.some((item) => item.id === id))
      return failure({ code: 'trust-unknown', message: 'This is not in the trust store.' });
    this.#items = this.#items.filter((item) => item.id !== id);
    return this.view();
  }

  switchShippedLogs(on: boolean): Result<TrustStore> {
    this.#shippedOn = on;
    return this.view();
  }

  custody({ from, count }: RequestOf<'custody:get'>): Result<CustodyPage> {
    const all = this.#options.custody ?? FAKE_CUSTODY;
    return success({
      total: all.length,
      from,
      entries: all.slice(from, from + count),
      problem: this.#options.custodyProblem ?? null,
      tip: all.at(-1)?.hash ?? null,
    });
  }

  #itemOf(request: Exclude<TrustImport, { kind: 'trust-file' }>): TrustItem {
    const number = this.#nextId++;
    const label =
      request.kind === 'key'
        ? (request.keyId ?? 'Public key')
        : request.kind === 'log-key'
          ? request.origin
          : (request.label ?? 'Example TSA Root');
    return {
      id: `${request.kind}-${number}`,
      kind: request.kind,
      label,
      fingerprint: fakeHash(number, 21),
      detail: 'Ed25519',
      provenance: { ...request.provenance, obtainedAt: '2026-11-22T10:00:00.000Z' },
      shipped: false,
    };
  }
}
