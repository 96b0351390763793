import { rm } from 'node:fs/promises';
import type { VerificationReport } from '../../shared/base/verification.ts';
import { anchorFaults } from '../../shared/chain/anchor-check.ts';
import type { ChainFault } from '../../shared/chain/fault.ts';
import type { RequestOf } from '../../shared/ipc/contract.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';
import type { DocumentView, FileText, QueryView, RowDetail, RowPage, Strip } from '../../shared/ipc/model.ts';
import type { AnchorFile, VerifierInit, VerifierTrust } from '../../shared/ipc/verifier.ts';
import { anchorFilesOf, anchorView, type HeldAnchor, readAnchorFile } from './anchors.ts';
import { dateInName } from './bundle-date.ts';
import { fileView } from './bundle-files.ts';
import { Cancelled, CancelToken } from './cancel.ts';
import { faultMessage } from './fault-message.ts';
import { fileText } from './file-text.ts';
import { ProgressMeter } from './meter.ts';
import { listedFiles, openBundle } from './open-bundle.ts';
import type { Query } from './query.ts';
import { QueryBook } from './query-book.ts';
import type { QueryPlan } from './query-scanner.ts';
import { WrongUse } from './record-error.ts';
import { RequestFault } from './request-fault.ts';
import { rowDetail } from './row-detail.ts';
import { rowSummaries } from './row-view.ts';
import { nextFaultOf, stripOf } from './strip-view.ts';
import { type ResolvedTrust, resolveTrust, trustUses } from './trust-input.ts';
import { Verification } from './verification.ts';

/** One opened bundle: its state, the work on it, and what the screens may ask of it. */
export class OpenDocument {
  private readonly init: VerifierInit;
  private readonly emit: (event: AppEvent) => void;
  private readonly meter: ProgressMeter;
  private token = new CancelToken();
  private work: Verification | null = null;
  private running: Promise<void> = Promise.resolve();
  private state: DocumentView['state'] = 'opening';
  private failure: { readonly message: string; readonly wrongUse: boolean } | null = null;
  private report: VerificationReport | null = null;
  private anchors: HeldAnchor[] = [];
  private nextAnchor = 0;
  private anchorsLoaded = false;
  private readonly queries: QueryBook;
  private trustGiven: VerifierTrust | undefined;
  private trust: ResolvedTrust | null = null;

  constructor(init: VerifierInit, emit: (event: AppEvent) => void, threads: QueryPlan | null) {
    this.init = init;
    this.emit = emit;
    this.trustGiven = init.trust;
    this.queries = new QueryBook((query) => emit({ type: 'query', documentId: init.documentId, query }), threads);
    this.meter = new ProgressMeter((progress) => emit({ type: 'progress', documentId: init.documentId, progress }));
  }

  /** Opens and verifies; ends in state `done`, `cancelled` or `error`, never by throwing. */
  start(): Promise<void> {
    this.running = this.verify(this.token);
    return this.running;
  }

  get view(): DocumentView {
    const bundle = this.work?.bundle;
    const files = bundle === undefined ? [] : listedFiles(bundle);
    const collectedAt = bundle?.index?.read.value?.collectedAt ?? bundle?.proof?.read.value?.collectedAt ?? null;
    return {
      id: this.init.documentId,
      name: this.init.name,
      sample: this.init.sample,
      state: this.state,
      error: this.failure?.message ?? null,
      wrongUse: this.failure?.wrongUse ?? false,
      progress: this.meter.current,
      report: this.report,
      dates: {
        evidence: collectedAt,
        bundleName: dateInName(this.init.name),
        file: bundle?.container.modified ?? null,
        opened: this.init.openedAt,
      },
      files: files.map(fileView),
      fileCount: files.length,
      parts: bundle === undefined ? [] : [...bundle.parts],
      anchors: this.anchors.map(anchorView),
      packs: this.work?.packViews ?? [],
      trust: this.work?.trustViews ?? (this.trust === null ? [] : trustUses(this.trust, new Set())),
      chainFile: bundle?.chain?.file.entry.name ?? null,
    };
  }

