import { isCallFailure } from "../../domain/call-failure";
import type { Engine, Instance } from "../../domain/instance";
import type { Dialect, ListOptions } from "./dialect";
import { DmsError } from "../dms-error";
import { type ListingPass, readListing, type ReadPage } from "./listing-pass";

/** Codes by which a cloud without RabbitMQ or RocketMQ may answer a listing of it. Assumed: the documents do not say. */
const engineUnknown: readonly string[] = ["DMS.00400007", "DMS.00400062", "DMS.00400800"];

/** Most readings of a listing: while instances come and go between its pages, and if it shows fewer instances than it counts. */
const mostPasses = { whileMoving: 4, whileShort: 2 };

/**
 * Lists instances over all pages and, if the service needs an engine, over all engines. Each instance once. Rejects with
 * `unexpected-answer` if all pages together show fewer than the service counts: an incomplete list must not look like a proof that an
 * instance is gone.
 */
export async function listInstances(
  dialect: Dialect,
  options: ListOptions,
  readPage: ReadPage,
): Promise<readonly Instance[]> {
  if (options.engine !== undefined || dialect.enginesToList === undefined) {
    return listAll(dialect, options, readPage);
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
  return listAll(dialect, { ...options, engine }, readPage);
}

/**
 * Reads the listing again while it changes during the reading, and once if it is short without such a change. A listing without pages that
 * stays short is accepted: the documents disagree on whether it counts failed creations that it does not show, and absence from the list
 * alone is never a proof that an instance is gone.
 */
async function listAll(dialect: Dialect, options: ListOptions, readPage: ReadPage): Promise<readonly Instance[]> {
  for (let passes = 1; ; passes++) {
    const pass = await readListing(dialect, options, readPage);
    const isShort = pass.seen < (pass.total ?? 0);
    if (!pass.hasMoved && (!isShort || dialect.pageSize === undefined)) return pass.instances;
    if (passes < (pass.hasMoved ? mostPasses.whileMoving : mostPasses.whileShort)) continue;
    if (isShort && dialect.pageSize !== undefined) throw incompleteList(dialect, options, pass);
    return pass.instances;
  }
}

function incompleteList(dialect: Dialect, { engine }: ListOptions, { seen, total }: ListingPass): DmsError {
  const ofEngine = engine === undefined ? "" : ` of ${engine}`;
  const message =
    `GET …/instances (API ${dialect.version}): the list is not complete. The service counts ${String(total)} instances${ofEngine} ` +
    `and showed ${String(seen)}, also at a second request. An instance that is missing from it may still exist.`;
  return new DmsError({ code: "unexpected-answer", fate: "unknown", message });
}
