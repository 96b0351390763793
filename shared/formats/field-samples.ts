import type { EncryptedField } from './field-encryption.ts';
import { classifyEnvelope, type FieldSamples, type Sample, summariseSamples } from './field-envelope.ts';

/** One sample: which field of the document, and which sample of it. */
export interface SamplePlace {
  readonly field: number;
  readonly sample: number;
}

/** A nonce that seals different values under one key version, in one field or in several. */
export interface SharedNonce {
  readonly keyVersion: number;
  /** 24 hex digits. */
  readonly nonce: string;
  readonly places: readonly SamplePlace[];
}

/** What the samples of a document are by their form. */
export interface InspectedSamples {
  /** In the order of the fields. */
  readonly fields: readonly FieldSamples[];
  /** Samples for each key version over all fields, ascending. */
  readonly keyVersions: ReadonlyMap<number, number>;
  /** Over all fields together: a tenant has one key for each version, whatever the field (formats section 6). */
  readonly sharedNonces: readonly SharedNonce[];
}

/** Classifies the samples of all fields by their form. Nothing is decrypted and no key is asked for. */
export function inspectSamples(fields: readonly EncryptedField[]): InspectedSamples {
  const places: SamplePlace[] = [];
  const byField = fields.map(({ samples }, field) =>
    samples.map((value, sample): Sample => {
      places.push({ field, sample });
      return { value, envelope: classifyEnvelope(value) };
    }),
  );
  const all = summariseSamples(byField.flat());
  return {
    fields: byField.map(summariseSamples),
    keyVersions: all.keyVersions,
    sharedNonces: all.nonceReuse.map(({ keyVersion, nonce, samples }) => ({
      keyVersion,
      nonce,
      places: samples.flatMap((at) => places[at] ?? []),
    })),
  };
}
