import { once } from "node:events";
import { collect, frame, type ProtocolClient } from "../support/protocol/client";
import { bytes, echoService, serve, texts, type Seen, type Served } from "../support/protocol/echo";

let seen: Seen;
let served: Served;
let client: ProtocolClient;

beforeEach(async () => {
  seen = { signals: [], begun: [], flooded: 0 };
  served = await serve(() => [echoService(seen)]);
  client = served.client;
});
afterEach(() => served.close());

describe("framing", () => {
  test("a message split at every byte is one message", async () => {
    const stream = client.open("/test.Echo/Once");
    const result = collect(stream);
    for (const byte of frame(bytes("hello"))) stream.write(Uint8Array.of(byte));
    stream.end();
    expect(texts((await result).messages)).toEqual(["hello"]);
  });

  test("several messages in one chunk are answered in order", async () => {
    const result = await client.call("/test.Echo/Each", bytes("a"), bytes(""), bytes("ccc"));
    expect(texts(result.messages)).toEqual(["a", "", "ccc"]);
    expect(result).toMatchObject({ status: 0, isTrailersOnly: false });
  });

  test("a stream is answered before it ends", async () => {
    const stream = client.open("/test.Echo/Each");
    stream.write(frame(bytes("first")));
    const [chunk] = (await once(stream, "data")) as [Buffer];
    expect(chunk.length).toBeGreaterThan(0);
    stream.end();
    await once(stream, "close");
  });

  test("an empty message is a message", async () => {
    expect(await client.call("/test.Echo/Once", bytes(""))).toMatchObject({ status: 0, messages: [Buffer.alloc(0)] });
  });

  test.each([
    ["no message", [], 13],
    ["two messages for one", [frame(bytes("a")), frame(bytes("b"))], 13],
    ["a cut message", [frame(bytes("abc")).subarray(0, 6)], 13],
    ["a compressed message", [frame(bytes("abc"), 1)], 12],
    ["an unknown flag", [frame(bytes("abc"), 7)], 13],
    ["a length beyond any message", [Buffer.from("00ffffffff00", "hex")], 8],
  ])("%s is refused with a status", async (_case, chunks, status) => {
    const stream = client.open("/test.Echo/Once");
    const result = collect(stream);
    stream.end(Buffer.concat(chunks));
    expect(await result).toMatchObject({ httpStatus: 200, status, messages: [] });
    expect(texts(await client.call("/test.Echo/Once", bytes("next")).then((next) => next.messages))).toEqual(["next"]);
  });

  test("a stream that ends within a message ends with a status, after the answers to whole messages", async () => {
    const stream = client.open("/test.Echo/Each");
    const result = collect(stream);
    stream.end(Buffer.concat([frame(bytes("whole")), frame(bytes("cut")).subarray(0, 6)]));
    expect(await result).toMatchObject({ status: 13, statusMessage: "The request ended within a message." });
    expect(texts((await result).messages)).toEqual(["whole"]);
  });

  test("unread input is dropped, and does not clog the connection", async () => {
    const large = Buffer.alloc(40 << 20);
    expect(await client.call("/test.Echo/Missing", large)).toMatchObject({ status: 12 });
    const refused = client.open("/test.Echo/Once");
    refused.end(frame(large, 1));
    expect(await collect(refused)).toMatchObject({ status: 12 });
    expect(await client.call("/test.Echo/Once", large)).toMatchObject({ status: 0 });
  });

  test("answers are made as fast as they are read, not faster", async () => {
    const stream = client.open("/test.Echo/Flood");
    stream.end(frame(bytes("x")));
    await once(stream, "response");
    expect(seen.flooded).toBeLessThan(20);
    stream.close(8);
    await once(stream, "close");
  });

  test("a call is answered while many megabytes of other answers wait to be read", async () => {
    const unread = Array.from({ length: 3 }, () => client.open("/test.Echo/Once"));
    const responses = unread.map((stream) => once(stream, "response"));
    for (const stream of unread) stream.end(frame(Buffer.alloc(12 << 20, "x")));
    await Promise.all(responses);
    expect(await client.call("/test.Echo/Once", bytes("quick"))).toMatchObject({ status: 0 });
    for (const stream of unread) expect((await collect(stream)).messages[0]).toHaveLength(12 << 20);
  });

  test("32 MB go both ways while other calls are answered", async () => {
    const large = Buffer.alloc(32 << 20, "x");
    const slow = client.call("/test.Echo/Once", large);
    expect(await client.call("/test.Echo/Once", bytes("quick"))).toMatchObject({ status: 0 });
    expect((await slow).messages[0]!.equals(large)).toBe(true);
  });
});

