import type { Finding } from '../../../shared/base/finding.ts';
import { Button } from '../../components/button.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { ExpectedActual } from '../../components/expected-actual.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { SeverityMark } from '../../components/finding-line.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { formatCount } from '../../format/number.ts';
import { actions } from '../../state/index.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';

function places(finding: Finding): Fact[] {
  const { file, position, lastPosition, seq, byteOffset, pointer, rule } = finding.where;
  return [
    ...(file === undefined ? [] : [{ label: 'File', value: <EvidenceText text={file} /> }]),
    ...(position === undefined ? [] : [{ label: 'Position', value: formatCount(position) }]),
    ...(lastPosition === undefined ? [] : [{ label: 'To position', value: formatCount(lastPosition) }]),
    ...(seq === undefined ? [] : [{ label: 'seq in the entry', value: String(seq) }]),
    ...(byteOffset === undefined ? [] : [{ label: 'Byte offset', value: formatCount(byteOffset) }]),
    ...(pointer === undefined ? [] : [{ label: 'Pointer', value: <EvidenceText text={pointer} mono /> }]),
    ...(rule === undefined ? [] : [{ label: 'Rule', value: <code>{rule}</code> }]),
  ];
}

/** One finding in full: what, where, expected and actual, and the equation that was evaluated. */
export function FindingPanel({ finding }: { readonly finding: Finding }) {
  const { title, meaning } = FINDING_WORDS[finding.class];
  const { position } = finding.where;
  return (
    <div className="panel">
      <h2>{title}</h2>
      <p>
        <SeverityMark severity={finding.severity} />
      </p>
      <p>
        <MessageText text={finding.message} />
      </p>
      <p className="muted">{meaning}</p>
      {finding.expected === undefined || finding.actual === undefined ? null : (
        <ExpectedActual expected={finding.expected} actual={finding.actual} />
      )}
      {finding.equation === undefined ? null : (
        <section>
          <h3>Equation</h3>
          <EvidenceText text={finding.equation} mono />
        </section>
      )}
      <section>
        <h3>Where</h3>
        <Facts facts={places(finding)} />
      </section>
      {position === undefined ? null : (
        <Button icon="jump" onPress={() => actions.jumpTo(position)}>
          {`Show position ${formatCount(position)} in Chain`}
        </Button>
      )}
    </div>
  );
}
