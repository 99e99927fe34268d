import { isCallFailure } from "../../domain/call-failure";
import type { Instance } from "../../domain/instance";
import type { InstancePage } from "../answers/decoders";
import type { Dialect, ListOptions } from "./dialect";
import { DmsError } from "../dms-error";
import type { QueryPair } from "../http/http-message";

/** Reads one page, with repetitions if they may help. */
export type ReadPage = (query: readonly QueryPair[]) => Promise<InstancePage>;

/** One reading of a listing, from its first page to its last. */
export interface ListingPass {
  /** Each once, in the service's order. */
  readonly instances: readonly Instance[];
  /** Number of entries seen, including those without an id. */
  readonly seen: number;
  /** Number of instances by the service's last count; `undefined` without a readable one. */
  readonly total: number | undefined;
  /** The total changed during the reading: an instance that left moves the others up, so one may have been skipped. */
  readonly hasMoved: boolean;
}

/** v2's answer to an offset at or beyond the total, instead of an empty page. (Huawei's provider, data source.) */
const offsetInvalid = "DMS.40050010";

/** Reads a listing once. */
export function readListing(dialect: Dialect, options: ListOptions, readPage: ReadPage): Promise<ListingPass> {
  return dialect.pageSize === undefined
    ? readWhole(dialect, options, readPage)
    : readPages(dialect, dialect.pageSize, options, readPage);
}

/**
 * Reads a listing without pages. If it counts more instances than it shows, a second request asks for as many as it counts. The two answers
 * together are complete if they show that many, regardless of the meaning of the sample request's parameters.
 */
async function readWhole(dialect: Dialect, options: ListOptions, readPage: ReadPage): Promise<ListingPass> {
  const first = await readPage(dialect.listQuery(options, { offset: 0, limit: 0 }));
  const found = new Map(first.instances.map((instance) => [instance.id, instance]));
  const namelessOf = ({ entries, instances }: InstancePage): number => entries - instances.length;
  const once = passOf(found, namelessOf(first), first.total, false);
  const { total = 0 } = first;
  const wideQuery = once.seen < total ? dialect.wideListQuery?.(options, total) : undefined;
  const wide = wideQuery === undefined ? undefined : await readUnlessRefused(wideQuery, readPage);
  if (wide === undefined) return once;
  for (const instance of wide.instances) found.set(instance.id, instance);
  const totalNow = wide.total ?? total;
  return passOf(found, Math.max(namelessOf(first), namelessOf(wide)), totalNow, totalNow !== total);
}

/** Most pages of one reading: projects have fewer than 50,000 instances, and a service that invents entries would go on for ever. */
const mostPages = 1_000;

/**
 * Reads page by page until all counted entries were seen. A total below the number of seen entries does not count: then a short page is the
 * last.
 */
async function readPages(
  dialect: Dialect,
  limit: number,
  options: ListOptions,
  readPage: ReadPage,
): Promise<ListingPass> {
  const found = new Map<string, Instance>();
  let [offset, nameless] = [0, 0];
  let [firstTotal, total]: (number | undefined)[] = [];
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await readUnlessBeyond(dialect.listQuery(options, { offset, limit }), offset, readPage);
    if (page === undefined) return passOf(found, nameless, total, total !== firstTotal || offset < (total ?? 0));
    total = page.total ?? total;
    firstTotal ??= total;
    const knownBefore = found.size;
    for (const instance of page.instances) found.set(instance.id, instance);
    nameless += page.entries - page.instances.length;
    offset += page.entries;
    const isLast = total === undefined || total < offset ? page.entries < limit : total === offset;
    // The page has no new instance: a service that ignores offsets would show the same page for ever.
    if (isLast || found.size === knownBefore) return passOf(found, nameless, total, total !== firstTotal);
  }
  const message = `GET …/instances: the list does not end after ${String(mostPages)} pages of it were read.`;
  throw new DmsError({ code: "unexpected-answer", fate: "unknown", message });
}

function passOf(
  found: ReadonlyMap<string, Instance>,
  nameless: number,
  total: number | undefined,
  hasMoved: boolean,
): ListingPass {
  return { instances: [...found.values()], seen: found.size + nameless, total, hasMoved };
}

async function readUnlessBeyond(
  query: readonly QueryPair[],
  offset: number,
  readPage: ReadPage,
): Promise<InstancePage | undefined> {
  try {
    return await readPage(query);
  } catch (thrown) {
    if (offset > 0 && isCallFailure(thrown) && thrown.errorCode === offsetInvalid) return undefined;
    throw thrown;
  }
}

async function readUnlessRefused(query: readonly QueryPair[], readPage: ReadPage): Promise<InstancePage | undefined> {
  try {
    return await readPage(query);
  } catch (thrown) {
    if (isCallFailure(thrown) && thrown.code === "invalid") return undefined;
    throw thrown;
  }
}
