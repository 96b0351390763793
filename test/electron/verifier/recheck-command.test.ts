import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recheckCommand } from '../../../electron/verifier/recheck-command.ts';
import { canonicalText, hashInput } from '../../../shared/base/chain-canonical.ts';
import { parseJsonTree } from '../../../shared/base/json.ts';
import { referenceEntryHash } from '../../reference/canonical.ts';
import { jsonText } from '../../support/chain/json-text.ts';

function hasTool(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}

function canonical(payload: string): string | null {
  const tree = parseJsonTree(payload);
  const text = tree.ok ? canonicalText(tree.value) : null;
  return text?.ok ? text.text : null;
}

/** Runs many commands in one shell, as many lines of one script. */
function digests(shell: string, commands: readonly string[]): string[] {
  const output = execFileSync(shell, {
    input: `${commands.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(0, 64));
}

const HOSTILE = [
  `"it's"`,
  `"'; rm -rf / #"`,
  `"$(reboot) \`reboot\` \${HOME} !!"`,
  `"%s %n %% %d \\\\ \\\\n \\\\101"`,
  `"\\u0000\\u0001\\u001b[31m\\u007f\\u009b"`,
  `"line\\nfeed\\r\\ttab"`,
  `"漢字 é e\u0301 \u{1F9EA} \u202e \u2028 \uFEFF"`,
  `"\\ud800 alone"`,
  `{"-n":1,"%":2,"\\\\":3,"'":4}`,
  `"7\\\\8é9"`,
];

describe.skipIf(!hasTool('sha256sum'))('the command that checks an entry again', () => {
  const shells = ['sh', 'bash', 'dash'].filter(hasTool);

  it.each(shells)('gives the hash of hostile payloads in %s', (shell) => {
    const inputs = HOSTILE.map((payload) => hashInput(null, canonical(payload) ?? ''));
    const commands = inputs.map((input) => recheckCommand(input) ?? '');
    expect(digests(shell, commands)).toEqual(HOSTILE.map((payload) => referenceEntryHash(null, payload)));
  });

  it('gives the hash of any payload', () => {
    const samples = fc.sample(jsonText(), { numRuns: 400, seed: 7 }).filter((payload) => canonical(payload) !== null);
    const commands = samples.map((payload) => recheckCommand(hashInput('ab', canonical(payload) ?? '')) ?? '');
    expect(digests('sh', commands)).toEqual(samples.map((payload) => referenceEntryHash('ab', payload)));
  });
});

describe('the text of the command', () => {
  it('is one line of printable ASCII, whatever is in the entry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(recheckCommand(JSON.stringify([null, text]))).toMatch(/^printf '[ -~]*' \| sha256sum$/);
      }),
    );
  });

  it('is not offered when it would be too long to paste', () => {
    expect(recheckCommand('x'.repeat(60_001))).toBeNull();
    expect(recheckCommand('\u0001'.repeat(20_000))).toBeNull();
    expect(recheckCommand('x'.repeat(60_000))).not.toBeNull();
  });
});
