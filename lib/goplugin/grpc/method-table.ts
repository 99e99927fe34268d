import type { GrpcMethod, GrpcService } from "./service";
import { GrpcCode, GrpcError } from "./status";

/** Returns the services, or a promise of them if they have to be loaded first. */
export type ServiceLoader = () => readonly GrpcService[] | Promise<readonly GrpcService[]>;

/** Finds methods for the server. */
export interface MethodTable {
  /** The method at `/service/method`. Rejects with UNIMPLEMENTED, or with the error of loading the services. */
  readonly find: (path: string) => Promise<GrpcMethod>;
  /** Begins to load unless a call has already done so. */
  readonly preload: () => void;
}

/**
 * Methods by path. `own` exist at once and do not depend on `load`, which is called once on first use: a process whose services cannot be
 * loaded can still be shut down.
 */
export function createMethodTable(own: readonly GrpcService[], load: ServiceLoader): MethodTable {
  const ownMethods = methodsByPath(own);
  let loading: Promise<ReadonlyMap<string, GrpcMethod>> | undefined;
  const loaded = (): Promise<ReadonlyMap<string, GrpcMethod>> => {
    loading ??= (async () => methodsByPath(await load()))();
    return loading;
  };
  const find = async (path: string): Promise<GrpcMethod> => {
    const method = ownMethods.get(path) ?? (await loaded()).get(path);
    if (method === undefined) throw new GrpcError(GrpcCode.unimplemented, `Method ${path} is not implemented.`);
    return method;
  };
  // Every later call gets the failure; this preload has no caller.
  const preload = (): void => void loaded().catch(() => undefined);
  return { find, preload };
}

function methodsByPath(services: readonly GrpcService[]): ReadonlyMap<string, GrpcMethod> {
  return new Map(
    services.flatMap(({ name, methods }) =>
      Object.entries(methods).map(([method, implementation]) => [`/${name}/${method}`, implementation] as const),
    ),
  );
}
