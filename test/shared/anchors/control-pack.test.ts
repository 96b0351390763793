import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ControlPackInput,
  type ControlPackJudgement,
  judgeControlPack,
} from '../../../shared/anchors/control-pack.ts';
import { manifestSignedBytes } from '../../../shared/anchors/control-signature.ts';
import type { PinnedKey } from '../../../shared/anchors/signed-by.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import { finished } from '../../../shared/base/steps.ts';
import type { ZipHeader } from '../../../shared/bundle/zip-header.ts';
import { readControlManifest } from '../../../shared/formats/control-pack-read.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import {
  controlManifest,
  controlPackOf,
  DISCLAIMER,
  EVIDENCE_KEY_ID,
  EVIDENCE_SIGNER,
  fileText,
  summaryText,
  withFile,
} from '../../fixtures/trust/control-pack.ts';
import { pinned, signerOf } from '../../fixtures/trust/keys.ts';
import { referenceCanonicalize } from '../../reference/canonical.ts';

const KEYS = [pinned(EVIDENCE_SIGNER, EVIDENCE_KEY_ID)];

function judge(
  pack: ControlPackInput,
  keys: readonly PinnedKey[] = KEYS,
  tenant: string | null = null,
): ControlPackJudgement {
  return finished(judgeControlPack(pack, { keys, expectedTenantId: tenant }));
}

/** A pack that is signed after `damage` was done to its manifest. */
function signedAfter(damage: (manifest: Json) => void, version: '1' | '2' = '2'): ControlPackInput {
  const manifest = controlManifest(version);
  damage(manifest);
  return controlPackOf(manifest);
}

const rules = (judged: ControlPackJudgement): string[] => [
  ...new Set(judged.findings.map((finding) => finding.where.rule ?? '')),
];
const leg = (judged: ControlPackJudgement, id: string) => judged.legs.find((found) => found.id === id);

describe('a sound control pack', () => {
  it.each(['1', '2'] as const)('of version %s verifies with the pinned key, its honest gap included', (version) => {
    const judged = judge(controlPackOf(controlManifest(version)), KEYS, 'harbour-clinic');
    expect(judged).toMatchObject({ verdict: 'verified', findings: [] });
    expect(judged.claims.length).toBe(version === '1' ? 8 : 12);
    expect(judged.claims.every((claim) => claim.agrees)).toBe(true);
  });

  it('is not anchored without a pinned key, and unverifiable without a signature', () => {
    const pack = controlPackOf(controlManifest());
    expect(judge(pack, []).verdict).toBe('consistent-not-anchored');
    expect(leg(judge(pack, []), 'manifest.candidate-key')).toMatchObject({ actual: EVIDENCE_SIGNER.fingerprint });
    expect(judge({ ...pack, signature: null }).verdict).toBe('unverifiable');
    expect(judge({ ...pack, signature: null }, []).verdict).toBe('consistent-not-anchored');
  });

  it('signs the canonical manifest and the tip', () => {
    const manifest = controlManifest();
    const text = referenceCanonicalize(manifest);
    const bytes = manifestSignedBytes(finished(readControlManifest(JSON.stringify(manifest), 'm')));
    expect(Buffer.from(bytes ?? []).toString()).toBe(text + manifest.chainAnchor.tipHash);
  });

  it('may be written otherwise than the producer does: a note, nothing else', () => {
    const manifest = controlManifest();
    const judged = judge(controlPackOf(manifest, { manifestText: JSON.stringify(manifest, null, 2) }));
    expect(judged.verdict).toBe('verified');
    expect(judged.findings).toMatchObject([{ class: 'encoding-note', severity: 'note' }]);
  });

  it('takes hex of the signature in either case', () => {
    const pack = controlPackOf(controlManifest());
    const signature = JSON.parse(Buffer.from(pack.signature?.bytes ?? []).toString());
    signature.signature = signature.signature.toUpperCase();
    signature.publicKey = signature.publicKey.toUpperCase();
    const upper = { name: 's', bytes: new TextEncoder().encode(JSON.stringify(signature)) };
    expect(judge({ ...pack, signature: upper }).verdict).toBe('verified');
  });
});

