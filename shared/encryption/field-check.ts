import type { Finding } from '../base/finding.ts';
import { counted } from '../base/number-words.ts';
import type { Claim } from '../base/verification.ts';
import type { ReadDocument } from '../formats/document-reader.ts';
import {
  type EncryptedField,
  type FieldEncryption,
  fieldName,
  type SampleCounts,
} from '../formats/field-encryption.ts';
import type { FieldSamples } from '../formats/field-envelope.ts';
import { placesText } from '../formats/field-part.ts';
import type { InspectedSamples, SharedNonce } from '../formats/field-samples.ts';
import { FindingList } from '../formats/finding-list.ts';

/** What the producer states of its fields, beside what the samples are, and a finding for each difference. */
export interface FieldCheck {
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
}

/**
 * Compares what `field-encryption.json` states of each field with the form of its samples (docs/formats/field-encryption.md). No finding
 * of it quotes a sample: it may be a value of a person.
 *
 * @param read the document as `parseFieldEncryption` read it
 * @param inspected what the samples of its fields are
 * @param file escaped name of the file
 */
export function checkFields(
  read: ReadDocument<FieldEncryption>,
  inspected: InspectedSamples,
  file: string,
): FieldCheck {
  const fields = read.value?.fields;
  if (fields === undefined) return { claims: [], findings: [] };
  const checker = new FieldChecker(fields, inspected, file, read.rejected.has('fields'));
  return checker.check();
}

class FieldChecker {
  private readonly claims: Claim[] = [];
  private readonly list = new FindingList();
  private readonly fields: readonly EncryptedField[];
  private readonly inspected: InspectedSamples;
  private readonly file: string;
  /** Fields were left out, so that numbers do not place those that are left. */
  private readonly unplaced: boolean;

  constructor(fields: readonly EncryptedField[], inspected: InspectedSamples, file: string, unplaced: boolean) {
    this.fields = fields;
    this.inspected = inspected;
    this.file = file;
    this.unplaced = unplaced;
  }

  check(): FieldCheck {
    if (this.fields.length === 0) {
      const message = `${this.file}: no field is listed, so nothing is known of any.`;
      this.list.add(this.finding('missing-part', 'warning', message, 'field.no-fields', '/fields'));
    }
    const sharing = new Map<number, Set<number>>();
    for (const { places } of this.inspected.sharedNonces) {
      for (const { field, sample } of places) {
        const of = sharing.get(field);
        if (of === undefined) sharing.set(field, new Set([sample]));
        else of.add(sample);
      }
    }
    for (const [at, field] of this.fields.entries()) {
      const samples = this.inspected.fields[at];
      if (samples === undefined) continue;
      this.protection(field, samples, sharing.get(at)?.size ?? 0, this.place(at, ''));
      this.forms(field, samples, at);
      if (field.counts !== null) this.counts(field, field.counts, samples, this.place(at, '/counts'));
    }
    for (const nonce of this.inspected.sharedNonces) this.nonce(nonce);
    return { claims: this.claims, findings: this.list.findings };
  }

  private place(at: number, rest: string): string {
    return this.unplaced ? '/fields' : `/fields/${at}${rest}`;
  }

  /** The claim of what the field is. That all samples are envelopes does not show it of those that were not sampled. */
  private protection(field: EncryptedField, samples: FieldSamples, sharing: number, pointer: string): void {
    const total = field.samples.length;
    const { sealed, plaintext, 'too-short': short } = samples.counts;
    const encrypted = field.protection === 'encrypted';
    const contradicted = encrypted && (plaintext + short > 0 || sharing > 0);
    const fits = total > 0 && (encrypted ? sealed : plaintext) === total;
    const shared = sharing === 0 ? '' : `; ${sharing} share a nonce with another value`;
    this.claims.push({
      subject: `Form of ${counted(total, 'sample', 'samples')} of ${fieldName(field)}`,
      stated: encrypted ? 'encrypted: every value an envelope' : 'plaintext: values as they are',
      computed: contradicted || fits ? `${formsText(countsOf(total, samples))}${shared}` : null,
      agrees: contradicted ? false : fits ? true : null,
      where: { file: this.file, pointer },
    });
  }

