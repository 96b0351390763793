import { uncoveredParts } from '../../shared/base/chain-coverage.ts';
import { parseJson } from '../../shared/base/json.ts';
import { failure, type Result, success } from '../../shared/base/result.ts';
import { showText } from '../../shared/base/text.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';

/**
 * Reads a JSON file that the auditor brings: UTF-8 without a mark, one value, no member twice, nothing that two readers could take in two ways.
 *
 * @param code of the fault
 * @param name of the file, escaped
 * @returns the plain value; a fault that names the file and the rule
 */
export function readStrictJson(bytes: Uint8Array, code: string, name: string): Result<unknown> {
  const text = decodeUtf8(bytes);
  if (text === null) return refusedFile(code, name, 'its bytes are not UTF-8', 'utf-8');
  const json = parseJson(text);
  if (!json.ok) return refusedFile(code, name, json.error.message, json.error.rule);
  const [lost] = uncoveredParts(json.value.tree, text);
  if (lost !== undefined) {
    const what = `the member "${showText(lost.subject, 60)}" can be read in two ways`;
    return refusedFile(code, name, what, `json.${lost.reason}`);
  }
  return success(json.value.value);
}

/** The fault of a file that is not taken. */
export function refusedFile(code: string, name: string, why: string, rule: string): Result<never> {
  return failure({ code, message: `"${name}": ${why} (rule ${rule}).` });
}