describe("ends of calls", () => {
  test("an exception is INTERNAL with its message, percent-encoded, without its stack", async () => {
    expect(await client.call("/test.Echo/Throw", bytes(""))).toEqual({
      httpStatus: 200,
      status: 13,
      statusMessage: "line one\nümlaut 100%",
      messages: [],
      isTrailersOnly: true,
    });
    expect(await client.call("/test.Echo/ThrowText", bytes(""))).toMatchObject({ statusMessage: "no error object" });
  });

  test("an exception with a text of any length ends its call only", async () => {
    const calls = ["/test.Echo/ThrowLong", "/test.Echo/BreakLong", "/test.Echo/Once"];
    const [only, after, other] = await Promise.all(calls.map((path) => client.call(path, bytes("x"))));
    for (const failed of [only!, after!]) {
      expect(failed).toMatchObject({ status: 13 });
      expect(failed.statusMessage).toMatch(/^ä+ \[cut\]$/);
    }
    expect(other).toMatchObject({ status: 0 });
    expect(await client.call("/test.Echo/Once", bytes("next"))).toMatchObject({ status: 0 });
  });

  test("an exception after the first answer comes in the trailers", async () => {
    const result = await client.call("/test.Echo/Break", bytes("one"), bytes("two"));
    expect(texts(result.messages)).toEqual(["one"]);
    expect(result).toMatchObject({ status: 13, statusMessage: "broke after one", isTrailersOnly: false });
  });

  test.each(["/test.Echo/Missing", "/other.Service/Once", "/nonsense", "/__proto__/constructor"])(
    "%s is UNIMPLEMENTED in trailers only",
    async (path) => {
      expect(await client.call(path, bytes("x"))).toMatchObject({ httpStatus: 200, status: 12, isTrailersOnly: true });
    },
  );

  test("a request that is not gRPC gets an HTTP status", async () => {
    for (const type of ["application/json", "application/grpc-web", ""]) {
      const other = await collect(client.open("/test.Echo/Once", { "content-type": type }).end());
      expect(other).toMatchObject({ httpStatus: 415, status: undefined });
    }
    const proto = client.open("/test.Echo/Once", { "content-type": "application/grpc+proto" });
    expect(await collect(proto.end(frame(bytes("x"))))).toMatchObject({ httpStatus: 200, status: 0 });
    const get = client.session.request({ ":method": "GET", ":path": "/" });
    expect(await collect(get)).toMatchObject({ httpStatus: 405, status: undefined });
  });

  test("a cancelled call aborts its signal", async () => {
    const stream = client.open("/test.Echo/Hang");
    const begun = new Promise<void>((resolve) => seen.begun.push(resolve));
    stream.on("error", () => undefined);
    stream.end(frame(bytes("x")));
    await begun;
    stream.close(8);
    const signal = seen.signals[0]!;
    if (!signal.aborted) await once(signal, "abort");
    expect(signal.aborted).toBe(true);
  });

  test("a call that takes longer than its caller waits is DEADLINE_EXCEEDED, and its signal aborts", async () => {
    const stream = client.open("/test.Echo/Hang", { "grpc-timeout": "20m" });
    const result = collect(stream.end(frame(bytes("x"))));
    expect(await result).toMatchObject({ httpStatus: 200, status: 4, isTrailersOnly: true });
    expect(seen.signals[0]!.aborted).toBe(true);
    expect(await client.call("/test.Echo/Once", bytes("next"))).toMatchObject({ status: 0 });
  });

  test("an answer that comes after the deadline changes nothing", async () => {
    const stream = client.open("/test.Echo/Late", { "grpc-timeout": "5m" });
    expect(await collect(stream.end(frame(bytes("x"))))).toMatchObject({ status: 4, messages: [] });
    await new Promise((done) => setTimeout(done, 50));
    expect(await client.call("/test.Echo/Once", bytes("next"))).toMatchObject({ status: 0 });
  });

  test("a call that is quicker than its deadline, and a stream with one, are answered as usual", async () => {
    const once = client.open("/test.Echo/Once", { "grpc-timeout": "30S" });
    expect(await collect(once.end(frame(bytes("x"))))).toMatchObject({ status: 0 });
    const each = client.open("/test.Echo/Each", { "grpc-timeout": "1m" });
    const result = collect(each);
    await new Promise((done) => setTimeout(done, 20));
    each.end(frame(bytes("x")));
    expect(await result).toMatchObject({ status: 0 });
  });

  test("a lost connection aborts its calls and leaves the server standing", async () => {
    const begun = new Promise<void>((resolve) => seen.begun.push(resolve));
    void client.call("/test.Echo/Hang", bytes("x"));
    await begun;
    client.session.destroy();
    const signal = seen.signals[0]!;
    if (!signal.aborted) await once(signal, "abort");
    client = await served.connect();
    expect(await client.call("/test.Echo/Once", bytes("again"))).toMatchObject({ status: 0 });
  });

  test("the signal of a call that has ended well was not aborted before its end", async () => {
    await client.call("/test.Echo/Once", bytes("x"));
    expect(seen.signals).toEqual([]);
  });

  test("200 calls at once are all answered", async () => {
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, index) => client.call("/test.Echo/Once", bytes(String(index)))),
    );
    expect(results.map(({ messages }) => texts(messages)[0])).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  });
});
