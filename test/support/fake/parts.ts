import type { EvidencePart } from '../../../shared/ipc/model.ts';

/** The evidence parts of a bundle that has them all; cells hold hostile strings as a bundle could. */
export const EVIDENCE_PARTS: readonly EvidencePart[] = [
  {
    kind: 'bundle-index',
    file: 'bundle.json',
    status: 'read',
    facts: [
      { label: 'Format version', value: '1' },
      { label: 'Framework', value: 'soc2' },
      { label: 'Collected at', value: '2026-06-28T06:00:00Z' },
      { label: 'Collector', value: 'collector\u200B 1.4' },
    ],
    tables: [],
    findings: [],
  },
  {
    kind: 'rls-policies',
    file: 'rls-policies.json',
    status: 'read',
    facts: [
      { label: 'Collected at', value: '2026-06-28T06:00:00Z' },
      { label: 'Database', value: 'ledger on db-3' },
    ],
    tables: [
      {
        id: 'tables',
        title: 'Tables',
        columns: [
          { label: 'Table', mono: true },
          { label: 'Row level security', mono: false },
          { label: 'Forced', mono: false },
        ],
        rows: [
          ['public.audit_chain_entry', 'enabled', 'yes'],
          ['public.worm_artifact_version', 'enabled', 'yes'],
          ['public.<script>alert(1)</script>', 'enabled', 'no'],
        ],
        total: 3,
      },
      {
        id: 'policies',
        title: 'Policies',
        columns: [
          { label: 'Table', mono: true },
          { label: 'Policy', mono: true },
          { label: 'Using', mono: true },
        ],
        rows: [
          [
            'public.audit_chain_entry',
            'tenant_isolation',
            "(account_id = NULLIF(current_setting('app.current_account', true), ''))",
          ],
          ['public.audit_chain_entry', 'all\u202Eweiver', 'true'],
        ],
        total: 412,
      },
    ],
    findings: [],
  },
  {
    kind: 'worm-retention',
    file: 'worm-retention.json',
    status: 'read',
    facts: [{ label: 'Collected at', value: '2026-06-28T06:00:00Z' }],
    tables: [
      {
        id: 'objects',
        title: 'Objects',
        columns: [
          { label: 'Key', mono: true },
          { label: 'Mode', mono: false },
          { label: 'Retain until', mono: true },
        ],
        rows: [
          ['acme/audit-chain/anchors/000000041984.json', 'COMPLIANCE', '2033-06-28T00:00:00Z'],
          ['acme/audit-chain/anchors/000000041983.json', 'GOVERNANCE', '2027-06-28T00:00:00Z'],
        ],
        total: 2,
      },
    ],
    findings: [],
  },
  {
    kind: 'audit-chain-proof',
    file: 'audit-chain-proof.json',
    status: 'read',
    facts: [
      { label: 'Account', value: 'acme' },
      { label: 'Entries', value: '41984' },
    ],
    tables: [],
    findings: [],
  },
];
