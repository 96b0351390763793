import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import type { SampleInfo } from '../../shared/ipc/contract.ts';

const inside = z
  .string()
  .min(1)
  .max(512)
  .refine((path) => !relative('/samples', resolve('/samples', path)).startsWith('..') && !path.startsWith('/'));

const indexSchema = z.object({
  samples: z.array(
    z.object({
      id: z.string().min(1).max(64),
      title: z.string(),
      lesson: z.string(),
      path: inside,
      anchor: inside.nullable(),
    }),
  ),
});
type Sample = z.infer<typeof indexSchema>['samples'][number];

/** The bundles that come with the program: `samples/index.json` and what it names. */
export class Samples {
  readonly #folder: string;
  #index: Promise<readonly Sample[]> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What the first screen shows; empty when the samples are not there. */
  async list(): Promise<SampleInfo[]> {
    const samples = await this.#load();
    return samples.map(({ id, title, lesson, anchor }) => ({ id, title, lesson, hasAnchor: anchor !== null }));
  }

  /** Absolute paths of a sample and of the anchor that goes with it; null when there is no such sample. */
  async find(id: string): Promise<{ readonly path: string; readonly anchor: string | null } | null> {
    const sample = (await this.#load()).find((candidate) => candidate.id === id);
    if (sample === undefined) return null;
    const { path, anchor } = sample;
    return { path: join(this.#folder, path), anchor: anchor === null ? null : join(this.#folder, anchor) };
  }

  #load(): Promise<readonly Sample[]> {
    this.#index ??= readFile(join(this.#folder, 'index.json'), 'utf8')
      .then((text) => indexSchema.parse(JSON.parse(text)).samples)
      .catch(() => []);
    return this.#index;
  }
}
