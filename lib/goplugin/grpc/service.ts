import { GrpcCode, GrpcError } from "./status";

/**
 * A gRPC service in bytes: messages go in and out encoded, so that this folder need not know them. The owner of the messages supplies
 * objects of this shape.
 */
export interface GrpcService {
  /** Full name, such as `package.Service`. */
  readonly name: string;
  /** Methods by name. A missing one is answered with UNIMPLEMENTED. */
  readonly methods: Readonly<Record<string, GrpcMethod>>;
}

/** The handler for calls of one method. */
export type GrpcMethod = UnaryMethod | ServerStreamMethod | StreamMethod;

/** One message in, one message out. A thrown error becomes a status; only its message is sent, never its stack. */
interface UnaryMethod {
  readonly kind: "unary";
  handle(request: Uint8Array, call: GrpcCall): Promise<Uint8Array>;
}

/**
 * One message in, any number of messages out. The call ends with OK when the iterable ends. Like a unary call it is work: a process does
 * not end before it, and it goes on when the caller has gone.
 */
interface ServerStreamMethod {
  readonly kind: "server-stream";
  handle(request: Uint8Array, call: GrpcCall): AsyncIterable<Uint8Array>;
}

/** Any number of messages each way. The call ends with OK when the iterable ends. */
interface StreamMethod {
  readonly kind: "stream";
  handle(requests: AsyncIterable<Uint8Array>, call: GrpcCall): AsyncIterable<Uint8Array>;
}

/** The context of a method's call. */
export interface GrpcCall {
  /** Aborts when the caller has gone, has cancelled or waits no longer; the answer is then useless. */
  readonly signal: AbortSignal;
}

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
