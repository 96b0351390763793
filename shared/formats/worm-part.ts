import { cell, type PartContent, PartTables, type ReadPart } from './part-tables.ts';
import type { WormRetention } from './worm-retention.ts';

type Value = ReadPart<WormRetention>['value'];
type Bucket = WormRetention['bucket'];
type AnyFact = {
  readonly state: string;
  readonly value: unknown;
  readonly http: number | null;
  readonly code: string | null;
};

/** A fact as text: the answer when there is one, else why there is none, with the status of the server. */
function factCell(fact: AnyFact | undefined): string {
  if (fact === undefined) return 'not collected';
  if (fact.state === 'value') return JSON.stringify(fact.value);
  const status = [fact.http, fact.code].filter((part) => part !== null && part !== '').join(' ');
  return status === '' ? fact.state : `${fact.state} (${status})`;
}

const BUCKET_FACTS: readonly (readonly [keyof Bucket, string])[] = [
  ['objectLock', 'Object Lock'],
  ['versioning', 'Versioning'],
  ['lifecycle', 'Lifecycle'],
  ['replication', 'Replication'],
  ['encryption', 'Encryption'],
  ['policy', 'Bucket policy'],
  ['policyStatus', 'Policy status'],
  ['publicAccessBlock', 'Public access block'],
  ['location', 'Location'],
  ['wrongOwner', 'Call that names another owner'],
  ['unknownBucket', 'Call to an unknown bucket'],
];

/** Plain tables and facts of `worm-retention.json`, without judgement. */
export function wormContent(read: ReadPart<WormRetention>): PartContent {
  const value = read.value;
  const made = new PartTables();
  const left = (member: string): number => read.rejected.get(member) ?? 0;
  made.add(
    'bucket',
    'Bucket',
    ['Question', '#Answer', 'Operation', 'Server time'],
    value?.bucket === undefined ? undefined : BUCKET_FACTS,
    ([member, label]) => {
      const fact = value?.bucket?.[member];
      return [label, factCell(fact), cell(fact?.operation), cell(fact?.at)];
    },
  );
  addObjects(made, value, left);
  made.add(
    'listings',
    'Listings',
    ['#Prefix', 'Pages', 'Complete', 'Versions', 'Markers', 'Error'],
    value?.listings,
    (l) => [l.prefix, cell(l.pages), cell(l.complete), cell(l.versions), cell(l.markers), cell(l.error)],
    left('listings'),
  );
  made.add(
    'keys',
    'Encryption keys',
    ['#Key', '#Description'],
    value?.keys,
    (k) => [k.keyId, factCell(k.description)],
    left('keys'),
  );
  made.add(
    'operations',
    'Operations that were sent',
    ['#Operation', 'Count', 'Errors'],
    value?.capture?.operations,
    (o) => [o.name, cell(o.count), cell(o.errors)],
  );
  return { facts: wormFacts(value), tables: made.tables };
}

function addObjects(made: PartTables, value: Value, left: (member: string) => number): void {
  made.add(
    'versions',
    'Object versions',
    ['#Key', '#Version', 'Latest', 'Written', 'Size', '#Retention', '#Legal hold'],
    value?.versions,
    (v) => [
      v.key,
      v.versionId,
      cell(v.isLatest),
      v.lastModified,
      cell(v.size),
      v.retention.state === 'value'
        ? `${cell(v.retention.value.mode)} until ${cell(v.retention.value.retainUntil)}`
        : factCell(v.retention),
      v.legalHold.state === 'value' ? v.legalHold.value.status : factCell(v.legalHold),
    ],
    left('versions'),
  );
  made.add(
    'markers',
    'Delete markers',
    ['#Key', '#Version', 'Latest', 'Written', '#Owner'],
    value?.markers,
    (m) => [m.key, m.versionId, cell(m.isLatest), m.lastModified, cell(m.owner)],
    left('markers'),
  );
  made.add(
    'contents',
    'Contents that the collector read',
    ['#Key', '#Version', '#SHA-256', 'Bytes'],
    value?.contents,
    (c) => [c.key, c.versionId, c.sha256, cell(c.bytes)],
    left('contents'),
  );
}

function wormFacts(value: Value): PartContent['facts'] {
  const source = value?.source;
  const capture = value?.capture;
  const asked = value?.requirement;
  return [
    { label: 'Bucket', value: cell(source?.bucket) },
    { label: 'Prefix', value: cell(source?.prefix) },
    { label: 'Endpoint', value: cell(source?.endpoint) },
    { label: 'TLS', value: cell(source?.tls) },
    { label: 'Region', value: cell(source?.region) },
    { label: 'Asked as', value: cell(source?.callerArn) },
    { label: 'Expected owner', value: cell(source?.expectedOwner) },
    { label: 'Server header', value: cell(source?.serverHeader) },
    { label: 'Answers carry x-amz-id-2', value: cell(source?.amzId2) },
    { label: 'Answers carry x-rgw headers', value: cell(source?.rgwHeaders) },
    { label: 'First server time', value: cell(capture?.serverDateFirst) },
    { label: 'Last server time', value: cell(capture?.serverDateLast) },
    { label: 'Clock difference in milliseconds', value: cell(capture?.skewMs) },
    { label: 'Client library', value: capture?.sdk ? `${capture.sdk.name} ${capture.sdk.version}` : cell(null) },
    { label: 'Required calendar years', value: cell(asked?.years) },
    { label: 'Required days', value: cell(asked?.days) },
    { label: 'Required mode', value: cell(asked?.mode) },
    { label: 'Required legal hold', value: cell(asked?.legalHold) },
    { label: 'Period counts from', value: asked?.basisDate ?? cell(asked?.basis) },
    { label: 'Clauses', value: cell(asked?.clauses) },
  ];
}
