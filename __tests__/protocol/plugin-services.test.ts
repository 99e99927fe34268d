import { once } from "node:events";
import { connect } from "node:net";
import { collect, frame, type ProtocolClient } from "../support/protocol/client";
import type { GrpcService } from "../../lib/goplugin/grpc/service";
import { bytes, echoService, serve, texts, type Seen, type Served } from "../support/protocol/echo";
import { proto, varintOf } from "../support/protocol/protobuf";

let seen: Seen;
let served: Served;
let client: ProtocolClient;

beforeEach(async () => {
  seen = { signals: [], begun: [], flooded: 0 };
  served = await serve(() => [echoService(seen)]);
  client = served.client;
});
afterEach(() => served.close());

describe("services every plugin has", () => {
  test("stdio ends at once with OK", async () => {
    expect(await client.call("/plugin.GRPCStdio/StreamStdio", bytes(""))).toMatchObject({ status: 0, messages: [] });
  });

  test("the broker holds its stream until the client ends it", async () => {
    const stream = client.open("/plugin.GRPCBroker/StartStream");
    const result = collect(stream);
    await client.call("/test.Echo/Once", bytes("meanwhile"));
    expect(stream.closed).toBe(false);
    stream.end();
    expect(await result).toMatchObject({ status: 0, messages: [] });
  });

  test.each([
    ["", 1n],
    ["plugin", 1n],
  ])("health check of %j says serving", async (service, status) => {
    const request = service === "" ? proto() : proto([1, service]);
    expect(varintOf(await client.unary("/grpc.health.v1.Health/Check", request), 1)).toBe(status);
  });

  test("health check of an unknown service is NOT_FOUND, and its watch says so without ending", async () => {
    const request = proto([1, "nobody"]);
    expect(await client.call("/grpc.health.v1.Health/Check", request)).toMatchObject({ status: 5, messages: [] });
    const stream = client.open("/grpc.health.v1.Health/Watch");
    stream.on("error", () => undefined);
    stream.end(frame(request));
    const [chunk] = (await once(stream, "data")) as [Buffer];
    expect(varintOf(chunk.subarray(5), 1)).toBe(3n);
    expect(stream.closed).toBe(false);
    stream.close(8);
  });

  test("shutdown is answered, and a server for debugging goes on", async () => {
    expect(await client.call("/plugin.GRPCController/Shutdown", bytes(""))).toMatchObject({ status: 0 });
    expect(await client.call("/test.Echo/Once", bytes("still here"))).toMatchObject({ status: 0 });
  });
});

describe("the server", () => {
  test("answers every call with the error of loading its services, and can be shut down", async () => {
    const broken = await serve(() => {
      throw new Error("cannot load");
    });
    for (const path of ["/a.B/C", "/a.B/C"]) {
      const failed = await broken.client.call(path, bytes(""));
      expect(failed).toMatchObject({ status: 13, statusMessage: "cannot load" });
    }
    expect(await broken.client.call("/plugin.GRPCController/Shutdown", bytes(""))).toMatchObject({ status: 0 });
    await broken.close();
  });

  test("loads its services at the first call, once", async () => {
    let loads = 0;
    const lazy = await serve(() => {
      loads += 1;
      return Promise.resolve([echoService(seen)]);
    });
    await lazy.client.call("/grpc.health.v1.Health/Check", bytes(""));
    expect(loads).toBe(0);
    await Promise.all(["a", "b"].map((text) => lazy.client.call("/test.Echo/Once", bytes(text))));
    await lazy.client.call("/test.Echo/Missing", bytes(""));
    expect(loads).toBe(1);
    await lazy.close();
  });

  test("answers some calls without loading its services, and loads them for all others", async () => {
    let loads = 0;
    const answer = { kind: "unary", handle: () => Promise.resolve(bytes("at hand")) } as const;
    const load = (): readonly GrpcService[] => {
      loads += 1;
      return [echoService(seen)];
    };
    const lazy = await serve(load, [{ name: "test.Echo", methods: { Once: answer } }]);
    expect(texts((await lazy.client.call("/test.Echo/Once", bytes("x"))).messages)).toEqual(["at hand"]);
    expect(loads).toBe(0);
    expect(texts((await lazy.client.call("/test.Echo/Each", bytes("x"))).messages)).toEqual(["x"]);
    expect(loads).toBe(1);
    await lazy.close();
  });

  test("bytes that are not HTTP/2 do not disturb it", async () => {
    const socket = connect(served.socketPath);
    socket.on("error", () => undefined).resume();
    socket.write("GET / HTTP/1.1\r\n\r\n");
    await new Promise((resolve) => socket.once("close", resolve));
    expect(await client.call("/test.Echo/Once", bytes("fine"))).toMatchObject({ status: 0 });
  });

  test("closing does not wait forever for a running call", async () => {
    const begun = new Promise<void>((resolve) => seen.begun.push(resolve));
    const hanging = client.call("/test.Echo/Hang", bytes("x"));
    await begun;
    await served.serving.close(1);
    expect((await hanging).status).toBeUndefined();
    expect(seen.signals[0]!.aborted).toBe(true);
  });
});
