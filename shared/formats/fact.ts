import { z } from 'zod';
import { instant, text } from './fields.ts';

/** Why an answer holds no value. The eight states of a fact are these and `value`. */
const FACT_GAPS = ['absent', 'denied', 'unsupported', 'unrecognised', 'empty', 'error', 'not-collected'] as const;

const answer = {
  operation: text(100).describe('Name of the API operation, such as GetObjectRetention; empty when none was sent.'),
  http: z.int().min(100).max(599).nullable().describe('HTTP status; null when there was no answer.'),
  code: text(200).nullable().describe('Error code of the answer.'),
  root: text(200)
    .nullable()
    .describe('Name of the root element of the answer: tells another document from an empty one.'),
  requestId: text(200).nullable(),
  at: instant.nullable().describe('Date header of the answer: the clock of the server.'),
};

/**
 * An answer of a server, never a bare value: absent, denied and not understood are different facts, and only `absent`
 * says that there is none.
 *
 * @param value schema of the value that state `value` carries
 */
export function fact<V extends z.ZodType>(value: V) {
  return z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('value'), value, ...answer }),
    z.strictObject({ state: z.enum(FACT_GAPS), value: z.null(), ...answer }),
  ]);
}
