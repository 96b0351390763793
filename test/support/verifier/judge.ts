import { join } from 'node:path';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { NO_VERIFIER_TRUST, type VerifierTrust } from '../../../shared/ipc/verifier.ts';
import { type EvidenceFiles, withEvidence } from './evidence.ts';

/** A document as the screens see it, with its report. */
export type JudgedView = DocumentView & { readonly report: VerificationReport };

/**
 * Opens evidence with what the auditor brings, and gives what the screens see when all is judged.
 *
 * @param path inside the evidence; empty for all of it as a folder
 * @param trust names of signature and anchor files in it are names inside the evidence too
 */
export async function judge(
  files: EvidenceFiles,
  path: string,
  trust: VerifierTrust = NO_VERIFIER_TRUST,
  anchors: readonly string[] = [],
  exactAnchors: readonly string[] = [],
): Promise<JudgedView> {
  let view: DocumentView | undefined;
  await withEvidence(files, async (folder, open) => {
    const inside = (names: readonly string[]) => names.map((name) => join(folder, name));
    const given = { ...trust, signatures: inside(trust.signatures) };
    const brought = { anchors: inside(anchors), exactAnchors: inside(exactAnchors) };
    view = (await open(join(folder, path), { trust: given, ...brought })).view;
  });
  if (view?.report == null) throw new Error(`no report: ${view?.error}`);
  return { ...view, report: view.report };
}

/** Classes of what failed, each once, in the order of the report. */
export function failures({ report }: JudgedView): string[] {
  return [...new Set(report.findings.flatMap((one) => (one.severity === 'fail' ? one.class : [])))];
}
