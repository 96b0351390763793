/**
 * The few globals that every runtime of the app has (browser, Node, worker) and that the ES library does not declare.
 * Keeping the list here, and not `lib: DOM` or `types: node`, is what keeps `shared/` runtime-neutral.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array;
}
