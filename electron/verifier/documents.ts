import type { Finding } from '../../shared/base/finding.ts';
import { jsonSteps } from '../../shared/base/json.ts';
import { earlierDuplicates } from '../../shared/base/json-duplicates.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { finished, type Steps } from '../../shared/base/steps.ts';
import { showText } from '../../shared/base/text.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { ProofFramer } from '../../shared/chain/framing/proof.ts';
import { guarded, type OpenedFile } from './bundle-files.ts';
import type { CancelToken } from './cancel.ts';
import { inSteps } from './in-steps.ts';

/** A JSON document of the bundle as far as it could be read. */
export interface LoadedDocument {
  /** Undefined when it is not JSON; findings say why. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** The document is a proof whose entries stand in it. */
  readonly hasEntries: boolean;
}

/** Duplicate members that are reported one by one. */
const LISTED_DUPLICATES = 20;

/**
 * Reads a JSON document strictly: UTF-8, no repair, nothing behind the value, bounded. Members that stand twice are reported,
 * because two readers may take two different ones.
 */
export async function loadDocument(file: OpenedFile, token: CancelToken): Promise<LoadedDocument> {
  const name = showName(file.entry.name);
  const framer = file.identity.role === 'proof' ? new ProofFramer() : null;
  const pieces: Uint8Array[] = [];
  let length = 0;
  const complete = await guarded(file, async () => {
    for await (const chunk of file.entry.stream()) {
      token.check();
      framer?.push(chunk, () => undefined);
      length += chunk.length;
      if (framer === null && length <= LIMITS.documentBytes) pieces.push(chunk);
    }
    framer?.finish(() => undefined);
  });
  const hasEntries = framer?.hasEntries ?? false;
  if (!complete) return { value: undefined, findings: [], hasEntries };
  const bytes = framer === null ? (length <= LIMITS.documentBytes ? Buffer.concat(pieces) : null) : framer.takeRest();
  if (bytes === null) {
    const finding = problem(
      name,
      'documentBytes',
      `it is ${length} bytes long, more than this tool reads as one document`,
    );
    return { value: undefined, findings: [{ ...finding, class: 'limit-exceeded' }], hasEntries };
  }
  return { ...(await inSteps(documentSteps(bytes, name), token)), hasEntries };
}

/** As `loadDocument`, for bytes at hand. It can not be left off midway: where they may be many, `documentSteps` can. */
export function parseDocument(bytes: Uint8Array, name: string): ParsedDocument {
  return finished(documentSteps(bytes, name));
}

type ParsedDocument = Pick<LoadedDocument, 'value' | 'findings'>;

/** As `parseDocument`, in pieces. */
export function* documentSteps(bytes: Uint8Array, name: string): Steps<ParsedDocument> {
  const text = decodeUtf8(bytes);
  if (text === null) return { value: undefined, findings: [problem(name, 'utf-8', 'its bytes are not UTF-8')] };
  const findings: Finding[] = [];
  const marked = text.startsWith('\uFEFF');
  if (marked) {
    const note = problem(
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
    return { value: undefined, findings: [...findings, problem(name, rule, place)] };
  }
  const twice = yield* earlierDuplicates(parsed.value.tree);
  let line = 1;
  let counted = 0;
  for (const { key, keyStart } of twice.slice(0, LISTED_DUPLICATES)) {
    // In the order of the text, so that its lines are gone through once.
    line += lineOf(body.slice(counted, keyStart), keyStart - counted) - 1;
    counted = keyStart;
    findings.push(problem(name, 'json.duplicate', `the member "${showText(key, 60)}" stands twice (line ${line})`));
  }
  return { value: parsed.value.value, findings };
}

function problem(name: string, rule: string, why: string): Finding {
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
