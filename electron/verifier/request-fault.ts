/** A refusal that the reader of the answer can act on. */
export class RequestFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
