/**
 * Every text inside a value that could be a control id, folded to lower case: runs of letters and digits joined by dots and dashes, so that one
 * control does not stand in for another whose id it begins.
 */
export function* namedIds(value: unknown): Generator<string> {
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    if (typeof next === 'string') yield* idsIn(next.toLowerCase());
    else if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) stack.push(inner);
  }
}

/** Runs of `[a-z0-9.-]` without the dots and dashes around them. By hand: a pattern that repeats a group fails on a run of some millions. */
function* idsIn(text: string): Generator<string> {
  let start = -1;
  let end = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)) {
      if (start === -1) start = at;
      end = at + 1;
    } else if (code !== 0x2e && code !== 0x2d && start !== -1) {
      yield text.slice(start, end);
      start = -1;
    }
  }
}
