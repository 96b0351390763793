/** Writes the JSON Schemas of docs/formats, and the tables of members in its pages, from the schemas of shared/formats. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadTs } from './run-ts.mjs';

const { publishedFormats, withMemberTables } = await loadTs('shared/formats/published.ts');
const folder = new URL('../docs/formats/', import.meta.url);

for (const { name, schema, tables } of publishedFormats()) {
  write(`${name}.schema.json`, schema);
  const page = new URL(`${name}.md`, folder);
  if (existsSync(page)) write(`${name}.md`, withMemberTables(readFileSync(page, 'utf8'), tables));
}

function write(name, text) {
  const file = new URL(name, folder);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (before === text) return;
  writeFileSync(file, text);
  console.log(`${before === null ? 'made' : 'changed'} ${fileURLToPath(file)}`);
}
