/** A record of an earlier replay that can not be used: not a record, not about these bytes, or not whole. Its message is for the user. */
export class RecordError extends Error {
  /** @param name the record, as shown; @param why the end of a sentence that begins with its name */
  constructor(name: string, why: string) {
    super(`The replay record ${name} can not be used: ${why}. Nothing was verified.`);
    this.name = 'RecordError';
  }
}
