import { join } from 'node:path';
import type { Finding } from '../../shared/base/finding.ts';
import type { VerificationReport } from '../../shared/base/verification.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { type Entry, readEntry } from '../../shared/chain/entry.ts';
import type { PackView, TrustUse } from '../../shared/ipc/model.ts';
import type { VerifierInit } from '../../shared/ipc/verifier.ts';
import { type ChainInput, verify } from '../../shared/verify.ts';
import { tenantNotCompared } from '../../shared/verify-claims.ts';
import type { NamedChain } from '../../shared/verify-named-chain.ts';
import { nodeSha256 } from '../node/hasher.ts';
import { anchorInput, demandsAnchorSignature, type JudgedSignature, judgeSignature, tenantOf } from './anchor-trust.ts';
import { type HeldAnchor, judgeAnchor } from './anchors.ts';
import { strangeSignatures } from './brought-signature.ts';
import { addOnce, digestFile, type OpenedFile } from './bundle-files.ts';
import { notInspected, otherCandidates, otherChains, otherProofs } from './bundle-notes.ts';
import type { CancelToken } from './cancel.ts';
import { candidateAnchors } from './candidate-anchors.ts';
import { compareClaims, compareTenants } from './claims.ts';
import { type ContainerDigest, digestContainer } from './container-digest.ts';
import { type EntryBytes, readEntryBytes, Spool } from './entry-bytes.ts';
import { type JudgedSealed, judgeSealed, packId } from './judge-sealed.ts';
import { kernelPlan } from './kernel-plan.ts';
import type { ProgressMeter } from './meter.ts';
import { namedChains, sealedAgainst, tenantsOfSealed } from './named-chains.ts';
import { listedFiles, type OpenedBundle } from './open-bundle.ts';
import { PackRows } from './pack-rows.ts';
import { openRecords, type ReplayRecords } from './replay-records.ts';
import { ReplayRun } from './replay-run.ts';
import { reportInput } from './report-input.ts';
import { RowIndex } from './row-index.ts';
import { loadSealed, type SealedDocument } from './sealed-documents.ts';
import { ANCHOR_USED, type ResolvedTrust, TENANT_USED, trustUses } from './trust-input.ts';
import { withoutChain } from './without-chain.ts';

/** The bundle's own anchors are compared up to this many; a bundle that holds more says so. */
const CANDIDATES = 1_000;

/** One pass over an opened bundle: replays its chain, digests its files, and makes the report. */
export class Verification {
  readonly bundle: OpenedBundle;
  run: ReplayRun | null = null;
  index: RowIndex | null = null;
  bytes: EntryBytes | null = null;
  private readonly init: VerifierInit;
  private readonly token: CancelToken;
  private readonly meter: ProgressMeter;
  private trust: ResolvedTrust;
  /** Packs and receipts of the bundle, loaded once and judged whenever trust changes. */
  private sealed: readonly SealedDocument[] = [];
  private named: readonly NamedChain[] = [];
  private judged: JudgedSealed = { packs: [], heldSignatures: new Set() };
  private signatures: readonly (JudgedSignature | null)[] = [];
  private records: ReplayRecords | null = null;
  private outer: ContainerDigest = { sha256: null, findings: [] };

  constructor(
    bundle: OpenedBundle,
    init: VerifierInit,
    trust: ResolvedTrust,
    token: CancelToken,
    meter: ProgressMeter,
  ) {
    this.bundle = bundle;
    this.trust = trust;
    this.init = init;
    this.token = token;
    this.meter = meter;
  }

  /** Anchors that travelled in the bundle: candidates, whatever they say. */
  candidates(): Promise<HeldAnchor[]> {
    return candidateAnchors(this.bundle, CANDIDATES, this.token);
  }

  /** Reads everything that a report is made from; of a part only its entries. Throws Cancelled, WrongUse, SystemFault. */
  async readAll(anchors: readonly HeldAnchor[]): Promise<void> {
    const { records, path } = this.init;
    const onlyPart = records?.part != null;
    if (!onlyPart && path !== '-') this.sealed = await loadSealed(this.bundle, this.token);
    this.named = await namedChains(this.sealed, this.token);
    await this.replay(anchors);
    if (!onlyPart) await this.digest();
    // What follows is the report; how far judging is can not be told.
    if (this.sealed.length > 0) this.meter.start('judging', null);
  }

