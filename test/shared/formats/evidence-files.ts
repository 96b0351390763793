import { readFileSync } from 'node:fs';
import { finished } from '../../../shared/base/steps.ts';
import { parseAuditChainProof } from '../../../shared/formats/audit-chain-proof.ts';
import { parseBundleIndex } from '../../../shared/formats/bundle-index.ts';
import type { ReadDocument } from '../../../shared/formats/document-reader.ts';
import type { PartKind } from '../../../shared/formats/evidence-part.ts';
import { parseFieldEncryption } from '../../../shared/formats/field-encryption.ts';
import { parseRlsPolicies } from '../../../shared/formats/rls-policies.ts';
import { parseWormRetention } from '../../../shared/formats/worm-retention.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The good example of each document, with its parser; an inline proof is seen as a streaming reader sees it. */
export interface Example {
  readonly file: string;
  readonly kind: PartKind;
  readonly parse: (value: unknown, file: string) => ReadDocument<object>;
}

export const EXAMPLES: readonly Example[] = [
  { file: 'rls-policies.json', kind: 'rls-policies', parse: (value, file) => finished(parseRlsPolicies(value, file)) },
  {
    file: 'worm-retention.json',
    kind: 'worm-retention',
    parse: (value, file) => finished(parseWormRetention(value, file)),
  },
  {
    file: 'field-encryption.json',
    kind: 'field-encryption',
    parse: (value, file) => finished(parseFieldEncryption(value, file)),
  },
  {
    file: 'audit-chain-proof.json',
    kind: 'audit-chain-proof',
    parse: (value, file) => finished(parseAuditChainProof(value, file)),
  },
  {
    file: 'audit-chain-proof.inline.json',
    kind: 'audit-chain-proof',
    parse: (value, file) => finished(parseAuditChainProof(value, file)),
  },
  { file: 'bundle.json', kind: 'bundle-index', parse: (value, file) => finished(parseBundleIndex(value, file)) },
];

/** A fresh copy of an example that a test may change. */
export function load(file: string): { [key: string]: Json } {
  const text = readFileSync(new URL(`../../fixtures/evidence/${file}`, import.meta.url), 'utf8');
  const value: { [key: string]: Json } = JSON.parse(text);
  if (file === 'audit-chain-proof.inline.json') value.entries = [];
  return value;
}

/** Every place in a value, the root left out. */
export function placesOf(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[key], ...placesOf(Reflect.get(value, key)).map((place) => [key, ...place])]);
}

/** RFC 6901 pointer, written independently of the product. */
export function pointerOf(place: readonly (string | number)[]): string {
  return place.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The container that holds the last step of a place. */
export function parentOf(root: object, place: readonly (string | number)[]): object {
  return place.slice(0, -1).reduce<object>((value, step) => Reflect.get(value, step), root);
}
