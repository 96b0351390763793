import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { OpenDocument } from '../../../electron/verifier/document.ts';
import type { QueryPlan } from '../../../electron/verifier/query-scanner.ts';
import type { AppEvent } from '../../../shared/ipc/events.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { NO_VERIFIER_TRUST, type VerifierTrust } from '../../../shared/ipc/verifier.ts';

/** A document that was opened in this process, and what it said on the way. */
export interface TestDocument {
  readonly document: OpenDocument;
  readonly events: readonly AppEvent[];
  readonly view: DocumentView;
}

/** Opens a path as a broker would, and waits until the work on it ended. */
export async function openForTest(
  path: string,
  options: {
    anchors?: readonly string[];
    /** Anchor files whose bytes are taken as they are. */
    exactAnchors?: readonly string[];
    browse?: boolean;
    trust?: VerifierTrust;
    threads?: QueryPlan;
    onEvent?: (event: AppEvent, document: OpenDocument) => void;
  } = {},
): Promise<TestDocument> {
  const events: AppEvent[] = [];
  const spoolFolder = await mkdtemp(join(tmpdir(), 'bathyscope-test-'));
  const document = new OpenDocument(
    {
      type: 'init',
      documentId: 'document-1',
      path,
      name: basename(path),
      sample: false,
      openedAt: '2026-01-01T00:00:00.000Z',
      spoolFolder,
      anchors: [
        ...(options.anchors ?? []).map((path) => ({ path, bytes: 'canonical' as const })),
        ...(options.exactAnchors ?? []).map((path) => ({ path, bytes: 'as-is' as const })),
      ],
      browse: options.browse ?? true,
      trust: options.trust ?? NO_VERIFIER_TRUST,
      toolVersion: '0.0.0-test',
    },
    (event) => {
      events.push(event);
      options.onEvent?.(event, document);
    },
    options.threads ?? null,
  );
  await document.start();
  return { document, events, view: document.view };
}
