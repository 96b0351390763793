import { z } from 'zod';
import { documentViewSchema, progressSchema, queryViewSchema } from './model.ts';

/** What the broker tells the renderer without being asked. At most 10 a second for each document. */
export const appEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('document'), document: documentViewSchema }),
  z.strictObject({ type: z.literal('progress'), documentId: z.string(), progress: progressSchema }),
  z.strictObject({ type: z.literal('query'), documentId: z.string(), query: queryViewSchema }),
  /** A document was opened from outside the page: file association, second instance, menu. */
  z.strictObject({ type: z.literal('opened'), documentId: z.string() }),
  /** A menu command, such as `open` or `keys`. */
  z.strictObject({ type: z.literal('command'), command: z.enum(['open-file', 'open-folder', 'close', 'keys']) }),
]);
export type AppEvent = z.infer<typeof appEventSchema>;
