import '../api.ts';
import { documentRevision, refreshDocument } from './incoming.ts';

/** Events come ten times a second at most, so a reply slips in between two of them at once or after few attempts. */
const ATTEMPTS = 5;

/** Asks for the view of a document again, until a reply came that no event overtook. */
export async function refreshShown(documentId: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const askedAt = documentRevision();
    const reply = await window.api.documentGet(documentId);
    if (!reply.ok || refreshDocument(reply.value, askedAt)) return;
  }
}