  private forms(field: EncryptedField, { counts, first }: FieldSamples, at: number): void {
    const name = fieldName(field);
    const total = field.samples.length;
    const encrypted = field.protection === 'encrypted';
    if (total === 0) {
      const message = `${this.file}: there is no sample of ${name}, so what is stated of it was compared with nothing.`;
      this.list.add(this.finding('missing-part', 'warning', message, 'field.no-samples', this.place(at, '/samples')));
      return;
    }
    const of = (count: number): string => `${count} of ${counted(total, 'sample', 'samples')}`;
    const say = (
      kind: keyof FieldSamples['counts'],
      severity: Finding['severity'],
      rule: string,
      words: string,
      expected: string,
    ): void => {
      const amount = counts[kind];
      if (amount === 0) return;
      const message = `${this.file}: ${name} is stated as ${field.protection}, and ${of(amount)} ${words}.`;
      const pointer = this.place(at, `/samples/${first[kind] ?? 0}`);
      const compared = { expected, actual: `${of(amount)} ${words}` };
      this.list.add({ ...this.finding('claim-differs', severity, message, rule, pointer), ...compared });
    };
    if (encrypted) {
      const every = 'every sample an envelope';
      say('plaintext', 'fail', 'field.protection', 'can be read as plain text: no envelope of any version', every);
      say('too-short', 'fail', 'field.protection', 'can not be a whole envelope: too short for nonce and tag', every);
      const unknown = 'of a form that this version does not know, so it can not be told';
      say('unknown-version', 'warning', 'field.unknown-form', unknown, every);
      say('unknown-algorithm', 'warning', 'field.unknown-form', unknown, every);
      return;
    }
    // Text that is stored as it is can look like an envelope by chance.
    const plain = 'every sample plain text';
    say(
      'sealed',
      'warning',
      'field.protection',
      'of the form of an envelope, which plain text can have by chance',
      plain,
    );
  }

  private counts(field: EncryptedField, stated: SampleCounts, samples: FieldSamples, pointer: string): void {
    const computed = countsOf(field.samples.length, samples);
    const texts = { stated: formsText(stated), computed: formsText(computed) };
    const agrees = texts.stated === texts.computed;
    const subject = `Counts of the samples of ${fieldName(field)}`;
    const where = { file: this.file, pointer };
    // Zeros over no sample agree about nothing.
    if (agrees && field.samples.length === 0) {
      this.claims.push({ subject, stated: texts.stated, computed: null, agrees: null, where });
      return;
    }
    this.claims.push({ subject, ...texts, agrees, where });
    if (agrees) return;
    const message = `${this.file}: ${subject} are stated as ${texts.stated}. Counted here: ${texts.computed}.`;
    const finding = this.finding('claim-differs', 'fail', message, 'field.counts', pointer);
    this.list.add({ ...finding, expected: texts.computed, actual: texts.stated });
  }

  private nonce({ keyVersion, nonce, places }: SharedNonce): void {
    const [first] = places;
    if (first === undefined) return;
    const stated = places.some(({ field }) => this.fields[field]?.protection === 'encrypted');
    const where = placesText(this.fields, places);
    const message = `${this.file}: different values are sealed under key version ${keyVersion} with one nonce (${where}). Who holds both can tell how their texts differ without any key.`;
    const pointer = this.place(first.field, `/samples/${first.sample}`);
    this.list.add({
      ...this.finding('claim-differs', stated ? 'fail' : 'warning', message, 'field.nonce-reuse', pointer),
      expected: 'a nonce of its own for each value',
      actual: `${nonce} in ${counted(places.length, 'sample', 'samples')}`,
    });
  }

  private finding(
    findingClass: Finding['class'],
    severity: Finding['severity'],
    message: string,
    rule: string,
    pointer: string,
  ): Finding {
    return { class: findingClass, severity, message, where: { file: this.file, pointer, rule } };
  }
}

function countsOf(samples: number, { counts }: FieldSamples): SampleCounts {
  return {
    samples,
    envelopes: counts.sealed,
    plaintext: counts.plaintext,
    unknownVersion: counts['unknown-version'],
    unknownAlgorithm: counts['unknown-algorithm'],
    tooShort: counts['too-short'],
  };
}

function formsText(counts: SampleCounts): string {
  const parts = [
    `${counts.envelopes} envelopes`,
    `${counts.plaintext} plain text`,
    `${counts.unknownVersion} of an unknown version`,
    `${counts.unknownAlgorithm} of an unknown algorithm`,
    `${counts.tooShort} too short`,
  ];
  return `${counts.samples} samples: ${parts.join(', ')}`;
}