describe('derived values are derived again, whoever signed them', () => {
  it.each<[string, (manifest: Json) => void, string]>([
    [
      'a control with a flagged item says ready',
      (m) => {
        m.controls[2].readiness = 'ready';
      },
      'control.derived',
    ],
    [
      'a control without one says gap',
      (m) => {
        m.controls[0].readiness = 'gap';
      },
      'control.derived',
    ],
    [
      'the number of controls',
      (m) => {
        m.summary.totalControls = 4;
      },
      'control.derived',
    ],
    [
      'the number that are ready',
      (m) => {
        m.summary.controlsReady = 3;
      },
      'control.derived',
    ],
    [
      'the number with gaps',
      (m) => {
        m.summary.controlsWithGaps = 0;
      },
      'control.derived',
    ],
    [
      'the number of items',
      (m) => {
        m.summary.totalEvidenceItems = 9;
      },
      'control.derived',
    ],
    [
      'the posture states other numbers',
      (m) => {
        m.summary.posture = '3 of 3 controls evidence-ready.';
      },
      'control.derived',
    ],
    [
      'a flagged item without a reason',
      (m) => {
        delete m.controls[2].evidence[0].reason;
      },
      'control.reason',
    ],
    [
      'a passing item with a reason',
      (m) => {
        m.controls[0].evidence[0].reason = 'because';
      },
      'control.reason',
    ],
    [
      'the posture calls itself a forbidden word',
      (m) => {
        m.summary.posture = 'Not non-Compliant.';
      },
      'control.words',
    ],
    [
      'a note does',
      (m) => {
        m.crosswalkRollup.cells[0].note = 'Verified by us';
      },
      'control.words',
    ],
    [
      'a control stands twice',
      (m) => {
        m.controls.push(m.controls[0]);
        m.summary = { ...m.summary, totalControls: 4, controlsReady: 3, totalEvidenceItems: 4, posture: 'x' };
      },
      'control.repeated',
    ],
    [
      'a cell is better than its controls',
      (m) => {
        m.crosswalkRollup.cells[0].status = 'ready';
      },
      'control.derived',
    ],
    [
      'a cell of an unknown control is not unresolved',
      (m) => {
        m.crosswalkRollup.cells[0].canonicalControlIds = ['OTHER'];
        m.crosswalkRollup.cells[0].evidencePointers = ['OTHER'];
      },
      'control.derived',
    ],
    [
      'a cell implements with an unreviewed reference',
      (m) => {
        m.crosswalkRollup.cells[2].claim = 'implements';
      },
      'control.derived',
    ],
    [
      'a cell implements with a gap',
      (m) => {
        m.crosswalkRollup.cells[0].claim = 'implements';
      },
      'control.derived',
    ],
    [
      'facts say that tables are not forced',
      (m) => {
        m.controls[0].evidence[0].facts.deficientTables = ['t'];
      },
      'control.facts',
    ],
    [
      'facts say that fewer are forced',
      (m) => {
        m.controls[0].evidence[0].facts.forcedCount = 8;
      },
      'control.facts',
    ],
    [
      'facts say that the chain is broken',
      (m) => {
        m.controls[1].evidence[0].facts.brokenAt = 4;
      },
      'control.facts',
    ],
  ])('%s', (_what, damage, rule) => {
    const judged = judge(signedAfter(damage));
    expect(leg(judged, 'manifest.signature')?.result).toBe('pass');
    expect(judged.verdict).toBe('tampered');
    expect(rules(judged)).toEqual([rule]);
    expect(
      judged.findings.every((finding) => finding.class === 'claim-differs' && finding.where.pointer !== undefined),
    ).toBe(true);
  });

  it('all FAIL turned to PASS, summary still says otherwise: pepin 156', () => {
    const judged = judge(
      signedAfter((m) => {
        m.controls[2].evidence[0].status = 'pass';
        delete m.controls[2].evidence[0].reason;
        m.controls[2].readiness = 'ready';
      }),
    );
    expect(judged.verdict).toBe('tampered');
    expect(rules(judged).sort()).toEqual(['control.derived', 'control.facts']);
  });

  it('warns of what is odd and contradicts nothing', () => {
    const judged = judge(
      signedAfter((m) => {
        m.crosswalkRollup.cells[0].evidencePointers = ['elsewhere'];
        m.crosswalkRollup.cells[2].canonicalControlIds = ['AUDIT.IMMUTABLE-LOG', 'ACCESS-CONTROL.LOGICAL'];
        m.controls[1].evidence[0].facts.anchorLength = 18;
      }),
    );
    expect(judged.verdict).toBe('verified');
    expect(rules(judged).sort()).toEqual(['control.facts-anchor', 'rollup.binding', 'rollup.pointers']);
    expect(judged.findings.every((finding) => finding.severity === 'warning')).toBe(true);
  });

  it('shows collectors that it does not know, and judges nothing of them', () => {
    const judged = judge(
      signedAfter((m) => {
        m.controls[0].evidence[0].collectorId = 'vendor.other';
        m.controls[0].evidence[0].facts.forcedCount = 0;
      }),
    );
    expect(judged.verdict).toBe('verified');
  });
});

