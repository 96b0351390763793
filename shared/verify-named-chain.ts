import { accountIdOf } from './anchors/account-id.ts';
import type { Finding } from './base/finding.ts';
import { grouped } from './base/number-words.ts';
import { showText } from './base/text.ts';
import { checkAnchor } from './chain/anchor-check.ts';
import type { ReplayTotals } from './chain/replay.ts';
import type { Anchor } from './formats/anchor.ts';

/** Rule of the finding that an anchor of the auditor contradicts the chain that a pack names. */
export const PACK_ANCHOR_RULE = 'pack.anchor';
/** Rule of the finding that a pack names another chain than the one that was replayed. */
export const PACK_CHAIN_RULE = 'pack.chain';

/** A chain as a pack names it: by its rows, or by the anchor in its manifest. */
export interface NamedChain {
  /** Escaped name of the file that names it. */
  readonly file: string;
  /** Whose it is, as the pack states; null when that can not be read. */
  readonly tenant: string | null;
  /** Its length and its ends. */
  readonly anchor: Anchor;
  /** Hash stored at a position; undefined where the pack names none. */
  readonly hashAt: (position: number) => string | undefined;
  /** It has each row of the chain, so that an anchor over more of them is over rows that are gone. */
  readonly isWhole: boolean;
}

/** An anchor as far as it is compared here. */
export interface ComparedAnchor {
  readonly origin: 'auditor' | 'bundle';
  /** Escaped name. */
  readonly file: string;
  readonly anchor: Anchor;
}

/** What comparing one anchor gave: a contradiction, agreement, or `null` where no pack names anything that it could be compared with. */
type Comparison =
  | (Pick<Finding, 'class' | 'message' | 'expected' | 'actual'> & { readonly against: string })
  | 'agrees'
  | null;

/** What came of holding anchors against packs. */
interface AgainstPacks {
  readonly findings: readonly Finding[];
  /** Any anchor of the auditor was compared with anything. */
  readonly compared: boolean;
  /** The packs are not known to be of one tenant, so that nothing says which of their chains an anchor is of. */
  readonly severalChains: boolean;
}

/**
 * Holds the anchors of the auditor and of the bundle against the chain that packs of one tenant name, where there is no chain beside them. An
 * anchor raises no pack: it is over the rows, and the seal over the whole. It can contradict one.
 *
 * SECURITY: an anchor that was brought is never passed over in silence, and another pack of the tenant, such as a copy, takes none away. Tests:
 * wrong-accepts.test.ts "an anchor that was brought is held against the rows of a pack" and "an anchor is held against each of several packs".
 *
 * @returns a finding for each contradiction
 */
export function anchorsAgainstPacks(anchors: readonly ComparedAnchor[], named: readonly NamedChain[]): AgainstPacks {
  const chain = JointChain.of(named);
  if (chain === null) return { findings: [], compared: false, severalChains: named.length > 0 };
  const all = anchors.map((one) => ({ ...one, comparison: chain.compare(one.anchor) }));
  const findings = all.flatMap(({ file, origin, comparison }): Finding[] => {
    if (comparison === null || comparison === 'agrees') return [];
    const { against, ...what } = comparison;
    const whose = origin === 'auditor' ? 'that you brought' : 'of the bundle itself';
    const message = `The anchor "${file}" ${whose} contradicts "${against}". ${what.message}`;
    return [{ ...what, message, severity: 'fail', where: { file: against, rule: PACK_ANCHOR_RULE } }];
  });
  const compared = all.some(({ origin, comparison }) => origin === 'auditor' && comparison !== null);
  return { findings, compared, severalChains: false };
}

/** An entry as a pack names it. */
interface NamedEntry {
  readonly hash: string;
  readonly file: string;
}

/** The chain of one tenant as its packs name it: by all rows of the longest that has them, and by the ends of each. */
class JointChain {
  private readonly longest: NamedChain | null;
  /** At most two that differ at a position: one of two contradicts whatever an anchor states. */
  private readonly ends = new Map<number, readonly NamedEntry[]>();

  /** Null when there are no packs, or they are not known to be of one tenant. */
  static of(named: readonly NamedChain[]): JointChain | null {
    const [first, ...others] = named;
    if (first === undefined) return null;
    const account = others.length === 0 || first.tenant === null ? null : accountIdOf(first.tenant);
    const isOther = ({ tenant }: NamedChain) => account === null || tenant === null || accountIdOf(tenant) !== account;
    return others.some(isOther) ? null : new JointChain(named);
  }

  private constructor(named: readonly NamedChain[]) {
    this.longest = named.reduce<NamedChain | null>(longerOf, null);
    for (const one of named) {
      for (const position of [0, one.anchor.length - 1]) this.addEnd(position, one.hashAt(position), one.file);
    }
  }

