import type { DocumentView } from '../../../shared/ipc/model.ts';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { TableScroll } from '../../components/table-scroll.tsx';
import { packOfRows } from '../../evidence/pack-rows.ts';
import { actions } from '../../state/index.ts';
import { EVIDENCE_SCREENS, PART_WORDS, SCREEN_TITLES } from '../../words/part-words.ts';

const ABOUT_PACKS = 'Documents of the producer: packs, receipts, OSCAL.';
const ABOUT_CHAIN = 'The entries, each bound to the one before it by its hash.';

interface Row {
  readonly screen: 'chain' | 'packs' | (typeof EVIDENCE_SCREENS)[number];
  readonly about: string;
  readonly file: string | null;
  readonly status: 'read' | 'malformed' | 'absent';
}

function rowsOf(document: DocumentView): Row[] {
  const chainFile = document.chainFile ?? packOfRows(document)?.file ?? null;
  const chain: Row = {
    screen: 'chain',
    about: ABOUT_CHAIN,
    file: chainFile,
    status: chainFile === null ? 'absent' : 'read',
  };
  const evidence = EVIDENCE_SCREENS.map((screen): Row => {
    const words = PART_WORDS[screen];
    const part = document.parts.find((candidate) => candidate.kind === words.kind);
    return { screen, about: words.about, file: part?.file ?? null, status: part?.status ?? 'absent' };
  });
  const [first] = document.packs;
  const packs: Row = {
    screen: 'packs',
    about: ABOUT_PACKS,
    file: document.packs.length === 1 ? (first?.file ?? null) : null,
    status: first === undefined ? 'absent' : 'read',
  };
  return [chain, ...evidence, packs];
}

function Status({ status }: { readonly status: Row['status'] }) {
  if (status === 'read') return <span>Read</span>;
  if (status === 'malformed') return <StateMark state="malformed" />;
  return <StateMark state="not-checked" word="Not in this bundle" />;
}

/** The parts that a bundle can have, those that this one lacks included. */
export function PartsTable({ document }: { readonly document: DocumentView }) {
  return (
    <TableScroll label="What the bundle holds">
      <table className="table parts">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">State</th>
            <th scope="col">What it is about</th>
            <th scope="col">File</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(document).map((row) => (
            <tr key={row.screen}>
              <td className="fixed">
                <button type="button" className="link" onClick={() => actions.openScreen(row.screen)}>
                  {SCREEN_TITLES[row.screen]}
                </button>
              </td>
              <td className="fixed">
                <Status status={row.status} />
              </td>
              <td className="muted">{row.about}</td>
              <td>
                {row.file === null ? <span className="muted">—</span> : <EvidenceText text={row.file} max={120} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
