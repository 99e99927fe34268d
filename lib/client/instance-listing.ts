import { isCallFailure } from "../domain/call-failure";
import type { Engine, Instance } from "../domain/instance";
import type { InstancePage } from "./decode-instance";
import type { Dialect, ListOptions } from "./dialect";
import type { QueryPair } from "./query";

/** Reads one page, repeated by itself where that helps. */
export type ReadPage = (query: readonly QueryPair[]) => Promise<InstancePage>;

/** v2's answer to an offset at or beyond the total, where one would expect an empty page. (Huawei's provider, data source.) */
const offsetInvalid = "DMS.40050010";

/** What a cloud without RabbitMQ or RocketMQ may answer when asked for it. Assumed: no document says. */
const engineUnknown: readonly string[] = ["DMS.00400007", "DMS.00400062", "DMS.00400800"];

/** How often a listing is begun again because the total changed between its pages. */
const mostRestarts = 3;

/** Lists instances over all pages and, where the service wants an engine named, over all engines. Each instance once. */
export async function listInstances(
  dialect: Dialect,
  options: ListOptions,
  readPage: ReadPage,
): Promise<readonly Instance[]> {
  if (options.engine !== undefined || dialect.enginesToList === undefined) {
    return listPages(dialect, options, readPage);
  }
  const found = new Map<string, Instance>();
  let answered = false;
  let refusal: unknown;
  for (const engine of dialect.enginesToList) {
    try {
      for (const instance of await listEngine(dialect, options, engine, readPage)) found.set(instance.id, instance);
      answered = true;
    } catch (thrown) {
      if (!isCallFailure(thrown) || !engineUnknown.includes(thrown.errorCode ?? "")) throw thrown;
      refusal = thrown;
    }
  }
  if (!answered) throw refusal;
  return [...found.values()];
}

function listEngine(
  dialect: Dialect,
  options: ListOptions,
  engine: Engine,
  readPage: ReadPage,
): Promise<readonly Instance[]> {
  return listPages(dialect, { ...options, engine }, readPage);
}

/** Begins again when the total changed: an instance that left moves the others up, and one would be skipped. */
async function listPages(dialect: Dialect, options: ListOptions, readPage: ReadPage): Promise<readonly Instance[]> {
  for (let restarts = 0; ; restarts++) {
    const { instances, totalChanged } = await readAllPages(dialect, options, readPage);
    if (!totalChanged || restarts >= mostRestarts) return instances;
  }
}

async function readAllPages(
  dialect: Dialect,
  options: ListOptions,
  readPage: ReadPage,
): Promise<{ readonly instances: readonly Instance[]; readonly totalChanged: boolean }> {
  const found = new Map<string, Instance>();
  const limit = dialect.pageSize ?? 0;
  let firstTotal: number | undefined;
  for (let offset = 0; ;) {
    const page = await readPageOrEnd(dialect, options, offset, readPage);
    firstTotal ??= page?.total;
    const knownBefore = found.size;
    for (const instance of page?.instances ?? []) found.set(instance.id, instance);
    offset += page?.entries ?? 0;
    const total = page?.total;
    // Nothing new: the end, or a service that ignores offsets and would show the same page for ever.
    const ended = page === undefined || found.size === knownBefore || dialect.pageSize === undefined;
    if (ended || (total === undefined ? page.entries < limit : offset >= total)) {
      const shrank = page === undefined && offset < (firstTotal ?? 0);
      return { instances: [...found.values()], totalChanged: shrank || (total ?? firstTotal) !== firstTotal };
    }
  }
}

async function readPageOrEnd(
  dialect: Dialect,
  options: ListOptions,
  offset: number,
  readPage: ReadPage,
): Promise<InstancePage | undefined> {
  try {
    return await readPage(dialect.listQuery(options, { offset, limit: dialect.pageSize ?? 0 }));
  } catch (thrown) {
    if (offset > 0 && isCallFailure(thrown) && thrown.errorCode === offsetInvalid) return undefined;
    throw thrown;
  }
}
