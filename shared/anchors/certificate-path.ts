import type { SignatureChecker } from './signature-scheme.ts';
import { type Certificate, issuerFault, issuerScheme, sameBytes, unknownCritical } from './x509.ts';

/** Whether a path to a root of the auditor was found; if not, what stopped the nearest one. */
export type PathResult =
  | { readonly kind: 'found'; readonly root: Certificate; readonly length: number }
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'unsupported' };

const LENGTH_MAX = 8;

/**
 * Looks for a path from a certificate to one of the roots (RFC 5280 section 6, without policies and revocation): each signed by the
 * next, all within their validity at one instant, issuers marked as such.
 *
 * @param at milliseconds since 1970: the time of the stamp, not today
 * @param pool certificates that came with the evidence, any order, any origin
 * @param roots what the auditor supplied: a path ends here and nowhere else
 */
export async function findPath(
  leaf: Certificate,
  at: number,
  pool: readonly Certificate[],
  roots: readonly Certificate[],
  checker: SignatureChecker,
): Promise<PathResult> {
  let current = leaf;
  let unsupported = false;
  const used: Certificate[] = [];
  for (let length = 1; length <= LENGTH_MAX; length += 1) {
    const fault = currentFault(current, at);
    if (fault !== null) return { kind: 'none', reason: fault };
    const known = roots.find((root) => sameBytes(root.der, current.der));
    if (known !== undefined) return { kind: 'found', root: known, length };
    used.push(current);
    const below = used.length - 1;
    const root = await issuerAmong(roots, current, at, below, checker);
    if (root.issuer !== null) return { kind: 'found', root: root.issuer, length: length + 1 };
    const candidates = pool.filter((certificate) => !used.includes(certificate));
    const next = await issuerAmong(candidates, current, at, below, checker);
    unsupported ||= root.unsupported || next.unsupported;
    if (next.issuer === null) {
      const reason = root.reason ?? next.reason ?? 'no certificate at hand issued it';
      return unsupported ? { kind: 'unsupported' } : { kind: 'none', reason };
    }
    current = next.issuer;
  }
  return { kind: 'none', reason: `the path is longer than ${LENGTH_MAX} certificates` };
}

async function issuerAmong(
  candidates: readonly Certificate[],
  certificate: Certificate,
  at: number,
  below: number,
  checker: SignatureChecker,
): Promise<{ readonly issuer: Certificate | null; readonly reason: string | null; readonly unsupported: boolean }> {
  let reason: string | null = null;
  let unsupported = false;
  for (const issuer of candidates) {
    if (!sameBytes(issuer.subject, certificate.issuer)) continue;
    const fault = issuerFault(issuer, below) ?? currentFault(issuer, at);
    if (fault !== null) {
      reason = `a certificate that may have issued it ${fault}`;
      continue;
    }
    const scheme = issuerScheme(certificate, issuer);
    const holds =
      scheme === null ? null : await checker.verify(scheme, issuer.spki, certificate.signature, certificate.signed);
    if (holds === true) return { issuer, reason: null, unsupported };
    if (holds === null) unsupported = true;
    else reason = 'the signature of its issuer does not verify';
  }
  return { issuer: null, reason, unsupported };
}

function currentFault(certificate: Certificate, at: number): string | null {
  if (at < certificate.notBefore || at > certificate.notAfter)
    return 'was not within its validity at the time of the stamp';
  const critical = unknownCritical(certificate);
  return critical === null ? null : `carries a critical extension that is not understood here (${critical})`;
}
