import { useMemo, useState } from 'react';
import { LIMITS } from '../../../shared/base/limits.ts';
import { capText } from '../../../shared/base/text.ts';
import type { RowDetail } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { EvidenceRuns, EvidenceText } from '../../components/evidence-text.tsx';
import { formatCount, formatCounted } from '../../format/number.ts';
import { cutWritten, lineBreaks, MARKED_SPANS, type WrittenPiece } from './as-written.ts';

const REASONS: Readonly<Record<RowDetail['uncovered'][number]['reason'], string>> = {
  'proto-member': 'Member named __proto__',
  'earlier-duplicate': 'Earlier value of a repeated name',
  'number-precision': 'Digits beyond a double',
  'extra-member': 'Member outside the four that count',
};

/** Reasons that the legend lists one by one. */
const LISTED = 20;

interface WrittenEntryProps {
  readonly row: RowDetail;
  /** It is a row of a pack: its text was set here from what was read, because the pack has it inside a larger text. */
  readonly pack: boolean;
}

/** The entry as it is written, character by character, with the parts marked that could change without changing the hash. */
export function WrittenEntry({ row, pack }: WrittenEntryProps) {
  const [all, setAll] = useState(false);
  const [laidOut, setLaidOut] = useState(false);
  const { kept, left } = capText(row.raw, all ? LIMITS.shownTextMax : LIMITS.shownText);
  const pieces = useMemo(
    () => cutWritten(kept, row.uncovered, laidOut ? lineBreaks(kept) : new Map()),
    [kept, row.uncovered, laidOut],
  );
  const beyond = row.uncovered.filter((span) => span.start >= kept.length).length;
  return (
    <section aria-labelledby="row-written">
      <header className="row-panel__head">
        <h3 id="row-written">{pack ? 'As read from the pack' : 'As written'}</h3>
        <CopyButton text={() => row.raw} label="Copy raw: the entry as written">
          Copy raw
        </CopyButton>
        <Button
          kind="quiet"
          pressed={laidOut}
          onPress={() => setLaidOut(!laidOut)}
          title="Adds line breaks and indents to the view; nothing else is changed"
        >
          Lay out
        </Button>
      </header>
      <p className="muted">
        {pack
          ? `Set out here from what was read. The bytes themselves are in Files${row.canonical === null ? '' : '; what was hashed stands below'}.`
          : `${formatCounted(row.bytes, 'byte', 'bytes')} from byte ${formatCount(row.byteOffset)} of the file.`}
        {laidOut ? ' Line breaks and indents were added to this view.' : ''}
      </p>
      <div className="written" dir="ltr">
        {pieces.map((piece) => (
          <Piece key={piece.start} piece={piece} />
        ))}
        {left > 0 ? <span className="muted">{`… (${formatCount(left)} more characters) `}</span> : null}
        {left > 0 && !all ? (
          <Button kind="quiet" onPress={() => setAll(true)}>
            Show all
          </Button>
        ) : null}
      </div>
      {row.rawTruncated ? (
        <p className="muted">{`Only the first ${formatCount(row.raw.length)} characters of this entry are at hand here; the Files screen shows the rest.`}</p>
      ) : null}
      <Legend row={row} beyond={beyond} />
    </section>
  );
}

function Piece({ piece }: { readonly piece: WrittenPiece }) {
  const text = <EvidenceRuns text={piece.text} lines />;
  const line =
    piece.indent === null ? null : <span className="written__added">{`\n${'  '.repeat(piece.indent)}`}</span>;
  if (piece.marks.length === 0) {
    return (
      <>
        {line}
        {text}
      </>
    );
  }
  return (
    <>
      {line}
      <mark className="written__uncovered">
        {piece.begins.map((number) => (
          <span key={number} className="written__number">
            <span className="visually-hidden">not covered by the hash, mark </span>
            {number}
          </span>
        ))}
        {text}
      </mark>
    </>
  );
}

function Legend({ row, beyond }: { readonly row: RowDetail; readonly beyond: number }) {
  const spans = row.uncovered;
  if (spans.length === 0) {
    return row.canonical === null ? null : (
      <p className="muted">
        Nothing outside the hash was found, but for white space and the label seq: no hash covers those.
      </p>
    );
  }
  return (
    <div className="written__legend">
      <p>
        <span className="written__swatch" aria-hidden="true" />
        {spans.length === 1
          ? 'One part is not covered by the hash: it could read otherwise, and the hash would be the same.'
          : `${formatCount(spans.length)} parts are not covered by the hash: they could read otherwise, and the hash would be the same.`}
      </p>
      <ol>
        {spans.slice(0, LISTED).map((span, index) => (
          <li className="written__reason" key={`${span.start}-${span.reason}`}>
            <span className="written__number" aria-hidden="true">
              {index + 1}
            </span>
            <span>
              <strong>{REASONS[span.reason]}.</strong> <EvidenceText text={span.message} max={300} />
            </span>
          </li>
        ))}
      </ol>
      {spans.length > LISTED ? <p className="muted">{`${formatCount(spans.length - LISTED)} more.`}</p> : null}
      {spans.length > MARKED_SPANS ? (
        <p className="muted">{`Only the first ${formatCount(MARKED_SPANS)} are marked in the text.`}</p>
      ) : null}
      {beyond > 0 ? (
        <p className="muted">{`${formatCounted(beyond, 'part lies', 'parts lie')} after what is shown here.`}</p>
      ) : null}
    </div>
  );
}
