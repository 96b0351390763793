import type { JsonArray, JsonMember, JsonNode, JsonObject } from './json-tree.ts';
import { plainValueSteps } from './json-tree.ts';
import { LIMITS } from './limits.ts';
import { failure, type Result, success } from './result.ts';
import { finished, STEP, type Steps } from './steps.ts';

/** Why a text is not JSON (RFC 8259), or passes a cap. `offset` counts UTF-16 units from the start of the text. */
export interface JsonFault {
  /** `json.syntax`, `json.trailing`, `json.depth`, `json.nodes`, `json.name`, `json.number`. */
  readonly rule: string;
  readonly message: string;
  readonly offset: number;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEX4 = /^[0-9a-fA-F]{4}$/;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Thrown and caught inside this file only, to leave the scanner from any depth of its loop. */
class Stop extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.message);
    this.fault = fault;
  }
}

interface OpenObject {
  readonly node: JsonObject;
  key: string;
  keyStart: number;
}

/**
 * Reads one JSON text into a tree that keeps what `JSON.parse` drops: earlier duplicates and the way numbers were written.
 * Strict RFC 8259; nothing may follow the value but white space. Walks without recursion, so that depth is a stated cap
 * (LIMITS.jsonDepth) and not the size of somebody's stack.
 *
 * @param text well-formed text (decoded strictly from UTF-8, without a byte order mark)
 */
export function parseJsonTree(text: string): Result<JsonNode, JsonFault> {
  const scanner = new Scanner(text);
  for (;;) {
    const read = scanner.read(Number.POSITIVE_INFINITY);
    if (read !== null) return read;
  }
}

/** As {@link parseJsonTree}, in pieces. One text or number is one piece, however long. */
export function* jsonTreeSteps(text: string): Steps<Result<JsonNode, JsonFault>> {
  const scanner = new Scanner(text);
  for (;;) {
    const read = scanner.read(STEP);
    if (read !== null) return read;
    yield;
  }
}

/**
 * Reads one JSON text into a plain value, as `JSON.parse` would, and lists the members that it dropped because a later
 * one has the same name.
 */
export function parseJson(text: string): Result<{ value: unknown; tree: JsonNode }, JsonFault> {
  return finished(jsonSteps(text));
}

/** As {@link parseJson}, in pieces. */
export function* jsonSteps(text: string): Steps<Result<{ value: unknown; tree: JsonNode }, JsonFault>> {
  const tree = yield* jsonTreeSteps(text);
  return tree.ok ? success({ value: yield* plainValueSteps(tree.value), tree: tree.value }) : tree;
}