  cancel(): DocumentView {
    this.token.cancel();
    return this.view;
  }

  /** Verifies again from the start, with the anchors that were brought. */
  async restart(): Promise<DocumentView> {
    this.token.cancel();
    const token = new CancelToken();
    this.token = token;
    // One after another, however often it is asked for: two runs at once would share the spool.
    const released = this.running.then(async () => {
      await this.releaseWork();
      this.state = 'opening';
      this.report = null;
      this.failure = null;
      this.anchors = this.anchors.map((held) => ({ ...held, judgement: null }));
    });
    this.running = released.then(() => this.verify(token));
    await released;
    return this.view;
  }

  /** Adds anchors of the auditor, all or none, and makes the verdict again from the replay at hand. */
  async addAnchors(files: readonly AnchorFile[]): Promise<DocumentView> {
    const held = await this.readAnchors(files);
    this.anchors = [...this.anchors, ...held];
    await this.judgeAgain();
    return this.view;
  }

  async removeAnchor(id: string): Promise<DocumentView> {
    this.anchors = this.anchors.filter((held) => held.id !== id || held.origin === 'bundle');
    await this.judgeAgain();
    return this.view;
  }

  /** Takes other trust and makes the verdict again from the replay at hand. */
  async setTrust(trust: VerifierTrust): Promise<DocumentView> {
    this.trustGiven = trust;
    const resolved = await resolveTrust(trust);
    // What was given last counts, whichever was read first.
    if (this.trustGiven === trust) {
      this.trust = resolved;
      this.work?.setTrust(resolved);
      await this.judgeAgain();
    }
    return this.view;
  }

  async rows({ from, count, queryId }: RequestOf<'rows:get'>): Promise<RowPage> {
    const packRows = this.work?.packRows ?? null;
    if (packRows !== null && queryId === undefined) return packRows.page(from, count);
    const work = this.readableWork();
    const query = queryId === undefined ? null : this.query(queryId);
    const total = query === null ? (work.index?.count ?? 0) : query.view.kept;
    const wanted = Math.max(0, Math.min(count, total - from));
    const positions = query?.page(from, count) ?? Array.from({ length: wanted }, (_, at) => from + at);
    return { from, total, rows: await rowSummaries(work, this.anchorFaults(), positions) };
  }

  async row(position: number): Promise<RowDetail> {
    const packRows = this.work?.packRows ?? null;
    const detail =
      packRows !== null ? packRows.row(position) : await rowDetail(this.readableWork(), this.anchorFaults(), position);
    if (detail === null) throw new RequestFault('no-such-entry', `There is no entry at position ${position}.`);
    return detail;
  }

  strip(cells: number): Strip {
    const packRows = this.work?.packRows ?? null;
    if (packRows !== null) return packRows.strip(cells);
    return stripOf(this.work?.run?.collector.strip ?? null, this.anchorFaults(), cells);
  }

  /** Position of the nearest entry with a fault in the given direction; null when there is none. */
  nextFault(from: number, direction: 'next' | 'previous'): number | null {
    const packRows = this.work?.packRows ?? null;
    if (packRows !== null) return packRows.nextFault(from, direction);
    return nextFaultOf(this.work?.run ?? null, this.anchorFaults(), from, direction);
  }

  startQuery({ query }: RequestOf<'query:start'>): QueryView {
    return this.queries.start(this.readableWork(), query, this.anchorFaults());
  }

  query(id: string): Query {
    return this.queries.get(id);
  }

  async fileText({ fileIndex, from, count }: RequestOf<'file:text'>): Promise<FileText> {
    const file = this.work === null ? undefined : listedFiles(this.work.bundle)[fileIndex];
    if (file === undefined) throw new RequestFault('no-such-file', 'There is no such file in the bundle.');
    if (file.status === 'refused') throw new RequestFault('file-refused', 'A safety rule forbids reading this file.');
    return await fileText(file, from, count);
  }