describe('files beside the manifest', () => {
  const pack = controlPackOf(controlManifest());
  const name = 'controls/AUDIT.IMMUTABLE-LOG.json';

  it('a control file with one other byte', () => {
    const judged = judge(withFile(pack, name, `${fileText(pack, name)} `));
    expect(judged).toMatchObject({
      verdict: 'tampered',
      findings: [{ class: 'claim-differs', where: { file: name, rule: 'control.file' } }],
    });
  });

  it('a control file that is not there: partial package presented as complete (LARO 128)', () => {
    expect(judge(withFile(pack, name, null))).toMatchObject({
      verdict: 'unverifiable',
      findings: [{ class: 'missing-part' }],
    });
  });

  it('extra files recorded but not part of ok: ai-memory-mcp 1907', () => {
    for (const extra of ['controls/EXTRA.json', 'letter.pdf']) {
      expect(judge(withFile(pack, extra, '{}'))).toMatchObject({
        verdict: 'tampered',
        findings: [{ class: 'unexpected-file' }],
      });
    }
    expect(judge({ ...pack, files: [...pack.files, ...pack.files.slice(0, 1)] }).verdict).toBe('tampered');
  });

  it.each<[string, (text: string) => string, string]>([
    ['a gap that the text calls ready', (text) => text.replace('[GAP]', '[READY]'), 'summary.line'],
    ['another tip', (text) => text.replace('tip 12', 'tip 13'), 'summary.line'],
    ['other counts', (text) => text.replace('3 total', '4 total'), 'summary.line'],
    ['a flagged line taken out', (text) => text.replace(/ {4}- flagged.*\n/, ''), 'summary.line'],
    [
      'one control more',
      (text) => text.replace(DISCLAIMER, `[READY] MORE \u2014 x (1 evidence item)\n${DISCLAIMER}`),
      'summary.line',
    ],
    [
      'a grade without a receipt',
      (text) => text.replace(DISCLAIMER, `External anchor: trusted-timestamped\n\n${DISCLAIMER}`),
      'summary.grade',
    ],
    ['the disclaimer taken out', (text) => text.replace(DISCLAIMER, ''), 'summary.disclaimer'],
  ])('the summary text: %s', (_what, damage, rule) => {
    const judged = judge(withFile(pack, 'auditor-summary.txt', damage(summaryText(controlManifest()))));
    expect(rules(judged)).toContain(rule);
    expect(judged.verdict).toBe(rule === 'summary.disclaimer' ? 'verified' : 'tampered');
  });

  it('compares the grade that the text states with the receipt in the pack', () => {
    const text = summaryText(controlManifest()).replace(
      DISCLAIMER,
      `External anchor: trusted-timestamped\n\n${DISCLAIMER}`,
    );
    const withText = withFile(pack, 'auditor-summary.txt', text);
    const receipt = (grade: string): string => JSON.stringify({ grade });
    expect(judge(withFile(withText, 'external-anchor-receipt.json', receipt('trusted-timestamped'))).findings).toEqual(
      [],
    );
    const other = judge(withFile(withText, 'external-anchor-receipt.json', receipt('externally-transparent')));
    expect(rules(other)).toEqual(['summary.grade']);
  });

  it('shows the statement of applicability, which nothing binds', () => {
    const judged = judge(withFile(pack, 'soa/iso-27001.json', '{"a":1}'));
    expect(judged).toMatchObject({ verdict: 'verified', statementOfApplicability: { a: 1 } });
    expect(judge(withFile(pack, 'soa/iso-27001.json', '{')).verdict).toBe('unverifiable');
  });
});

