import { Fragment } from 'react';
import { EvidenceRuns } from './evidence-text.tsx';
import { shortHash } from './hash.tsx';
import './message-text.css';

/** Whole digests and signatures, and digests that were shortened where the sentence was made. */
const HASHES = /((?<![0-9a-f])[0-9a-f]{64,128}(?![0-9a-f])|(?<![0-9a-f])[0-9a-f]{8}…[0-9a-f]{6}(?![0-9a-f]))/;

/** The thin space that the tool itself puts between groups of three digits; of evidence it was spelled out where the sentence was made. */
const BETWEEN_DIGITS = /(?<=[0-9])\u2009(?=[0-9]{3}(?![0-9]))/;

/**
 * A sentence of the tool, which may carry text from evidence: hidden characters are spelled out, a whole hash is shown
 * short (whole on pointing) and never broken. Only the look is short: what is copied from a list or a report is the text itself.
 */
export function MessageText({ text }: { readonly text: string }) {
  return text.split(HASHES).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence never move
    <Fragment key={index}>
      {index % 2 === 0 ? (
        <Words text={piece} />
      ) : (
        <span className="message-hash" title={piece.includes('…') ? undefined : piece}>
          {shortHash(piece)}
        </span>
      )}
    </Fragment>
  ));
}

function Words({ text }: { readonly text: string }) {
  return text.split(BETWEEN_DIGITS).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence never move
    <Fragment key={index}>
      {index === 0 ? null : '\u2009'}
      <EvidenceRuns text={piece} />
    </Fragment>
  ));
}
