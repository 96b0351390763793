import { cell, type PartContent, PartTables, type ReadPart } from './part-tables.ts';
import { RLS_SECTIONS, type RlsPolicies, type RlsSection } from './rls-policies.ts';

const yesNo = (pairs: Readonly<Record<string, boolean>>): string =>
  cell(Object.keys(pairs).filter((word) => pairs[word] === true));

/** Plain tables and facts of `rls-policies.json`, without judgement. */
export function rlsContent(read: ReadPart<RlsPolicies>): PartContent {
  const value = read.value;
  const made = new PartTables();
  const left = (section: string): number => read.rejected.get(section) ?? 0;
  made.add(
    'relations',
    'Tables and views',
    ['#Relation', 'Kind', '#Owner', 'Row security enabled', 'Forced', 'Partition', 'Estimated rows'],
    value?.relations,
    (r) => [
      r.relation,
      r.kind,
      r.owner,
      cell(r.rlsEnabled),
      cell(r.rlsForced),
      cell(r.isPartition),
      cell(r.estimatedRows),
    ],
    left('relations'),
  );
  made.add(
    'policies',
    'Policies',
    ['#Relation', '#Policy', 'Command', 'Kind', '#Roles', '#USING', '#WITH CHECK'],
    value?.policies,
    (p) => [
      p.relation,
      p.name,
      p.command,
      p.permissive ? 'permissive' : 'restrictive',
      cell(p.roles),
      cell(p.using),
      cell(p.check),
    ],
    left('policies'),
  );
  addRoles(made, value, left);
  addObjects(made, value, left);
  addEgress(made, value, left);
  made.add(
    'not-read',
    'What could not be read',
    ['Section', '#Object', 'Reason', 'SQLSTATE', 'Message'],
    value?.notRead,
    (n) => [n.section, cell(n.object), n.reason, cell(n.sqlState), n.message],
    left('notRead'),
  );
  return { facts: rlsFacts(value), tables: made.tables };
}

type Value = ReadPart<RlsPolicies>['value'];
type Left = (section: RlsSection) => number;

function rlsFacts(value: Value): PartContent['facts'] {
  const server = value?.server;
  const how = value?.collection;
  const assumed = value?.assumptions;
  const absent = value === null ? [] : RLS_SECTIONS.filter((section) => value[section] === undefined);
  return [
    { label: 'Database', value: cell(server?.database) },
    { label: 'PostgreSQL version', value: cell(server?.version) },
    { label: 'Standby', value: cell(server?.inRecovery) },
    { label: 'Application roles', value: cell(assumed?.applicationRoles) },
    { label: 'Tenant settings', value: cell(assumed?.tenantSettings) },
    { label: 'Tenant columns', value: cell(assumed?.tenantColumns) },
    { label: 'Read as role', value: cell(how?.collectorRole) },
    { label: 'Logged in as', value: cell(how?.sessionRole) },
    { label: 'Read-only transaction', value: cell(how?.transactionReadOnly) },
    { label: 'Transaction id assigned', value: cell(how?.transactionId) },
    { label: 'Isolation level', value: cell(how?.isolationLevel) },
    { label: 'Reading started', value: cell(how?.startedAt) },
    { label: 'Reading ended', value: cell(how?.endedAt) },
    { label: 'SHA-256 of the statements', value: cell(how?.querySha256) },
    { label: 'Sections not in the file', value: cell(absent) },
  ];
}

function addRoles(made: PartTables, value: Value, left: Left): void {
  made.add(
    'roles',
    'Roles',
    ['#Role', 'Can log in', 'Inherits', 'Attributes'],
    value?.roles,
    (r) => [
      r.name,
      cell(r.canLogin),
      cell(r.inherit),
      yesNo({
        SUPERUSER: r.superuser,
        BYPASSRLS: r.bypassRls,
        CREATEROLE: r.createRole,
        CREATEDB: r.createDb,
        REPLICATION: r.replication,
        'bootstrap role': r.bootstrap,
      }),
    ],
    left('roles'),
  );
  made.add(
    'memberships',
    'Role memberships',
    ['#Member', '#Of role', 'Admin', 'Inherit option', 'Set option'],
    value?.memberships,
    (m) => [m.member, m.role, cell(m.admin), cell(m.inheritOption), cell(m.setOption)],
    left('memberships'),
  );
  made.add(
    'settings',
    'Persistent settings',
    ['#Database', '#Role', '#Setting', '#Value'],
    value?.settings,
    (s) => [s.database, s.role, s.name, s.value],
    left('settings'),
  );
  made.add(
    'contexts',
    'Tenant settings in a fresh session',
    ['#Setting', '#Value (JSON)'],
    value?.contexts,
    (c) => [c.name, JSON.stringify(c.value)],
    left('contexts'),
  );
  made.add(
    'privileges',
    'Privileges',
    ['Kind', '#Object', '#Column', '#Grantee', 'Privilege', 'Grantable'],
    value?.privileges,
    (p) => [p.kind, p.object, cell(p.column), p.grantee, p.privilege, cell(p.grantable)],
    left('privileges'),
  );
  made.add(
    'default-privileges',
    'Default privileges',
    ['#Creator', '#Schema', 'Objects', '#Grantee', 'Privilege'],
    value?.defaultPrivileges,
    (p) => [p.creator, cell(p.schema), p.objectType, p.grantee, p.privilege],
    left('defaultPrivileges'),
  );
}

