import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { buildZip, type ZipEntrySpec } from '../support/zip-builder.ts';

const LINE_FEED = 0x0a;
const CHUNK = { highWaterMark: 1024 * 1024 };
/** Of the entry inside the zip. */
const ENTRY_NAME = 'audit-chain.ndjson';

/** Writes lines as one JSON array on one line, streaming; the file appears under its name only when it is whole. */
export async function writeAsArray(lines: string, path: string): Promise<void> {
  let first = true;
  const toArray = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // Every line ends with a line feed: each becomes a comma, but the last of the file, which becomes the bracket.
      const head = first ? '[' : '';
      first = false;
      for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) chunk[at] = 0x2c;
      done(null, head === '' ? chunk : Buffer.concat([Buffer.from(head), chunk]));
    },
  });
  const draft = `${path}.part`;
  await pipeline(createReadStream(lines, CHUNK), toArray, createWriteStream(draft));
  const size = (await stat(draft)).size;
  const file = await open(draft, 'r+');
  await file.write(']', size - 1);
  await file.close();
  await rename(draft, path);
}

/** Writes lines as the deflated entry of a zip, streaming; the file appears under its name only when it is whole. */
export async function writeAsZip(lines: string, path: string): Promise<void> {
  const stored = `${path}.stored`;
  let [checksum, size] = [0, 0];
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      checksum = crc32(chunk, checksum);
      size += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(lines, CHUNK), count, createDeflateRaw(), createWriteStream(stored));
  const fields = { method: 8, crc32: checksum, size, storedSize: (await stat(stored)).size };
  // The headers of an entry without data; the data goes between them.
  const entry: ZipEntrySpec = {
    name: ENTRY_NAME,
    method: 8,
    stored: new Uint8Array(0),
    local: fields,
    central: fields,
  };
  const { bytes, directoryAt } = buildZip({
    entries: [entry],
    end: { directoryOffset: fields.storedSize + 30 + ENTRY_NAME.length },
  });
  const draft = `${path}.part`;
  const file = await open(draft, 'w');
  await file.write(bytes.subarray(0, directoryAt));
  for await (const chunk of createReadStream(stored, CHUNK)) await file.write(chunk as Buffer);
  await file.write(bytes.subarray(directoryAt));
  await file.close();
  await rm(stored);
  await rename(draft, path);
}