  /** Stops all work and removes what was spooled. */
  async close(): Promise<void> {
    this.token.cancel();
    this.queries.close();
    await this.running;
    await this.releaseWork();
    await rm(this.init.spoolFolder, { recursive: true, force: true });
  }

  private async verify(token: CancelToken): Promise<void> {
    this.state = 'opening';
    this.meter.start('opening', null);
    this.publish();
    try {
      await this.loadAnchors();
      const opened = await openBundle(this.init.path, token);
      if (!opened.ok) {
        this.fail(`${opened.error.message} Nothing was verified.`, opened.error.code !== 'path-unreadable');
        return;
      }
      const first = this.trust ?? (await resolveTrust(this.trustGiven));
      // Other trust may have come meanwhile.
      this.trust ??= first;
      const work = new Verification(opened.value, this.init, this.trust, token, this.meter);
      this.work = work;
      this.anchors = [...this.anchors.filter((held) => held.origin === 'auditor'), ...(await work.candidates())];
      this.state = 'running';
      this.publish();
      await work.readAll(this.anchors);
      this.report = this.init.records?.part == null ? await this.judged(work, token) : null;
      this.state = 'done';
      this.finishMeter('done');
    } catch (error) {
      if (error instanceof Cancelled) {
        this.state = 'cancelled';
        this.finishMeter('cancelled');
      } else {
        this.fail(faultMessage(error), error instanceof WrongUse);
        return;
      }
    }
    this.publish();
  }

  private fail(message: string, wrongUse = false): void {
    this.state = 'error';
    this.failure = { message, wrongUse };
    this.report = null;
    this.finishMeter('error');
    this.publish();
  }

  private finishMeter(phase: 'done' | 'cancelled' | 'error'): void {
    const run = this.work?.run;
    this.meter.finish(phase, run?.bytes ?? 0, run?.rows ?? 0, run?.collector.breaks ?? 0);
  }

  private publish(): void {
    this.emit({ type: 'document', document: this.view });
  }

  private async readAnchors(files: readonly AnchorFile[]): Promise<HeldAnchor[]> {
    const held: HeldAnchor[] = [];
    for (const file of files) {
      held.push(await readAnchorFile(file, `anchor-${this.nextAnchor}`));
      this.nextAnchor += 1;
    }
    return held;
  }

  /** The anchors that came with the request to open; none is ever left out silently, so one that can not be read ends the run. */
  private async loadAnchors(): Promise<void> {
    if (this.anchorsLoaded) return;
    this.anchors = [...(await this.readAnchors(await anchorFilesOf(this.init.anchors))), ...this.anchors];
    this.anchorsLoaded = true;
  }

  private async judgeAgain(): Promise<void> {
    const work = this.work;
    if (this.state === 'done' && work !== null) {
      const report = await this.judged(work, new CancelToken());
      // Another run may have begun meanwhile; its own report is still to come.
      if (this.work === work) this.report = report;
    }
    this.publish();
  }

  /** The report over the anchors and the trust as they are when it is ready. Made anew it has a token of its own: a run that was cancelled stays so. */
  private async judged(work: Verification, token: CancelToken): Promise<VerificationReport> {
    for (;;) {
      const { anchors, trust } = this;
      const report = await work.report(anchors, token);
      if (anchors === this.anchors && trust === this.trust) return report;
    }
  }

  private anchorFaults(): ChainFault[] {
    return anchorFaults(this.anchors);
  }

  private readableWork(): Verification {
    if (this.work === null || this.work.index === null) {
      throw new RequestFault('no-chain', 'There is no chain to show, or it is still being opened.');
    }
    return this.work;
  }

  private async releaseWork(): Promise<void> {
    this.queries.clear();
    const work = this.work;
    this.work = null;
    await work?.close();
    for (const name of ['rows', 'entries']) await rm(`${this.init.spoolFolder}/${name}`, { force: true });
  }
}