describe('the signature', () => {
  const manifest = controlManifest();

  it('by another key, named or not', () => {
    const stranger = signerOf('control stranger');
    const judged = judge(controlPackOf(manifest, { signer: stranger }));
    expect(judged.verdict).toBe('tampered');
    expect(leg(judged, 'manifest.signature')).toMatchObject({ reason: 'key-mismatch', actual: stranger.fingerprint });
    expect(judge(controlPackOf(manifest), [pinned(EVIDENCE_SIGNER, 'k2')]).verdict).toBe('tampered');
    expect(judge(controlPackOf(manifest), [pinned(EVIDENCE_SIGNER)]).verdict).toBe('verified');
  });

  it('with a key of small order beside it is refused, pinned or not', () => {
    const pack = controlPackOf(manifest);
    const signature = {
      algorithm: 'ed25519',
      keyId: 'k',
      publicKey: `01${'00'.repeat(31)}`,
      signature: `01${'00'.repeat(63)}`,
    };
    const small = { ...pack, signature: { name: 's', bytes: new TextEncoder().encode(JSON.stringify(signature)) } };
    for (const keys of [KEYS, []]) expect(judge(small, keys).verdict).toBe('tampered');
  });

  it('over another manifest', () => {
    const pack = controlPackOf(manifest);
    const other = controlPackOf({ ...manifest, tenantId: 'another-clinic' });
    const judged = judge({ ...other, signature: pack.signature });
    expect(judged).toMatchObject({ verdict: 'tampered', findings: [{ class: 'signature-invalid' }] });
    const named = judge(other, KEYS, 'harbour-clinic');
    expect(named.verdict).toBe('tampered');
    expect(named.findings).toMatchObject([{ expected: 'harbour-clinic', actual: 'another-clinic' }]);
  });

  it('fails for any byte that is changed in the manifest or the signature', () => {
    const pack = controlPackOf(manifest);
    const text = fileText(pack, 'manifest.json');
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        if (changed !== text) expect(judge(withFile(pack, 'manifest.json', changed)).verdict).not.toBe('verified');
      }),
      { numRuns: 150 },
    );
  });

  it('that can not be read leaves the pack unsettled', () => {
    const pack = controlPackOf(manifest);
    for (const text of ['', '{}', '[]', '{"algorithm":"ed25519"}']) {
      const judged = judge({ ...pack, signature: { name: 's', bytes: new TextEncoder().encode(text) } });
      expect(judged.verdict).toBe('unverifiable');
    }
  });
});

describe('bad input', () => {
  it('reports all bad paths and judges what is left', () => {
    const judged = judge(
      signedAfter((m) => {
        m.controls[0].more = 1;
        m.controls[1].evidence[0].status = 'fine';
        m.framework.id = 'Not Kebab';
        m.summary.posture = ' ';
        m.crosswalkRollup.cells[0].note = 'x'.repeat(501);
      }),
    );
    expect(
      judged.findings
        .filter((finding) => finding.class === 'malformed-file')
        .map((finding) => finding.where.pointer)
        .sort(),
    ).toEqual([
      '/controls/0/more',
      '/controls/1/evidence/0/status',
      '/crosswalkRollup/cells/0/note',
      '/framework/id',
      '/summary/posture',
    ]);
    expect(judged.verdict).toBe('unverifiable');
  });

  it('refuses the roll-up in version 1, and its absence in version 2', () => {
    expect(
      judge(
        signedAfter((m) => {
          m.formatVersion = '1';
        }),
      ).verdict,
    ).toBe('unverifiable');
    expect(
      judge(
        signedAfter((m) => {
          m.formatVersion = '2';
        }, '1'),
      ).verdict,
    ).toBe('unverifiable');
    const unknown = judge(
      signedAfter((m) => {
        m.formatVersion = '3';
      }),
    );
    expect(unknown).toMatchObject({ verdict: 'malformed', findings: [{ where: { rule: 'format-version' } }] });
  });

  it('shows a blocked report as what it is', () => {
    const blocked = {
      formatVersion: '1',
      tenantId: 'harbour-clinic',
      framework: controlManifest().framework,
      blocked: true,
      unresolved: [{ controlId: 'AUDIT.IMMUTABLE-LOG', collectorId: 'c', reason: 'no answer' }],
    };
    const pack = withFile(controlPackOf(controlManifest()), 'manifest.json', JSON.stringify(blocked));
    const judged = judge(pack, []);
    expect(judged).toMatchObject({
      verdict: 'unverifiable',
      read: { kind: 'blocked', blocked: { unresolved: [{ reason: 'no answer' }] } },
    });
    expect(
      judge(withFile(pack, 'manifest.json', JSON.stringify({ ...blocked, unresolved: [], x: 1 })), []).counts.get(
        'malformed-file',
      ),
    ).toBe(2);
  });

  it('never throws, whatever the manifest', () => {
    const pack = controlPackOf(controlManifest());
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(judge(withFile(pack, 'manifest.json', text)).verdict).not.toBe('verified');
      }),
    );
    expect(judge(withFile(pack, 'manifest.json', null)).verdict).toBe('malformed');
    expect(judge({ ...pack, files: [] }).verdict).toBe('malformed');
  });
});

