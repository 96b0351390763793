import { type RefObject, useRef } from 'react';
import type { PackView } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { ClaimsTable } from '../../components/claims-table.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { FactList } from '../../components/fact-list.tsx';
import { FindingList } from '../../components/finding-line.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { ProvenanceChip } from '../../components/provenance-chip.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { TableLinks } from '../../components/table-links.tsx';
import { formatCount, formatCounted } from '../../format/number.ts';
import { actions } from '../../state/index.ts';
import { PACK_ABOUT } from './pack-words.ts';
import { groupQuestions } from './question-groups.ts';
import { QuestionSection } from './question-list.tsx';

/** One way down into a pack: what it is called and how much is there. */
interface Depth {
  readonly id: string;
  readonly title: string;
  readonly count: number | null;
}

function depthsOf(pack: PackView): Depth[] {
  return [
    { id: 'sentence', title: 'Sentence', count: null },
    { id: 'questions', title: 'Questions', count: pack.questions.length },
    {
      id: 'statements',
      title: 'Claims, facts, tables',
      count: pack.claims.length + pack.facts.length + pack.computedFacts.length,
    },
    { id: 'raw', title: 'Raw bytes', count: null },
  ];
}

/** The four depths; pressing one goes there, focus included. */
function DepthNav({ pack, body }: { readonly pack: PackView; readonly body: RefObject<HTMLElement | null> }) {
  const go = (id: string): void => {
    const section = body.current?.querySelector<HTMLElement>(`[data-depth="${id}"]`);
    section?.scrollIntoView();
    section?.focus({ preventScroll: true });
  };
  return (
    <nav aria-label="Depths of this document">
      <ol className="packs__depths">
        {depthsOf(pack).map((depth) => (
          <li key={depth.id}>
            <button type="button" className="link" onClick={() => go(depth.id)}>
              {depth.title}
            </button>
            {depth.count === null ? null : <span className="muted number"> {formatCount(depth.count)}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Statements({ pack }: { readonly pack: PackView }) {
  const differing = pack.claims.filter((claim) => claim.agrees === false).length;
  return (
    <section data-depth="statements" tabIndex={-1} aria-labelledby="pack-statements">
      <h2 id="pack-statements">What it states</h2>
      <div className="screen__head packs__part">
        <h3>Claims against computation</h3>
        {pack.claims.length === 0 ? null : (
          <span className="muted">{`${formatCount(differing)} of ${formatCount(pack.claims.length)} differ`}</span>
        )}
      </div>
      {pack.claims.length === 0 ? (
        <p className="muted">It states nothing that could be computed here.</p>
      ) : (
        <ClaimsTable claims={pack.claims} />
      )}
      <FactsFrom from="stated" facts={pack.facts} />
      <FactsFrom from="computed" facts={pack.computedFacts} />
      {pack.tables.length < 3 ? null : <TableLinks tables={pack.tables} />}
      {pack.tables.map((table) => (
        <div key={table.id} className="packs__part">
          <PlainTable table={table} />
        </div>
      ))}
    </section>
  );
}

interface FactsFromProps {
  readonly from: 'stated' | 'computed';
  readonly facts: PackView['facts'];
}

/** What the document says and what was worked out here never stand in one list. */
function FactsFrom({ from, facts }: FactsFromProps) {
  if (facts.length === 0) return null;
  return (
    <>
      <div className="screen__head packs__part">
        <h3>Facts</h3>
        <ProvenanceChip from={from} />
      </div>
      <FactList facts={facts} />
    </>
  );
}

function Raw({ pack }: { readonly pack: PackView }) {
  const { fileIndex } = pack;
  return (
    <section data-depth="raw" tabIndex={-1} aria-labelledby="pack-raw">
      <h2 id="pack-raw">Raw bytes</h2>
      {fileIndex === null ? (
        <p className="prose">
          It has no file of its own: it was read out of <EvidenceText text={pack.file} max={200} />.
        </p>
      ) : (
        <Button icon="jump" onPress={() => actions.showFile(fileIndex)}>
          Show its bytes in Files
        </Button>
      )}
    </section>
  );
}

/** One document of the producer at four depths: sentence, questions, what it states, raw bytes. */
export function PackBody({ pack }: { readonly pack: PackView }) {
  const body = useRef<HTMLElement>(null);
  return (
    <article className="packs__body" ref={body} aria-labelledby="pack-title">
      <header data-depth="sentence" tabIndex={-1}>
        <h2 id="pack-title">
          <EvidenceText text={pack.title} max={200} />
        </h2>
        <p className="muted prose">{PACK_ABOUT[pack.kind]}</p>
        <div className="packs__sentence">
          <StateMark state={pack.result} />
          <p>
            <MessageText text={pack.sentence} />
          </p>
        </div>
        <CopyButton text={() => pack.sentence}>Copy the sentence</CopyButton>
        <DepthNav pack={pack} body={body} />
      </header>
      {pack.findings.length === 0 ? null : (
        <section aria-labelledby="pack-findings">
          <h2 id="pack-findings">{formatCounted(pack.findings.length, 'finding', 'findings')} here</h2>
          <FindingList findings={pack.findings} />
        </section>
      )}
      <section data-depth="questions" tabIndex={-1} aria-labelledby="pack-questions">
        <h2 id="pack-questions">Questions and answers</h2>
        {pack.questions.length === 0 ? (
          <p className="muted">Nothing was asked of it, so nothing is said about it.</p>
        ) : (
          groupQuestions(pack.questions).map((group) => <QuestionSection key={group.topic} group={group} />)
        )}
      </section>
      <Statements pack={pack} />
      <Raw pack={pack} />
    </article>
  );
}
