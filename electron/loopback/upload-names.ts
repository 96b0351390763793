import { LIMITS } from '../../shared/base/limits.ts';

const MAX_SEGMENT_BYTES = 255;

/**
 * Splits the relative path that a browser gives for a dropped or picked file, or says no: what is not plainly below the folder of
 * the upload is not written at all.
 *
 * @returns the segments, or null for a path that is absolute, empty, too long or too deep, climbs, or holds a separator,
 *   a control character or (on Windows) a character that means something else there
 */
export function uploadSegments(path: string, platform: NodeJS.Platform): readonly string[] | null {
  // SECURITY: nothing is written outside the upload's own folder (test/electron/loopback/upload-names.test.ts).
  if (Buffer.byteLength(path) > LIMITS.nameBytes) return null;
  const segments = path.split('/');
  const refused = platform === 'win32' ? /[\p{Cc}\p{Cs}\\<>:"|?*]|[ .]$/u : /[\p{Cc}\p{Cs}\\]/u;
  const fits = (segment: string): boolean =>
    segment !== '' &&
    segment !== '.' &&
    segment !== '..' &&
    Buffer.byteLength(segment) <= MAX_SEGMENT_BYTES &&
    !refused.test(segment);
  return segments.length <= LIMITS.nameDepth && segments.every(fits) ? segments : null;
}
