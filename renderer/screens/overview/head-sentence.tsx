const SHORT_HASH = /([0-9a-f]{8}…[0-9a-f]{6})/;

/** The head sentence, with short hashes kept in one piece. */
export function HeadSentence({ text }: { readonly text: string }) {
  return text.split(SHORT_HASH).map((piece, index) =>
    SHORT_HASH.test(piece) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence never move
      <span key={index} className="number">
        {piece}
      </span>
    ) : (
      piece
    ),
  );
}
