import type { Instance } from "../../domain/instance";
import { mergeCalls } from "../../rollout/merged-calls";
import type { Clock } from "../../rollout/ports";
import { createSharedListing, type SharedListing } from "../../rollout/shared-listing";
import type { InstanceFilter, Service } from "./service";

/**
 * One service for all resources of a process: listings of the same filters are shared (rules J1–J8, `domain/sharing/shared-looks`), and batch
 * calls of the same moment are one request (rules M1–M7, `domain/sharing/merged-calls`). `service` is one endpoint, project, API version and
 * set of credentials; each of these shares by itself.
 */
export function shareService(service: Service, clock: Clock): Service {
  const listings = new Map<string, SharedListing<readonly Instance[]>>();
  const listingOf = (filter: InstanceFilter): SharedListing<readonly Instance[]> => {
    const key = keyOf(filter);
    const known = listings.get(key) ?? createSharedListing((signal) => service.listFiltered(filter, signal), clock);
    listings.set(key, known);
    return known;
  };
  let runs = 0;
  /** J7: a run that is alone does not wait for others. */
  const heeded = (question: Parameters<Service["list"]>[1]): typeof question =>
    runs > 1 ? question : { ...question, patienceMs: 0 };
  const called = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } finally {
      for (const listing of listings.values()) listing.callEnded();
    }
  };
  return {
    ...service,
    list: (signal, question) => listingOf({ includeFailed: true }).ask(signal, heeded(question)),
    listFiltered: (filter, signal, question) => listingOf(filter).ask(signal, heeded(question)),
    beginRun: (onHeld) => {
      runs += 1;
      const end = service.beginRun?.(onHeld);
      return () => {
        runs -= 1;
        end?.();
      };
    },
    act: mergeCalls(
      (...request) => called(service.act(...request)),
      clock,
      () => runs <= 1,
    ),
    purgeFailed: (engine, signal) => called(service.purgeFailed(engine, signal)),
  };
}

/** The key of a filter; equal for filters that select the same instances. */
function keyOf({ engine, name, exactName, status, includeFailed, enterpriseProjectId }: InstanceFilter): string {
  return JSON.stringify([
    engine ?? "",
    name ?? "",
    (name ?? "") !== "" && exactName === true,
    status ?? "",
    includeFailed !== false,
    enterpriseProjectId ?? "",
  ]);
}
