import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { systemCode } from '../node/file-source.ts';
import { SystemFault } from '../node/system-fault.ts';
import { systemAnswer } from '../node/system-words.ts';
import { RequestFault } from './request-fault.ts';

/** Calls of the system that change a file; every other one reads or looks. */
const WRITING: ReadonlySet<unknown> = new Set(['write', 'ftruncate', 'rename', 'mkdir', 'fsync', 'unlink']);

function doingOf(error: unknown): string {
  const call = error instanceof Error && 'syscall' in error ? error.syscall : undefined;
  if (call === 'open') return 'opened';
  return WRITING.has(call) ? 'written' : 'read';
}

/**
 * A sentence or two on why the tool could not go on and what to do, fit for the screen.
 *
 * SECURITY: an error of the file system spells out a path, which the renderer must never see. Test: document-faults.test.ts
 * "names no path when something can not be read".
 * @param error whatever was thrown
 */
export function faultMessage(error: unknown): string {
  if (error instanceof EvidenceError) return error.finding.message;
  if (error instanceof SystemFault) return error.message;
  // Its code is a word of our own and no answer of the system.
  if (error instanceof RequestFault) return error.message;
  const code = systemCode(error);
  if (code !== 'unknown') return `A file can not be ${doingOf(error)}: ${systemAnswer(code)}`;
  return error instanceof Error ? error.message : 'unknown';
}
