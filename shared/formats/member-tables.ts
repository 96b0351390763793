/** The keywords of JSON Schema that our schemas use. */
export interface JsonSchema {
  readonly id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/**
 * Markdown tables of the members of a document and of every record in it.
 *
 * @param schema JSON Schema of the document, records under `$defs`
 */
export function memberTables(schema: JsonSchema): string {
  const records = Object.entries(schema.$defs ?? {})
    .filter(([, record]) => record.properties !== undefined)
    .map(([name, record]) => section(`### ${name}`, record));
  return [section('### The document', schema), ...records].join('\n');
}

function section(heading: string, schema: JsonSchema): string {
  const rows = Object.entries(schema.properties ?? {}).map(([name, member]) => {
    const presence = schema.required?.includes(name) === true ? '' : 'May be absent.';
    return `| \`${name}\` | ${typeText(member)} | ${[presence, member.description ?? ''].join(' ').trim()} |`;
  });
  const about = schema.description === undefined ? '' : `${schema.description}\n\n`;
  return `${heading}\n\n${about}| member | value | about |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

const STEP = 1_000;

function number(value: number): string {
  return value >= STEP ? value.toLocaleString('en-US').replaceAll(',', ' ') : String(value);
}

/** The value of a member in words; members of an unnamed record are listed in braces. */
function typeText(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return refText(schema.$ref.replace('#/$defs/', ''));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return isFact(choices) ? factText(choices) : choices.map(typeText).join(' or ');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (Array.isArray(schema.type)) return schema.type.map((type: string) => typeText({ type })).join(' or ');
  switch (schema.type) {
    case 'string':
      return schema.maxLength === undefined ? 'text' : `text (${number(schema.maxLength)})`;
    case 'integer':
      return integerText(schema);
    case 'array':
      return `list of ${typeText(schema.items ?? {})}${schema.maxItems === undefined ? '' : ` (${number(schema.maxItems)})`}`;
    case 'object':
      return `{ ${Object.entries(schema.properties ?? {})
        .map(([name, member]) => `${name}: ${typeText(member)}`)
        .join('; ')} }`;
    case 'boolean':
      return 'true or false';
    case undefined:
      return 'any JSON value';
    default:
      return String(schema.type);
  }
}

/** Named texts are said in words; records are named as their heading says. */
function refText(name: string): string {
  if (name === 'Instant') return 'UTC instant';
  if (name === 'Sha256') return '64 hex digits';
  return name;
}

function isFact(choices: readonly JsonSchema[]): boolean {
  return choices.every((choice) => choice.properties?.state !== undefined);
}

function factText(choices: readonly JsonSchema[]): string {
  const value = choices.find((choice) => choice.properties?.state?.const === 'value')?.properties?.value;
  return `fact of ${typeText(value ?? {})}`;
}

function integerText(schema: JsonSchema): string {
  const least =
    schema.minimum === undefined || schema.minimum === Number.MIN_SAFE_INTEGER ? '' : ` from ${schema.minimum}`;
  const most =
    schema.maximum === undefined || schema.maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${number(schema.maximum)}`;
  return `whole number${least}${most}`;
}
