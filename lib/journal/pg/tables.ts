/** The name of the table, in its own schema. */
export const table = "dms_lifecycle.journal";

// One row per run and instance. `entry` is text: JSON of the one codec, kept unchanged.
const createSchema = "create schema if not exists dms_lifecycle;";
const createTable = [
  `create table if not exists ${table} (`,
  "  run uuid not null,",
  "  instance text not null,",
  "  endpoint text not null,",
  "  project text not null,",
  "  owners text[] not null,",
  "  format integer not null,",
  "  entry text not null,",
  "  written_at timestamptz not null default now(),",
  "  primary key (run, instance)",
  ");",
].join("\n");

/**
 * Makes the missing schema and table. It is one message to the server, and so one transaction: if two runs are concurrent, the second waits
 * and finds them made.
 */
export function creation(hasSchema: boolean): string {
  return [
    "select pg_advisory_xact_lock(hashtext('dms_lifecycle'));",
    ...(hasSchema ? [] : [createSchema]),
    createTable,
  ].join("\n");
}

/** The statements that a role with the right has to run for `role`. */
export function statementsFor(role: string): string {
  const name = `"${role.replaceAll('"', '""')}"`;
  return [
    createSchema,
    createTable,
    `grant usage on schema dms_lifecycle to ${name};`,
    `grant select, insert, update, delete on ${table} to ${name};`,
  ].join("\n");
}

export const lookForTable = `select to_regnamespace('dms_lifecycle') is not null as has_schema, exists (
  select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'dms_lifecycle' and c.relname = 'journal') as has_table`;

/** Parameters: endpoint, project, owners. */
export const select = `select run, instance, owners, format, entry from ${table}
where endpoint = $1 and project = $2 and owners && $3::text[]`;

/**
 * Parameters: run, endpoint, project, owners of all rows, format, instances, entries, and for each row one more owner or null. Earlier rows of
 * the run that are not among them are deleted.
 */
export const save = `with kept as (
  insert into ${table} (run, instance, endpoint, project, owners, format, entry)
  select $1::uuid, r.instance, $2, $3, array_remove(array_append($4::text[], r.owner), null), $5::integer, r.entry
  from unnest($6::text[], $7::text[], $8::text[]) as r(instance, entry, owner)
  on conflict (run, instance) do update set entry = excluded.entry, format = excluded.format, written_at = now()
)
delete from ${table} where run = $1::uuid and instance <> all ($6::text[])`;

/** Parameters: runs, instances, entries. A row that has changed since it was read stays. */
export const drop = `delete from ${table} j
using unnest($1::uuid[], $2::text[], $3::text[]) as gone(run, instance, entry)
where j.run = gone.run and j.instance = gone.instance and j.entry = gone.entry`;

/** Parameters: endpoint, project, owners, instances. */
export const dropInstances = `delete from ${table}
where endpoint = $1 and project = $2 and owners && $3::text[] and instance = any ($4::text[])`;

/** Parameters: endpoint, project, the only owner from now on. */
export const reown = `update ${table} set owners = array[$3::text]
where endpoint = $1 and project = $2 and owners @> array[$3::text] and cardinality(owners) > 1`;

/** Parameters: endpoint, project, owners, one more owner. */
export const addOwner = `update ${table} set owners = array_append(owners, $4::text)
where endpoint = $1 and project = $2 and owners && $3::text[] and not owners @> array[$4::text]`;
