import { uncoveredSteps } from '../../shared/base/chain-coverage.ts';
import type { Finding } from '../../shared/base/finding.ts';
import { jsonSteps } from '../../shared/base/json.ts';
import { finished, type Steps } from '../../shared/base/steps.ts';
import { showText } from '../../shared/base/text.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';

/** Duplicate members that are reported one by one. */
const LISTED_DUPLICATES = 20;

/**
 * Reads a JSON document strictly: UTF-8, no repair, nothing behind the value, bounded. Members that stand twice are reported,
 * because two readers may take two different ones.
 *
 * @param name of the file, escaped
 * @returns the plain value, undefined when it is not JSON; a finding for each thing that is wrong or unusual
 */
export function parseDocument(bytes: Uint8Array, name: string): ParsedDocument {
  return finished(documentSteps(bytes, name));
}

/** A document as far as it could be read. */
interface ParsedDocument {
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

/** As {@link parseDocument}, in pieces: for bytes that may be many. */
export function* documentSteps(bytes: Uint8Array, name: string): Steps<ParsedDocument> {
  const text = decodeUtf8(bytes);
  if (text === null) return { value: undefined, findings: [documentProblem(name, 'utf-8', 'its bytes are not UTF-8')] };
  const findings: Finding[] = [];
  const marked = text.startsWith('\uFEFF');
  if (marked) {
    const note = documentProblem(
      name,
      'byte-order-mark',
      'it starts with a byte order mark, which JSON does not allow; it was passed over',
    );
    findings.push({ ...note, class: 'encoding-note', severity: 'note' });
  }
  const body = marked ? text.slice(1) : text;
  const parsed = yield* jsonSteps(body);
  if (!parsed.ok) {
    const { message, rule, offset } = parsed.error;
    const place = `${message} (line ${lineOf(body, offset)}, character ${offset})`;
    return { value: undefined, findings: [...findings, documentProblem(name, rule, place)] };
  }
  const lost = yield* uncoveredSteps(parsed.value.tree, null);
  const twice = lost.filter(({ reason }) => reason === 'earlier-duplicate');
  let line = 1;
  let counted = 0;
  for (const { subject, start } of twice.slice(0, LISTED_DUPLICATES)) {
    // In the order of the text, so that its lines are gone through once.
    line += lineOf(body.slice(counted, start), start - counted) - 1;
    counted = start;
    const why = `the member "${showText(subject, 60)}" stands twice (line ${line})`;
    findings.push(documentProblem(name, 'json.duplicate', why));
  }
  return { value: parsed.value.value, findings };
}

/** A finding about a document: what is wrong with it, as the end of a sentence that begins with its name. */
export function documentProblem(name: string, rule: string, why: string): Finding {
  return {
    class: 'malformed-file',
    severity: 'fail',
    message: `"${name}": ${why}.`,
    where: { file: name, rule },
  };
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
