import type { HelpTopic } from './options.ts';

const EXIT_CODES = `Exit codes
  0    verified: all that is disclosed recomputes, and an anchor, key, stamp or
       log entry that you trust settles it
  1    tampered: the evidence contradicts itself or the anchor
  2    consistent but not anchored, or otherwise undetermined
  3    malformed input
  64   wrong usage, a path that can not be opened, an anchor or trust that can
       not be read, or a replay record that can not be used; nothing was
       verified
  70   a fault of this program; no verdict
  130  interrupted; no verdict
  Of several inputs the worst counts, in the order 130, 70, 64, 1, 3, 2, 0.
`;

/** What `bathyscope help` prints. */
const HELP = `bathyscope verifies dated evidence bundles offline. It opens no network
connection.

Usage
  bathyscope verify <path...>
        replay the audit chain of a bundle and say what is shown and what is not
  bathyscope merge-segments <chain> <result...>
        join the segments of a chain that was verified in parts
  bathyscope help [verify | merge-segments]
        this text, or all about a command
  bathyscope --version

${EXIT_CODES}`;

/** What `bathyscope verify --help` prints. */
const VERIFY_HELP = `Usage
  bathyscope verify <path...> [--anchor FILE]... [--anchor-bytes FILE]...
                    [trust]... [--json] [--junit FILE] [--quiet]
                    [--color | --no-color]
  bathyscope verify <path> --checkpoint FILE
  bathyscope verify <path> --segment I/N --result FILE

  <path> is a zip, a folder, a .json or an .ndjson file; - reads entries from
  standard input, one a line.

Anchors
  --anchor FILE   an anchor that you keep apart from the evidence, or a folder
                  of <length>.json; may be repeated; one input only
  --anchor-bytes FILE
                  an anchor whose bytes are taken as they are, a line feed at
                  its end included, for receipts that were not made over
                  canonical bytes; may be repeated; one input only

Trust: what you bring, and nothing that came with the evidence
  --trust FILE    a trust file: keys, time-stamp roots and log keys
                  (docs/formats/trust.md); may be repeated
  --pin-key FILE  the Ed25519 key of the producer, PEM, DER or base64 SPKI, that
                  you obtained over another channel; may be repeated
  --pin-key-sha256 HEX
                  fingerprint (SHA-256 over SPKI DER) of a key that may travel
                  in the evidence; may be repeated
  --key-id ID     name that a pinned key must carry in the evidence; goes with
                  --pin-key or --pin-key-sha256
  --tenant ID     tenant that the evidence must be of
  --tsa-ca FILE   root certificate of a time-stamp authority, PEM or DER; may be
                  repeated
  --log-key ORIGIN=SPKI
                  key of a public log, base64 SPKI; may be repeated
  --signature FILE
                  detached signature of a control evidence pack, in the place of
                  one inside; one input only

Long chains, entries one a line
  --checkpoint FILE
                  write down how far the replay came, and go on from there when
                  the file exists
  --segment I/N   replay the I-th of N segments only and write it down with
                  --result FILE; says nothing of the chain
  --result FILE   where a segment is written down, for merge-segments

Output
  --json          print the report as JSON: one object, or an array for several
                  inputs
  --junit FILE    write the checks as JUnit XML as well
  -q, --quiet     print no report and no progress; the exit code tells
  --color         colour even where standard output is no terminal
  --no-color      never colour; so does the environment variable NO_COLOR
  -h, --help      this text
  -V, --version   the version of this program

Examples
  bathyscope verify soc2-evidence-2026-06-28.zip
  bathyscope verify chain.ndjson --anchor anchor-000000041984.json
  bathyscope verify --json chain.ndjson | jq .verdict
  bathyscope verify --quiet bundles/*.zip || echo "not all are verified"
  psql -XAtc "$QUERY" | bathyscope verify - --junit replay.xml

${EXIT_CODES}`;

/** What `bathyscope merge-segments --help` prints. */
const MERGE_HELP = `Usage
  bathyscope merge-segments <chain> <result...> [--anchor FILE]... [trust]
                            [--json] [--junit FILE] [--quiet]

  <chain> is what was given to verify --segment I/N, the same for each;
  <result...> are the results of all N segments, in any order.
  Reads the chain once to see that each result is about these very bytes, and
  gives the report that one run would give, with a warning that it rests on the
  results of others. All options of verify that are about anchors, trust and
  output mean the same.

Example
  seq 8 | parallel bathyscope verify chain.ndjson --segment {}/8 \\
                     --result segment-{}.jsonl
  bathyscope merge-segments chain.ndjson segment-*.jsonl --anchor anchor.json

${EXIT_CODES}`;

/** All help texts by their topic. */
export const HELP_TEXTS: Readonly<Record<HelpTopic, string>> = {
  all: HELP,
  verify: VERIFY_HELP,
  'merge-segments': MERGE_HELP,
};
