import type { Finding } from './base/finding.ts';
import { counted } from './base/number-words.ts';
import type { FramingProblem } from './chain/framing/frame.ts';
import { EXTRA_NAMES } from './chain/replay.ts';
import type { ChainInput } from './verify.ts';

/** What is to be said of a chain as a whole, beside the faults of its entries. */
export function chainNotes(chain: ChainInput): Finding[] {
  return [
    ...chain.framing.map((problem) => framingFinding(problem, chain.file)),
    ...extraMembers(chain),
    ...earlierRuns(chain),
  ];
}

/** Members beside the four are usual in exports of a table; they are said once, not at every entry. */
function extraMembers(chain: ChainInput): Finding[] {
  if (chain.totals.withExtraMembers === 0) return [];
  const { extraMembers: names } = chain.totals;
  const listed = `${names.slice(0, EXTRA_NAMES).join(', ')}${names.length > EXTRA_NAMES ? ' and others' : ''}`;
  const entries = counted(chain.totals.withExtraMembers, 'entry carries', 'entries carry');
  return [
    {
      class: 'not-fully-committed',
      severity: 'note',
      message: `${entries} members beside seq, prevHash, payload and hash, which no hash covers: ${listed}.`,
      where: { file: chain.file },
    },
  ];
}

/** A record is as good as its keeping: that it was used is said beside every verdict that rests on it. */
function earlierRuns(chain: ChainInput): Finding[] {
  if (chain.earlier === null) return [];
  const { rows, records } = chain.earlier;
  return [
    {
      class: 'replayed-earlier',
      severity: 'warning',
      message: `${counted(rows, 'entry was', 'entries were')} replayed by earlier runs and taken over from ${counted(records, 'record', 'records')} of them. The bytes are the same, which was checked here; that they recompute rests on the records.`,
      where: { file: chain.file },
    },
  ];
}

function framingFinding(problem: FramingProblem, file: string): Finding {
  return {
    class: problem.note ? 'encoding-note' : 'malformed-file',
    severity: problem.note ? 'note' : 'fail',
    message: `${file}: ${problem.message}.`,
    where: { file, byteOffset: problem.byteOffset, rule: problem.rule },
  };
}
