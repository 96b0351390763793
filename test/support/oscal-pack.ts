import { controlManifest, controlPackOf } from '../fixtures/trust/control-pack.ts';
import { oscalOf, resultsOf } from '../fixtures/trust/oscal.ts';
import { buildZip } from './zip-builder.ts';

/** A signed control pack as a zip, with OSCAL in it that calls its one gap satisfied: for the picture of the screen. */
export function packWithOscal(): Uint8Array {
  const manifest = controlManifest();
  const pack = controlPackOf(manifest);
  const oscal = oscalOf(manifest);
  resultsOf(oscal).results[0].findings[2].target.status.state = 'satisfied';
  const signature = pack.signature === null ? [] : [{ ...pack.signature, name: 'signature.json' }];
  const files = [...pack.files, ...signature, { name: 'oscal.json', bytes: JSON.stringify(oscal) }];
  return buildZip({ entries: files.map(({ name, bytes }) => ({ name, data: bytes, method: 8 })) }).bytes;
}
