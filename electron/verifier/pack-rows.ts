import { packRowJudgement } from '../../shared/anchors/audit-chain-pack.ts';
import type { PackRowState } from '../../shared/anchors/pack-row.ts';
import { hashInput } from '../../shared/base/chain-canonical.ts';
import type { FindingClass } from '../../shared/base/finding.ts';
import { utf8Length } from '../../shared/base/utf8.ts';
import { STRIP_CODES } from '../../shared/chain/strip.ts';
import type { PackRow } from '../../shared/formats/audit-chain-pack-rows.ts';
import type { RowDetail, RowPage, RowState, RowSummary, Strip } from '../../shared/ipc/model.ts';
import { packTrustOf } from './judge-chain-pack.ts';
import { recheckCommand } from './recheck-command.ts';
import { capText } from './row-view.ts';
import type { SealedDocument } from './sealed-documents.ts';
import type { ResolvedTrust } from './trust-input.ts';

const PREVIEW_CHARACTERS = 200;

const STATES: Readonly<Record<PackRowState, RowState>> = {
  verified: 'recomputed',
  genesis: 'recomputed',
  'anchor-confirmed-original-not-disclosed': 'not-disclosed',
  tampered: 'tampered',
  unverifiable: 'unverifiable',
};

/** The rows of an audit-chain pack, for the Chain screen: each judged by all its legs when it is asked for. */
export class PackRows {
  private readonly document: Extract<SealedDocument, { kind: 'audit-chain-pack' }>;
  private readonly trust: ReturnType<typeof packTrustOf>;
  private readonly states: readonly PackRowState[];

  /** @param states of all rows, from the judgement of the pack by the same trust */
  constructor(
    document: Extract<SealedDocument, { kind: 'audit-chain-pack' }>,
    trust: ResolvedTrust,
    states: readonly PackRowState[],
  ) {
    this.document = document;
    this.states = states;
    this.trust = packTrustOf(document, trust);
  }

  get total(): number {
    return this.document.pack.rows.length;
  }

  page(from: number, count: number): RowPage {
    const rows = this.document.pack.rows.slice(from, from + count);
    return { from, total: this.total, rows: rows.map((row) => this.summary(row)) };
  }

  /** All about one row; null when it is out of range. */
  row(position: number): RowDetail | null {
    const row = this.document.pack.rows[position];
    const judged = packRowJudgement(this.document.pack, position, this.trust);
    if (row === undefined || judged === null) return null;
    const { members, payloadText } = row;
    const raw = capText(setOut(row));
    const input =
      payloadText === undefined || members.prevHash === undefined ? null : hashInput(members.prevHash, payloadText);
    const canonical = input === null ? null : capText(input);
    return {
      position,
      seq: members.seq ?? null,
      state: STATES[judged.state],
      raw: raw.text,
      rawTruncated: raw.cut,
      bytes: utf8Length(raw.text),
      byteOffset: 0,
      uncovered: [],
      canonical: canonical?.text ?? null,
      canonicalTruncated: canonical?.cut ?? false,
      canonicalBytes: input === null ? null : utf8Length(input),
      prevHash: members.prevHash ?? null,
      storedHash: members.hash ?? null,
      computedHash: input === null || members.redacted === true ? null : this.trust.sha256.hexOfText(input),
      previousHash: this.document.pack.rows[position - 1]?.members.hash ?? null,
      nextPrevHash: this.document.pack.rows[position + 1]?.members.prevHash ?? null,
      legs: judged.legs.map((leg) => ({
        id: leg.id,
        question: leg.question,
        result: leg.result,
        expected: leg.expected ?? '',
        actual: leg.actual ?? '',
        equation: leg.message,
      })),
      findings: this.document.pack.findings.filter((finding) => finding.where.position === position),
      command: input === null || members.redacted === true ? null : recheckCommand(input),
    };
  }

  strip(cells: number): Strip {
    const total = this.total;
    const codes = new Array<number>(cells).fill(STRIP_CODES.notRead);
    for (let cell = 0; cell < cells && total > 0; cell += 1) {
      const first = Math.floor((cell * total) / cells);
      const last = Math.max(first, Math.ceil(((cell + 1) * total) / cells) - 1);
      let worst: number = STRIP_CODES.recomputed;
      for (let at = first; at <= last; at += 1) worst = Math.max(worst, this.code(at));
      codes[cell] = worst;
    }
    return { total, cells: codes };
  }

  /** The nearest row in a direction that is not plainly sound; null when there is none. */
  nextFault(from: number, direction: 'next' | 'previous'): number | null {
    const step = direction === 'next' ? 1 : -1;
    for (let at = from + step; at >= 0 && at < this.total; at += step) {
      if (this.code(at) > STRIP_CODES.recomputed) return at;
    }
    return null;
  }

  private code(position: number): number {
    const state = this.states[position];
    if (state === 'tampered') return STRIP_CODES.tampered;
    return state === 'verified' || state === 'genesis' ? STRIP_CODES.recomputed : STRIP_CODES.warning;
  }

  private summary(row: PackRow): RowSummary {
    const judged = packRowJudgement(this.document.pack, row.position, this.trust);
    const failed = judged?.legs.flatMap((leg) => leg.class ?? []) ?? [];
    const payload = row.payloadText ?? '';
    return {
      position: row.position,
      seq: row.members.seq ?? null,
      state: judged === null ? 'not-read' : STATES[judged.state],
      classes: [...new Set<FindingClass>(failed)],
      hash: row.members.hash ?? null,
      preview: payload.slice(0, PREVIEW_CHARACTERS),
      bytes: utf8Length(payload),
    };
  }
}

/** The row as text for reading, its payload in canonical form: the pack keeps no text of its own for one row. */
function setOut({ members, payloadText }: PackRow): string {
  const { raw } = members;
  if (raw === undefined || payloadText === undefined) return JSON.stringify(members, null, 1);
  const head = JSON.stringify({ ...members, raw: { prevHash: raw.prevHash } }, null, 1);
  return `${head}\n\nraw.payload\n${payloadText}`;
}
