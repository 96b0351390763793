import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { systemCode } from '../node/file-source.ts';
import { SystemFault } from '../node/system-fault.ts';

/**
 * One sentence on why the tool could not go on, fit for the screen.
 *
 * SECURITY: an error of the file system spells out a path, which the renderer must never see. Test: document-faults.test.ts
 * "names no path when something can not be read".
 * @param error whatever was thrown
 */
export function faultMessage(error: unknown): string {
  if (error instanceof EvidenceError) return error.finding.message;
  if (error instanceof SystemFault) return error.message;
  const code = systemCode(error);
  if (code !== 'unknown') return `The system refused to read or write a file (${code}).`;
  return error instanceof Error ? error.message : 'unknown';
}
