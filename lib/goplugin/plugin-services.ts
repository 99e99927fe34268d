import type { GrpcService } from "./grpc/service";
import { GrpcCode, GrpcError } from "./grpc/status";

const emptyMessage = new Uint8Array();

/** HealthCheckResponse.status (field 1) with the values SERVING and SERVICE_UNKNOWN. */
const serving = Uint8Array.of(0x08, 1);
const serviceUnknown = Uint8Array.of(0x08, 3);

/** The name that go-plugin gives the plugin as a whole. */
const pluginHealthName = "plugin";

/**
 * The services that every go-plugin has in addition to its own: controller, stdio, broker and health.
 * @param onShutdown called when the host asks the process to end; the answer goes out after it returns
 */
export function createPluginServices(onShutdown: () => void): readonly GrpcService[] {
  return [controller(onShutdown), stdio, broker, health];
}

function controller(onShutdown: () => void): GrpcService {
  return {
    name: "plugin.GRPCController",
    methods: {
      Shutdown: {
        kind: "unary",
        handle: () => {
          onShutdown();
          return Promise.resolve(emptyMessage);
        },
      },
    },
  };
}

/** The stream of the plugin's output. It ends at once, because our output goes to stderr. */
const stdio: GrpcService = {
  name: "plugin.GRPCStdio",
  methods: {
    StreamStdio: {
      kind: "stream",
      async *handle() {
        // The stream ends with OK, without a message.
      },
    },
  },
};

/** The stream for further connections, which this plugin does not use; it stays open until the host ends it. */
const broker: GrpcService = {
  name: "plugin.GRPCBroker",
  methods: {
    StartStream: {
      kind: "stream",
      async *handle(requests) {
        for await (const connection of requests) {
          if (connection.length > 0)
            throw new GrpcError(GrpcCode.unimplemented, "Brokered connections are not offered.");
        }
      },
    },
  },
};

const health: GrpcService = {
  name: "grpc.health.v1.Health",
  methods: {
    Check: {
      kind: "unary",
      handle: (request) => {
        if (isServed(request)) return Promise.resolve(serving);
        return Promise.reject(new GrpcError(GrpcCode.notFound, "Unknown service."));
      },
    },
    Watch: {
      kind: "stream",
      async *handle(requests, { signal }) {
        for await (const request of requests) {
          yield isServed(request) ? serving : serviceUnknown;
          // The status never changes; the stream stays open until the watcher ends it.
          await aborted(signal);
        }
      },
    },
  },
};

/** HealthCheckRequest.service (field 1): empty and "plugin" are this process. */
function isServed(request: Uint8Array): boolean {
  if (request.length === 0) return true;
  const [tag, length] = request;
  if (tag !== 0x0a || length !== request.length - 2) return false;
  const service = Buffer.from(request.subarray(2)).toString("utf8");
  return service === "" || service === pluginHealthName;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