describe('the zip', () => {
  const plain: ZipHeader = {
    name: 'a',
    method: 8,
    flags: 0,
    dosDate: 0x21,
    dosTime: 0,
    extraBytes: 0,
    commentBytes: 0,
    versionMadeBy: 20,
    versionNeeded: 20,
    externalAttributes: 0,
  };

  it.each<[string, Partial<ZipHeader>]>([
    ['not deflated', { method: 0 }],
    ['flags', { flags: 0x800 }],
    ['date', { dosDate: 0x5a21 }],
    ['time', { dosTime: 1 }],
    ['extra field', { extraBytes: 9 }],
    ['comment', { commentBytes: 1 }],
    ['version made by', { versionMadeBy: 0x314 }],
    ['attributes', { externalAttributes: 0x81a40000 }],
    ['order', { name: '0' }],
    ['kind, a folder', { name: 'b/' }],
  ])('another %s is a note and weighs nothing', (_what, change) => {
    const pack = controlPackOf(controlManifest());
    expect(judge({ ...pack, zip: [plain, { ...plain, name: 'b' }] }).findings).toEqual([]);
    const judged = judge({ ...pack, zip: [plain, { ...plain, name: 'b', ...change }] });
    expect(judged).toMatchObject({ verdict: 'verified', findings: [{ class: 'encoding-note', severity: 'note' }] });
  });

  it('that differs in everything gives one bounded note, however many entries it has', () => {
    const pack = controlPackOf(controlManifest());
    const odd = {
      method: 0,
      flags: 8,
      dosTime: 1,
      extraBytes: 1,
      commentBytes: 1,
      versionMadeBy: 3,
      externalAttributes: 1,
    };
    const entries = Array.from({ length: 5_000 }, (_none, at) => ({
      ...plain,
      ...odd,
      name: `${9_999 - at}\u202E${'x'.repeat(900)}`,
    }));
    const { findings, verdict } = judge({ ...pack, zip: entries });
    expect([verdict, findings.length]).toEqual(['verified', 1]);
    expect(findings[0]?.message.length).toBeLessThan(3_000);
    expect(findings[0]?.message).toContain('5000 of 5000 entries carry flags');
    expect(findings[0]?.message).not.toContain('\u202E');
  });
});

describe('more faults than are listed', () => {
  it('are counted one by one, in what was read and in what was judged', () => {
    const bad = 2_345;
    const pack = signedAfter((manifest) => {
      const [item] = manifest.controls[0].evidence;
      manifest.controls[0].evidence = Array.from({ length: bad }, () => ({ ...item, status: 'odd' }));
    });
    const judged = judge(pack);
    const kept = judged.findings.filter((finding) => finding.class === 'malformed-file');
    expect(kept).toHaveLength(LIMITS.findingsPerClass);
    expect(judged.read.counts.get('malformed-file')).toBe(bad);
    expect(judged.counts.get('malformed-file')).toBe(bad);
  });

  it('are counted in a signature', () => {
    const pack = controlPackOf(controlManifest());
    const odd = Object.fromEntries(Array.from({ length: 1_500 }, (_none, at) => [`u${at}`, 1]));
    const signature = { ...JSON.parse(Buffer.from(pack.signature?.bytes ?? []).toString()), ...odd };
    const judged = judge({ ...pack, signature: { name: 's', bytes: Buffer.from(JSON.stringify(signature)) } });
    expect(judged.counts.get('malformed-file')).toBe(1_500);
  });

  it('are counted in a summary that is nothing but lines of controls', () => {
    const manifest = controlManifest();
    const more = 250_000;
    const text = `${summaryText(manifest)}${'[READY] A.B\n'.repeat(more)}`;
    const judged = judge(withFile(controlPackOf(manifest), 'auditor-summary.txt', text));
    const lines = judged.findings.filter((finding) => finding.where.rule === 'summary.line');
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)?.message).toBe(`auditor-summary.txt: ${more - 100} more lines differ from the manifest.`);
  });
});