class Scanner {
  private readonly text: string;
  private at = 0;
  private nodes = 0;
  private readonly stack: (OpenObject | JsonArray)[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** Reads on, at most as many values more; null when there is more to read. */
  read(values: number): Result<JsonNode, JsonFault> | null {
    try {
      const root = this.advance(values);
      return root === null ? null : success(root);
    } catch (error) {
      if (error instanceof Stop) return failure(error.fault);
      throw error;
    }
  }

  private advance(values: number): JsonNode | null {
    const until = this.nodes + values;
    if (this.nodes === 0) this.skipSpace();
    let complete: JsonNode | null = null;
    for (;;) {
      if (complete === null) {
        if (this.nodes >= until) return null;
        complete = this.startValue();
        continue;
      }
      const parent = this.stack.at(-1);
      if (parent === undefined) {
        this.skipSpace();
        if (this.at < this.text.length) this.stop('json.trailing', 'text follows the end of the JSON value');
        return complete;
      }
      complete = this.attach(parent, complete);
    }
  }

  /** Puts a finished value into its container; returns the container when that is finished too, null when a value must follow. */
  private attach(parent: OpenObject | JsonArray, value: JsonNode): JsonNode | null {
    this.skipSpace();
    const next = this.text.charCodeAt(this.at);
    if (!('node' in parent)) {
      parent.items.push(value);
      if (next === 0x5d) return this.close(parent);
      if (next !== 0x2c) this.stop('json.syntax', "expected ',' or ']' in an array");
      this.at += 1;
      this.skipSpace();
      return null;
    }
    const member: JsonMember = { key: parent.key, keyStart: parent.keyStart, node: value };
    parent.node.members.push(member);
    if (next === 0x7d) return this.close(parent.node);
    if (next !== 0x2c) this.stop('json.syntax', "expected ',' or '}' in an object");
    this.at += 1;
    this.skipSpace();
    this.readKey(parent);
    return null;
  }

  private close(node: JsonObject | JsonArray): JsonNode {
    this.at += 1;
    node.end = this.at;
    this.stack.pop();
    return node;
  }

  /** Reads a scalar or an empty container whole, or opens a container and returns null. */
  private startValue(): JsonNode | null {
    this.nodes += 1;
    if (this.nodes > LIMITS.jsonNodes) this.stop('json.nodes', `more than ${LIMITS.jsonNodes} values in one JSON text`);
    const start = this.at;
    const code = this.text.charCodeAt(start);
    if (code === 0x22) {
      const value = this.readString();
      return { kind: 'string', start, end: this.at, value };
    }
    if (code === 0x7b) return this.openObject(start);
    if (code === 0x5b) return this.openArray(start);
    if (code === 0x74) return this.literal(start, 'true', true);
    if (code === 0x66) return this.literal(start, 'false', false);
    if (code === 0x6e) return this.literal(start, 'null', null);
    return this.number(start);
  }

  private openObject(start: number): JsonNode | null {
    const node: JsonObject = { kind: 'object', start, end: start, members: [] };
    this.descend();
    this.skipSpace();
    if (this.text.charCodeAt(this.at) === 0x7d) {
      this.at += 1;
      node.end = this.at;
      return node;
    }
    const open: OpenObject = { node, key: '', keyStart: 0 };
    this.stack.push(open);
    this.readKey(open);
    return null;
  }

  private openArray(start: number): JsonNode | null {
    const node: JsonArray = { kind: 'array', start, end: start, items: [] };
    this.descend();
    this.skipSpace();
    if (this.text.charCodeAt(this.at) === 0x5d) {
      this.at += 1;
      node.end = this.at;
      return node;
    }
    this.stack.push(node);
    return null;
  }

  private descend(): void {
    this.at += 1;
    if (this.stack.length >= LIMITS.jsonDepth) {
      this.stop('json.depth', `nested deeper than ${LIMITS.jsonDepth} levels, where this tool stops`);
    }
  }

  private readKey(open: OpenObject): void {
    if (this.text.charCodeAt(this.at) !== 0x22) this.stop('json.syntax', 'expected a member name in double quotes');
    open.keyStart = this.at;
    open.key = this.readString();
    if (open.key.length > LIMITS.jsonNameLength) {
      this.stop('json.name', `a member name is longer than ${LIMITS.jsonNameLength} characters`);
    }
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== 0x3a) this.stop('json.syntax', "expected ':' after a member name");
    this.at += 1;
    this.skipSpace();
  }

  private readString(): string {
    const text = this.text;
    let from = this.at + 1;
    let result = '';
    for (let at = from; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        this.at = at + 1;
        return result === '' ? text.slice(from, at) : result + text.slice(from, at);
      }
      if (code === 0x5c) {
        result += text.slice(from, at);
        this.at = at;
        result += this.readEscape();
        at = this.at - 1;
        from = this.at;
      } else if (code < 0x20) {
        this.at = at;
        this.stop('json.syntax', 'a control character stands unescaped in a string');
      } else if (Number.isNaN(code)) {
        this.at = at;
        this.stop('json.syntax', 'the text ends inside a string');
      }
    }
  }

  private readEscape(): string {
    const letter = this.text.charAt(this.at + 1);
    if (letter === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!HEX4.test(digits)) this.stop('json.syntax', "'\\u' is not followed by four hex digits");
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const simple = Object.hasOwn(SIMPLE_ESCAPES, letter) ? SIMPLE_ESCAPES[letter] : undefined;
    if (simple === undefined) return this.stop('json.syntax', 'unknown escape in a string');
    this.at += 2;
    return simple;
  }

  private literal(start: number, word: string, value: true | false | null): JsonNode {
    if (!this.text.startsWith(word, start)) this.stop('json.syntax', 'expected a JSON value');
    this.at = start + word.length;
    return { kind: 'literal', start, end: this.at, value };
  }

  private number(start: number): JsonNode {
    NUMBER.lastIndex = start;
    const match = NUMBER.exec(this.text);
    if (match === null) {
      if (this.text.charCodeAt(start) === 0xfeff)
        return this.stop('json.syntax', 'a byte order mark stands where a JSON value is expected');
      return this.stop('json.syntax', start < this.text.length ? 'expected a JSON value' : 'the text ends too early');
    }
    const digits = match[0];
    if (digits.length > LIMITS.jsonNumberLength) {
      this.stop('json.number', `a number is longer than ${LIMITS.jsonNumberLength} characters`);
    }
    this.at = start + digits.length;
    return { kind: 'number', start, end: this.at, value: Number(digits) };
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  private stop(rule: string, message: string): never {
    throw new Stop({ rule, message, offset: Math.min(this.at, this.text.length) });
  }
}
