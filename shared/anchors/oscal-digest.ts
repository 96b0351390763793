import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { counted } from '../base/number-words.ts';
import { Pace, type Steps } from '../base/steps.ts';
import type { Claim } from '../base/verification.ts';
import type { FindingList } from '../formats/finding-list.ts';
import { type OscalProp, shownOscal } from '../formats/oscal.ts';
import { failed, type Leg, type LegSubject, passed, unsettled } from './leg.ts';
import { differs, type OscalCheck, type OscalInput } from './oscal-topic.ts';

/** An archive that lies in the same container as the OSCAL file: the pack whose digest it states may be one of them. */
export interface Archive {
  /** Escaped name. */
  readonly name: string;
  readonly sha256: string;
}

const DIGEST: LegSubject = {
  id: 'oscal.digest',
  question: 'Is an archive beside it the pack whose SHA-256 it states?',
};

/**
 * The digest of the pack that the document was made from. It is that of a zip, and a zip can not hold a document that states its own digest:
 * it is found among the archives beside the document, or it is not compared. One with another digest may be any archive, and contradicts nothing.
 *
 * @param archives archives of the same container
 * @param list takes the finding that two digests of one pack are stated
 */
export function* checkPackDigest(
  { bundle, file }: OscalInput,
  archives: readonly Archive[],
  list: FindingList,
): Steps<OscalCheck> {
  const known = new Map(archives.toReversed().map((archive) => [archive.sha256, archive]));
  const values = new Map<string, OscalProp>();
  const claims: Claim[] = [];
  let records = 0;
  const pace = new Pace();
  for (const prop of bundle.props) {
    if (pace.full()) yield;
    if (prop.name !== 'caisson-evidence-pack-sha256') continue;
    records += 1;
    const digest = prop.value?.toLowerCase() ?? '';
    values.set(digest, prop);
    if (claims.length < LIMITS.tableRows) claims.push(digestClaim(prop, known.get(digest), file));
  }
  const [first, second] = values.values();
  const findings =
    first === undefined || second === undefined
      ? []
      : [
          differs(
            'It states two SHA-256 of one pack.',
            { file, pointer: `${second.pointer}/value` },
            shownOscal(first.value),
            shownOscal(second.value),
          ),
        ];
  for (const finding of findings) list.add(finding);
  return { legs: [{ leg: digestLeg(claims, archives, findings), records }], claims };
}

function digestClaim({ value, pointer }: OscalProp, match: Archive | undefined, file: string): Claim {
  return {
    subject: 'OSCAL digest of the pack',
    stated: shownOscal(value),
    computed: match?.sha256 ?? null,
    agrees: match === undefined ? null : true,
    where: { file, pointer: `${pointer}/value` },
  };
}

function digestLeg(claims: readonly Claim[], archives: readonly Archive[], findings: readonly Finding[]): Leg {
  const [contradiction] = findings;
  if (contradiction !== undefined) return failed(DIGEST, 'claim-differs', contradiction.message);
  if (claims.length === 0) return unsettled(DIGEST, 'not-applicable', 'It states no SHA-256 of the pack.');
  const computed = claims[0]?.computed;
  const match = archives.find(({ sha256 }) => sha256 === computed);
  if (match !== undefined) {
    const message = `"${match.name}" has the SHA-256 that it states. That zip was not opened from inside the bundle: open it by itself.`;
    return passed(DIGEST, message);
  }
  const why =
    archives.length === 0
      ? 'the pack is not here as the zip that was digested, and a zip can not hold a file that states its digest.'
      : `${counted(archives.length, 'archive lies', 'archives lie')} in the bundle, and none has this SHA-256; whether one of them is the pack is not known.`;
  const step = 'Take the SHA-256 of the zip that was handed over, and compare.';
  return unsettled(DIGEST, 'not-checked', `Not compared: ${why} ${step}`);
}