  /** Replays the chain, if there is one. */
  private async replay(anchors: readonly HeldAnchor[]): Promise<void> {
    const { bundle, init } = this;
    const { chain } = bundle;
    if (init.records !== undefined) this.records = await openRecords(init.records, chain, init);
    if (chain === null) return;
    const file = chain.file;
    const spool = await this.keepForBrowsing(file);
    const lengths = [...anchors, ...this.named].map(({ anchor }) => anchor?.length ?? 0);
    const wanted = new Set(lengths.map((length) => length - 1));
    const part = this.records?.part ?? null;
    this.meter.start('replaying', part?.bytes ?? file.entry.size);
    const run = new ReplayRun({
      stream: (lend) => part?.stream ?? file.entry.streamOnce?.(lend) ?? file.entry.stream(),
      ...(this.records === null ? {} : { records: this.records.plan }),
      name: showName(file.entry.name),
      form: chain.form,
      sha256: nodeSha256,
      token: this.token,
      wanted,
      index: this.index,
      spool,
      kernel: kernelPlan(),
      onProgress: () => this.meter.advance(run.bytes, run.rows, run.collector.breaks),
    });
    this.run = run;
    try {
      await run.run();
      file.status = 'used';
    } catch (error) {
      // A part has no verdict that what was read until then could count for.
      if (!(error instanceof EvidenceError) || init.records?.part != null) throw error;
      file.status = 'unreadable';
      addOnce(file.findings, error.finding);
      run.settle(false);
    } finally {
      await this.records?.close(file.status === 'used');
    }
    file.sha256 = run.sha256;
  }

  /** Takes other trust; the next report is made with it. */
  setTrust(trust: ResolvedTrust): void {
    this.trust = trust;
  }

  /** The rows of an audit-chain pack, which stand in for a chain where there is none; null before it was judged. */
  get packRows(): PackRows | null {
    const at = this.sealed.findIndex((document) => document.kind === 'audit-chain-pack');
    const document = this.sealed[at];
    const states = this.judged.packs.find((pack) => pack.view.id === packId(at))?.rowStates ?? null;
    if (this.bundle.chain !== null || document?.kind !== 'audit-chain-pack' || states === null) return null;
    return new PackRows(document, this.trust, states);
  }

  get packViews(): PackView[] {
    return this.judged.packs.map((pack) => pack.view);
  }

  get trustViews(): TrustUse[] {
    return trustUses(this.trust, this.usedTrust());
  }

  /** What of the trust took part in the judgement that was made last. */
  private usedTrust(): ReadonlySet<string> {
    return new Set([
      ...this.judged.packs.flatMap((pack) => pack.used),
      ...this.signatures.flatMap((one) => one?.used ?? []),
      ...(compareTenants(this.bundle, this.trust.tenantId).length > 0 ? [TENANT_USED] : []),
    ]);
  }

  /** Prepares to show entries later; returns the spool that the replay has to fill, null when the file itself can be read again. */
  private async keepForBrowsing({ entry }: OpenedFile): Promise<Spool | null> {
    if (!this.init.browse || this.init.path === '-') return null;
    this.index = new RowIndex(join(this.init.spoolFolder, 'rows'));
    const { readAt } = entry;
    if (readAt !== undefined) {
      this.bytes = { readInto: readAt, close: () => Promise.resolve() };
      return null;
    }
    const spool = await Spool.create(join(this.init.spoolFolder, 'entries'));
    this.bytes = spool;
    return spool;
  }

  /** Takes the digest of everything that was not read as a whole yet. Throws Cancelled. */
  private async digest(): Promise<void> {
    const { container } = this.bundle;
    const rest = listedFiles(this.bundle).filter(
      (file) => file.sha256 === null && file.status !== 'refused' && file.status !== 'unreadable',
    );
    const outer = container.kind === 'zip' ? (container.fileBytes ?? 0) : 0;
    this.meter.start(
      'digesting',
      rest.reduce((sum, file) => sum + (file.entry.size ?? 0), outer),
    );
    let done = 0;
    const advance = (count: number) => {
      done += count;
      this.meter.advance(done, this.run?.rows ?? 0, this.run?.collector.breaks ?? 0);
    };
    if (this.init.path !== '-') for (const file of rest) await digestFile(file, nodeSha256, this.token, advance);
    this.outer = await digestContainer(this.bundle, nodeSha256, this.token, advance);
  }

