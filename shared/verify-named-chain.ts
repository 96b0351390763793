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

/** What comparing one anchor gave: a contradiction, agreement, or `null` where the pack names nothing that it could be compared with. */
type Comparison = Pick<Finding, 'class' | 'message' | 'expected' | 'actual'> | 'agrees' | null;

/**
 * Holds the anchors of the auditor and of the bundle against the chain that a pack names, where there is no chain beside it. An anchor raises no
 * pack: it is over the rows, and the seal over the whole. It can contradict one.
 *
 * SECURITY: an anchor that was brought is never passed over in silence. Test: wrong-accepts.test.ts "an anchor that was brought is held
 * against the rows of a pack".
 *
 * @returns a finding for each contradiction, and whether any anchor of the auditor was compared with anything
 */
export function anchorsAgainstPacks(
  anchors: readonly ComparedAnchor[],
  named: readonly NamedChain[],
): { readonly findings: readonly Finding[]; readonly compared: boolean } {
  // An anchor is of one chain: of several that are named, nothing says which.
  const [only, ...others] = named;
  if (only === undefined || others.length > 0) return { findings: [], compared: false };
  const all = anchors.map((one) => ({ ...one, comparison: compare(one.anchor, only) }));
  const findings = all.flatMap(({ file, origin, comparison }): Finding[] => {
    if (comparison === null || comparison === 'agrees') return [];
    const whose = origin === 'auditor' ? 'that you brought' : 'of the bundle itself';
    const message = `The anchor "${file}" ${whose} contradicts "${only.file}". ${comparison.message}`;
    return [{ ...comparison, message, severity: 'fail', where: { file: only.file, rule: PACK_ANCHOR_RULE } }];
  });
  return { findings, compared: all.some(({ origin, comparison }) => origin === 'auditor' && comparison !== null) };
}

function compare({ length, tipHash, genesisHash }: Anchor, named: NamedChain): Comparison {
  const genesis = named.hashAt(0);
  if (genesisHash !== undefined && genesis !== undefined && genesis !== genesisHash) {
    const message = 'The first entry that it names has another hash than the anchor states.';
    return { class: 'rewritten', message, expected: genesisHash, actual: showText(genesis, 80) };
  }
  const tip = named.hashAt(length - 1);
  if (tip === tipHash) return 'agrees';
  if (tip !== undefined) {
    const message = `The entry at position ${length - 1} that it names has another hash than the anchor states.`;
    return { class: 'rewritten', message, expected: tipHash, actual: showText(tip, 80) };
  }
  const rows = named.anchor.length;
  if (!named.isWhole || length <= rows) return null;
  const message = `The anchor covers ${grouped(length)} entries, the pack holds ${grouped(rows)}.`;
  return { class: 'tail-truncated', message, expected: `${length} entries`, actual: `${rows} entries` };
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
    findings.push({
      class: 'claim-differs',
      severity: isKnown ? 'fail' : 'warning',
      message: `"${one.file}" names another chain than the one that was replayed. ${message}`,
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
    if (one.isWhole && one.anchor.length > (longest.get(account)?.anchor.length ?? 0)) longest.set(account, one);
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
