/** What the headers of a zip entry say, as written; nothing of it decides how the entry is read. */
export interface ZipHeader {
  readonly name: string;
  /** 8: deflate. */
  readonly method: number;
  readonly flags: number;
  readonly dosDate: number;
  readonly dosTime: number;
  /** Bytes of extra fields, local and central together. */
  readonly extraBytes: number;
  readonly commentBytes: number;
  readonly versionMadeBy: number;
  readonly versionNeeded: number;
  readonly externalAttributes: number;
}