  /** Makes the report; anchors are judged anew each time, so that one can be added without another replay. Throws Cancelled, by a token of its own. */
  async report(anchors: readonly HeldAnchor[], token: CancelToken): Promise<VerificationReport> {
    const totals = this.run?.totals ?? null;
    for (const held of anchors) await judgeAnchor(held, totals, (position) => this.hashAt(position));
    const sealed = await judgeSealed(this.sealed, this.trust, anchors, totals !== null, this.bundle.files, token);
    const claims = compareClaims(this.bundle, totals, this.trust.tenantId, tenantsOfSealed(this.sealed, this.named));
    const signed = anchors.map((held) => judgeSignature(held, this.trust, this.bundle));
    this.judged = sealed;
    this.signatures = signed;
    const used = this.usedTrust();
    return verify({
      input: reportInput(this.bundle, this.run, this.init.path, this.outer.sha256),
      toolVersion: this.init.toolVersion,
      chain: this.chainInput(),
      noChain: withoutChain(this.bundle),
      fileCount: listedFiles(this.bundle).filter((file) => file.status === 'used' || file.status === 'read').length,
      anchors: anchors.map((held, at) => anchorInput(held, signed[at]?.leg ?? null)),
      packs: sealed.packs.flatMap(({ input }) => input ?? []),
      attestations: [
        ...signed.flatMap((one) => one?.attestations ?? []),
        ...sealed.packs.flatMap((one) => one.attestations),
      ],
      keyPinned: demandsAnchorSignature(this.trust),
      claims: claims.flatMap((result) => result.claims),
      bundleFindings: [
        ...this.fileFindings(),
        ...strangeSignatures(this.trust.signatures, sealed.heldSignatures),
        ...signed.flatMap((one) => one?.findings ?? []),
        ...claims.flatMap((result) => result.findings),
        ...(await sealedAgainst(this.sealed, this.named, {
          totals,
          tenantId: tenantOf(this.trust, this.bundle),
          hashAt: (position) => this.hashAt(position),
          anchors,
          isReceiptHeld: used.has(ANCHOR_USED),
        })),
        ...tenantNotCompared(this.trust.tenantId, used.has(TENANT_USED)),
      ],
    });
  }

  /** The entry at a position, read again from its file; null when it is out of range or too long. */
  async entryAt(position: number): Promise<{ bytes: Uint8Array; offset: number; length: number; entry: Entry } | null> {
    const [place] = this.index?.read(position, 1) ?? [];
    if (place === undefined || this.bytes === null) return null;
    const bytes = await readEntryBytes(this.bytes, place.offset, place.length);
    return { bytes, ...place, entry: readEntry(bytes) };
  }

  async close(): Promise<void> {
    this.index?.close();
    await this.bytes?.close();
    await this.bundle.container.close();
  }

  /** Hash stored at a position; undefined when it can not be read, or not from what was replayed any more. */
  private async hashAt(position: number): Promise<string | undefined> {
    try {
      return this.run?.hashes.get(position) ?? (await this.entryAt(position))?.entry.hash;
    } catch (error) {
      if (error instanceof EvidenceError) return undefined;
      throw error;
    }
  }

  private chainInput(): ChainInput | null {
    const { run, bundle } = this;
    if (run === null || run.totals === null || bundle.chain === null) return null;
    return {
      file: showName(bundle.chain.file.entry.name),
      totals: run.totals,
      faults: run.collector.faults,
      counts: run.collector.findingCounts,
      breaks: run.collector.breaks,
      framing: run.framing,
      earlier: run.takenOver === 0 ? null : { rows: run.takenOver, records: this.records?.used ?? 0 },
    };
  }

  private fileFindings(): Finding[] {
    const { container, nested, documentFindings } = this.bundle;
    return [
      ...container.findings,
      ...this.outer.findings,
      ...nested.flatMap((archive) => archive.container.findings),
      ...listedFiles(this.bundle).flatMap((file) => file.findings),
      ...documentFindings,
      ...otherChains(this.bundle),
      ...otherProofs(this.bundle),
      ...otherCandidates(this.bundle, CANDIDATES),
      ...notInspected(this.bundle),
      ...this.trust.findings,
    ];
  }
}