  compare({ length, tipHash, genesisHash }: Anchor): Comparison {
    const genesis = this.entriesAt(0).find(({ hash }) => genesisHash !== undefined && hash !== genesisHash);
    if (genesis !== undefined) {
      const message = 'The first entry that it names has another hash than the anchor states.';
      return rewritten(message, genesis, genesisHash);
    }
    const tips = this.entriesAt(length - 1);
    const other = tips.find(({ hash }) => hash !== tipHash);
    if (other !== undefined) {
      const message = `The entry at position ${length - 1} that it names has another hash than the anchor states.`;
      return rewritten(message, other, tipHash);
    }
    const rows = this.longest?.anchor.length ?? 0;
    // Where packs have rows, a control pack that names as long a chain does not stand in for those that are gone.
    if (this.longest === null || length <= rows) return tips.length > 0 ? 'agrees' : null;
    const message = `The anchor covers ${grouped(length)} entries, the pack holds ${grouped(rows)}.`;
    const values = { expected: `${length} entries`, actual: `${rows} entries` };
    return { class: 'tail-truncated', message, against: this.longest.file, ...values };
  }

  private addEnd(position: number, hash: string | undefined, file: string): void {
    const known = this.ends.get(position) ?? [];
    if (hash === undefined || known.length === 2 || known[0]?.hash === hash) return;
    this.ends.set(position, [...known, { hash, file }]);
  }

  private entriesAt(position: number): readonly NamedEntry[] {
    const hash = this.longest?.hashAt(position);
    const ends = this.ends.get(position) ?? [];
    return this.longest === null || hash === undefined ? ends : [{ hash, file: this.longest.file }, ...ends];
  }
}

/** Of two chains the longer one that has all rows; null when none has. */
function longerOf(longest: NamedChain | null, one: NamedChain): NamedChain | null {
  return one.isWhole && one.anchor.length > (longest?.anchor.length ?? 0) ? one : longest;
}

function rewritten(message: string, { hash, file }: NamedEntry, expected: string | undefined): Comparison {
  const values = expected === undefined ? {} : { expected };
  return { class: 'rewritten', message, against: file, ...values, actual: showText(hash, 80) };
}

/**
 * Holds the chain that was replayed against those that packs beside it name. A pack of another tenant names another chain, and is not compared;
 * where it is not known whose the chain is, a difference leaves the bundle unsettled, and else contradicts it.
 *
 * SECURITY: a sealed pack beside a chain that is not the one it was made of must not lend it its seal in silence. Test:
 * wrong-accepts.test.ts "a pack that names another chain than the one beside it".
 *
 * @param tenant whose the chain is, as the auditor says, else as the bundle states; null when nobody does
 * @param hashAt hash stored in the chain at a position; undefined when it can not be read
 */
export async function chainAgainstPacks(
  totals: ReplayTotals,
  tenant: string | null,
  named: readonly NamedChain[],
  hashAt: (position: number) => Promise<string | undefined>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const one of named) {
    const isKnown = tenant !== null && one.tenant !== null;
    if (isKnown && accountIdOf(tenant) !== accountIdOf(one.tenant ?? '')) continue;
    const position = one.anchor.length - 1;
    const hash = position < totals.rows ? await hashAt(position) : undefined;
    const { result, message, fault } = checkAnchor(one.anchor, totals, hash);
    if (result !== 'fail') continue;
    const which = fault?.class === 'tail-truncated' ? 'a longer chain' : 'another chain';
    findings.push({
      class: 'claim-differs',
      severity: isKnown ? 'fail' : 'warning',
      message: `"${one.file}" names ${which} than the one that was replayed. ${message}`,
      where: { file: one.file, rule: PACK_CHAIN_RULE },
      ...(fault?.expected === undefined ? {} : { expected: fault.expected }),
      ...(fault?.actual === undefined ? {} : { actual: fault.actual }),
    });
  }
  return findings;
}

/**
 * Holds the chains that packs of one tenant name against each other: where two name an entry at one position, it is the same. A tenant has one
 * chain, and an older pack names a shorter part of it.
 *
 * @returns a finding for each pack that contradicts one before it, or the longest that has all rows
 */
export function packsAgainstEachOther(named: readonly NamedChain[]): Finding[] {
  const known = new Map<string, { readonly hash: string; readonly file: string }>();
  const longest = new Map<string, NamedChain>();
  const ofTenant = named.flatMap((one) => (one.tenant === null ? [] : [{ one, account: accountIdOf(one.tenant) }]));
  for (const { one, account } of ofTenant) {
    const longer = longerOf(longest.get(account) ?? null, one);
    if (longer !== null) longest.set(account, longer);
  }
  return ofTenant.flatMap(({ one, account }): Finding[] => {
    for (const position of [0, one.anchor.length - 1]) {
      const hash = one.hashAt(position);
      if (hash === undefined) continue;
      const key = `${account} ${position}`;
      const whole = longest.get(account);
      const inWhole = whole?.hashAt(position);
      const other = whole && inWhole !== undefined ? { hash: inWhole, file: whole.file } : known.get(key);
      if (other !== undefined && other.hash !== hash) return [otherChain(one.file, other, position, hash)];
      known.set(key, other ?? { hash, file: one.file });
    }
    return [];
  });
}

function otherChain(
  file: string,
  other: { readonly hash: string; readonly file: string },
  position: number,
  hash: string,
): Finding {
  return {
    class: 'claim-differs',
    severity: 'fail',
    message: `"${file}" and "${other.file}" are of one tenant and name another entry each at position ${position}: they are of two chains.`,
    where: { file, rule: 'pack.packs-differ' },
    expected: showText(other.hash, 80),
    actual: showText(hash, 80),
  };
}
