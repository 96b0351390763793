import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../electron/verifier/record-error.ts';
import { readRecord, recordLines } from '../../../electron/verifier/record-file.ts';
import { RecordWriter } from '../../../electron/verifier/record-writer.ts';
import type { RecordHeader, RecordLine, RecordMark } from '../../../shared/chain/replay-record.ts';
import { inTemporaryFolder } from '../../support/containers.ts';

const header: RecordHeader = {
  format: 'bathyscope/replay-record',
  formatVersion: '1',
  toolVersion: '0.0.0',
  startedAt: '2026-01-01T00:00:00.000Z',
  part: null,
  from: 0,
};
const mark = (to: number): RecordMark => ({ kind: 'mark', to, rows: to, sha256: 'ab'.repeat(32) });

async function linesIn(path: string): Promise<RecordLine[]> {
  const lines: RecordLine[] = [];
  for await (const line of recordLines(path, 'record', Number.POSITIVE_INFINITY)) lines.push(line);
  return lines;
}

describe('a checkpoint', () => {
  it('holds the lines of one run, though two go on with it at the same time', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'checkpoint');
      const first = await RecordWriter.grow(path, header);
      await first.append([mark(10)]);
      await first.close(true);
      const bytes = (await readRecord(path, 'record'))?.bytes ?? 0;
      const [one, other] = [await RecordWriter.resume(path, bytes), await RecordWriter.resume(path, bytes)];
      await one.append([mark(20)]);
      await other.append([mark(30)]);
      await one.append([mark(40)]);
      await Promise.all([one.close(true), other.close(true)]);
      expect(await linesIn(path)).toEqual([mark(10), mark(30)]);
      expect(await readdir(folder)).toEqual(['checkpoint']);
    });
  });

  it('holds the lines of one run, though two begin it at the same time', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'checkpoint');
      const [one, other] = [await RecordWriter.grow(path, header), await RecordWriter.grow(path, header)];
      await other.append([mark(30)]);
      await one.append([mark(40)]);
      await Promise.all([one.close(true), other.close(true)]);
      expect(await linesIn(path)).toEqual([mark(30)]);
    });
  });
});

describe('the record of a part', () => {
  it('has no name before it is whole, so that a run that is ended leaves nothing behind', async () => {
    await inTemporaryFolder(async (folder) => {
      const writer = await RecordWriter.whole(join(folder, 'part'), header);
      expect(await readdir(folder)).toEqual([]);
      const marks = Array.from({ length: 20_000 }, (_, at) => mark(at));
      await writer.append(marks);
      expect(await readdir(folder)).toEqual([]);
      await writer.close(true);
      expect(await readdir(folder)).toEqual(['part']);
      expect(await linesIn(join(folder, 'part'))).toEqual(marks);
    });
  });

  it('appears whole or not at all, though two runs write it at the same time', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'part');
      const [one, other] = [await RecordWriter.whole(path, header), await RecordWriter.whole(path, header)];
      await one.append([mark(10)]);
      await one.close(true);
      expect(await readdir(folder)).toEqual(['part']);
      await other.append([mark(20)]);
      expect(await linesIn(path)).toEqual([mark(10)]);
      await other.close(false);
      expect(await linesIn(path)).toEqual([mark(10)]);
      expect(await readdir(folder)).toEqual(['part']);
    });
  });
});

describe('what is no file', () => {
  it.runIf(process.platform !== 'win32')('is no record', async () => {
    await inTemporaryFolder(async (folder) => {
      for (const path of [folder, '/dev/null']) await expect(readRecord(path, 'record')).rejects.toThrow(RecordError);
    });
  });
});