function addObjects(made: PartTables, value: Value, left: Left): void {
  made.add(
    'columns',
    'Columns',
    ['#Relation', '#Column', '#Type', 'Not null', '#Default'],
    value?.columns,
    (c) => [c.relation, c.name, c.type, cell(c.notNull), cell(c.defaultExpression)],
    left('columns'),
  );
  made.add(
    'constraints',
    'Constraints',
    ['#Relation', '#Constraint', 'Kind', '#Columns', '#References', '#Definition'],
    value?.constraints,
    (c) => [c.relation, c.name, c.kind, cell(c.columns), cell(c.referencedRelation), c.definition],
    left('constraints'),
  );
  made.add(
    'indexes',
    'Unique and exclusion indexes',
    ['#Relation', '#Index', 'Unique', 'Exclusion', '#Columns', '#Definition'],
    value?.indexes,
    (i) => [i.relation, i.name, cell(i.unique), cell(i.exclusion), cell(i.columns), i.definition],
    left('indexes'),
  );
  made.add(
    'views',
    'Queries of views',
    ['#View', '#Owner', '#Options', '#Query'],
    value?.relations?.filter((r) => r.kind === 'view' || r.kind === 'materialized-view'),
    (r) => [r.relation, r.owner, cell(r.options), cell(r.definition)],
  );
  made.add(
    'functions',
    'Functions',
    ['#Function', '#Owner', 'Language', 'Security definer', 'Leakproof', 'Volatility', '#Settings', '#Source'],
    value?.functions,
    (f) => [
      f.function,
      f.owner,
      f.language,
      cell(f.securityDefiner),
      cell(f.leakproof),
      f.volatility,
      cell(f.config),
      cell(f.source),
    ],
    left('functions'),
  );
  made.add(
    'triggers',
    'Triggers',
    ['#Relation', '#Trigger', '#Function', 'Enabled', '#Definition'],
    value?.triggers,
    (t) => [t.relation, t.name, t.function, t.enabled, t.definition],
    left('triggers'),
  );
  made.add(
    'rules',
    'Rewrite rules',
    ['#Relation', '#Rule', 'Event', 'Instead', '#Definition'],
    value?.rules,
    (r) => [r.relation, r.name, r.event, cell(r.instead), r.definition],
    left('rules'),
  );
}

function addEgress(made: PartTables, value: Value, left: Left): void {
  made.add('schemas', 'Schemas', ['#Schema', '#Owner'], value?.schemas, (s) => [s.name, s.owner], left('schemas'));
  made.add(
    'view-dependencies',
    'What views read',
    ['#View', '#Relation'],
    value?.viewDependencies,
    (d) => [d.view, d.relation],
    left('viewDependencies'),
  );
  made.add(
    'inheritance',
    'Partitions and inheritance',
    ['#Child', '#Parent', 'Partition'],
    value?.inheritance,
    (i) => [i.child, i.parent, cell(i.isPartition)],
    left('inheritance'),
  );
  made.add(
    'publications',
    'Publications',
    ['#Publication', '#Relation', '#Row filter', 'All tables'],
    value?.publications,
    (p) => [p.name, p.relation, cell(p.rowFilter), cell(p.allTables)],
    left('publications'),
  );
  made.add(
    'replication-slots',
    'Replication slots',
    ['#Slot', 'Kind', '#Plugin', '#Database', 'Active'],
    value?.replicationSlots,
    (s) => [s.name, s.kind, cell(s.plugin), cell(s.database), cell(s.active)],
    left('replicationSlots'),
  );
  made.add(
    'extensions',
    'Extensions',
    ['#Extension', 'Version'],
    value?.extensions,
    (e) => [e.name, e.version],
    left('extensions'),
  );
  made.add(
    'foreign-servers',
    'Foreign servers',
    ['#Server', '#Wrapper', '#Owner', '#Options'],
    value?.foreignServers,
    (s) => [s.name, s.wrapper, s.owner, cell(s.options)],
    left('foreignServers'),
  );
  made.add(
    'user-mappings',
    'Logins at foreign servers',
    ['#Server', '#Role'],
    value?.userMappings,
    (m) => [m.server, m.role],
    left('userMappings'),
  );
  made.add(
    'sessions',
    'Client sessions',
    ['#Role', '#Program', 'Sessions'],
    value?.sessions,
    (s) => [s.role, s.applicationName, cell(s.count)],
    left('sessions'),
  );
  made.add(
    'capabilities',
    'What the login could have done besides reading',
    ['Kind', '#Via', '#Path', '#What', 'Without SET ROLE'],
    value?.collection?.selfCheck ?? undefined,
    (c) => [c.kind, c.via, c.path, c.what, cell(c.automatic)],
    Math.max(0, (value?.collection?.selfCheckTotal ?? 0) - (value?.collection?.selfCheck?.length ?? 0)),
  );
}
