import { z } from 'zod';
import type { Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import { type ReadDocument, readDocumentSteps } from './document-reader.ts';
import { count, documentHead, hex64, name, text } from './fields.ts';

const indexedFileSchema = z
  .strictObject({
    name: name(1_024)
      .regex(/^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\\]*$/s, 'a relative path of names joined by /')
      .describe('Path inside the bundle, from the folder that holds bundle.json, with / between names.'),
    sha256: hex64,
    bytes: count,
    mediaType: text(200).optional(),
    role: text(100).optional().describe('What the file is for, in the words of the producer.'),
  })
  .meta({ id: 'IndexedFile', description: 'One file of the bundle.' });

/** `bundle.json`: the index of a dated bundle. */
export const bundleIndexSchema = z
  .strictObject({
    ...documentHead('bundle'),
    tenantId: name(200),
    framework: z
      .strictObject({ id: name(100), title: name(200), version: name(100) })
      .meta({ id: 'Framework', description: 'The framework that the evidence was collected for.' }),
    files: z.array(indexedFileSchema).max(65_535).describe('Every file of the bundle but this one.'),
  })
  .meta({ title: 'bundle.json, version 1', description: 'Index of a dated evidence bundle.' });
export type BundleIndex = z.infer<typeof bundleIndexSchema>;

/**
 * Reads `bundle.json` (docs/formats/bundle.md), in pieces.
 *
 * @param value plain JSON value of the document
 * @param file escaped name of the file, for findings
 * @returns what could be read, and a finding for each bad place, a name that is listed twice included; digests in it
 *   are claims
 */
export function parseBundleIndex(value: unknown, file: string): Steps<ReadDocument<BundleIndex>> {
  return readDocumentSteps(bundleIndexSchema, value, file, (document, report) => {
    const names = new Set<string>();
    for (const indexed of document.files ?? []) {
      const shown = showText(indexed.name, 200);
      if (names.has(indexed.name)) report.bad(['files'], `/files lists ${shown} twice`, 'each name once');
      if (indexed.name === 'bundle.json') {
        report.bad(['files'], '/files lists bundle.json itself, whose digest can not stand in it', 'no such element');
      }
      names.add(indexed.name);
    }
  });
}
