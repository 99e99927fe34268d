import { createListMemory, provesGone } from "../../../../lib/client/calls/gone";
import { rejectionOf } from "../../../support/client/fixture-config";

const coded = (code: string): string => JSON.stringify({ error_code: code, error_msg: "text" });

describe("a single read proves that its instance is gone", () => {
  test.each<[string, number, string]>([
    ["the documented code", 404, coded("DMS.00404022")],
    ["the documented code with another status", 400, coded("DMS.00404022")],
    ["the code in RabbitMQ's numbers", 404, coded("DMS.111400022")],
    ["the same with 400", 400, coded("DMS.111400022")],
    ["a 404 with another code of the service", 404, coded("DMS.00404035")],
  ])("by %s", (_, status, body) => {
    expect(provesGone({ status, headers: {}, body }, false)).toBe(true);
  });

  test("by an empty 404 only where the list did not show it either", () => {
    expect(provesGone({ status: 404, headers: {}, body: " \n" }, true)).toBe(true);
    expect(provesGone({ status: 404, headers: {}, body: "" }, false)).toBe(false);
  });

  test.each<[string, number, string]>([
    ["flow control", 404, coded("DMS.10240407")],
    ["an unknown URL", 404, coded("DMS.00404001")],
    ["the gateway's unknown API", 404, coded("APIG.0101")],
    ["the same by its other name", 404, coded("APIGW.0101")],
    ["a page", 404, "<h1>Not Found</h1>"],
    ["a word", 404, "not found"],
    ["JSON without a code", 404, "{}"],
    ["another code with 400", 400, coded("DMS.00400061")],
    ["an empty 400", 400, ""],
    ["an empty 410", 410, ""],
    ["the right code from a broken service", 500, coded("DMS.00404022")],
    ["a code that only looks like the service's", 404, coded("DMS.X")],
  ])("not by %s, whatever the list says", (_, status, body) => {
    expect(provesGone({ status, headers: {}, body }, true)).toBe(false);
  });
});

describe("the last listing", () => {
  type Shown = readonly { readonly id: string; readonly engine?: string }[];
  const listing =
    (...ids: string[]) =>
    (): Promise<Shown> =>
      Promise.resolve(ids.map((id) => ({ id })));
  const ofEngine =
    (engine: string, ...ids: string[]) =>
    (): Promise<Shown> =>
      Promise.resolve(ids.map((id) => ({ id, engine })));

  /** A listing that goes on until a test ends it. */
  function slow(): {
    readonly list: () => Promise<Shown>;
    readonly end: (...ids: string[]) => void;
    readonly fail: () => void;
  } {
    let end: (shown: Shown) => void;
    let fail: (problem: Error) => void;
    const shown = new Promise<Shown>((resolve, reject) => ([end, fail] = [resolve, reject]));
    return {
      list: () => shown,
      end: (...ids) => end(ids.map((id) => ({ id }))),
      fail: () => fail(new Error("no list")),
    };
  }

  test("lacks unlisted instances, in any case of letters", async () => {
    const memory = createListMemory();
    expect(memory.lacks("i-1")).toBe(false);
    await memory.during({}, listing("I-1"));
    expect([memory.lacks("i-1"), memory.lacks("i-2")]).toEqual([false, true]);
  });

  test("of an engine is about instances that were seen to be of that engine", async () => {
    const memory = createListMemory();
    await memory.during({ engine: "kafka", includeFailed: true }, ofEngine("kafka", "k-1", "k-2"));
    await memory.during({ engine: "rocketmq" }, ofEngine("reliability", "r-1"));
    await memory.during({ engine: "kafka" }, ofEngine("kafka", "k-2"));
    expect(["k-1", "k-2", "r-1", "any"].map((id) => memory.lacks(id))).toEqual([true, false, false, false]);
    await memory.during({}, ofEngine("kafka", "k-1"));
    expect(["k-1", "k-2", "r-1", "any"].map((id) => memory.lacks(id))).toEqual([false, true, true, true]);
  });

  test.each([{ name: "a" }, { status: "RUNNING" }, { includeFailed: false }, { enterpriseProjectId: "0" }])(
    "with another filter says nothing, and removes no knowledge: %j",
    async (options) => {
      const memory = createListMemory();
      await memory.during(options, listing());
      expect(memory.lacks("i-1")).toBe(false);
      await memory.during({}, listing());
      await memory.during(options, listing("i-1"));
      expect(memory.lacks("i-1")).toBe(true);
    },
  );

  test("counts while another resource's listing is under way, until that one ends", async () => {
    const memory = createListMemory();
    await memory.during({}, listing("i-2"));
    const { list, end } = slow();
    const other = memory.during({}, list);
    expect([memory.lacks("i-1"), memory.lacks("i-2")]).toEqual([true, false]);
    end("i-1");
    await other;
    expect([memory.lacks("i-1"), memory.lacks("i-2")]).toEqual([false, true]);
  });

  test("is the one that began last, whichever ends last", async () => {
    const memory = createListMemory();
    const { list, end } = slow();
    const early = memory.during({}, list);
    await memory.during({}, listing("i-1"));
    end("i-2");
    await early;
    expect([memory.lacks("i-1"), memory.lacks("i-2")]).toEqual([false, true]);
  });

  test("says nothing when it failed, or none has ended", async () => {
    const memory = createListMemory();
    const { list, fail } = slow();
    const failing = memory.during({}, list);
    expect(memory.lacks("i-1")).toBe(false);
    await memory.during({}, listing());
    fail();
    await rejectionOf(failing);
    expect(memory.lacks("i-1")).toBe(true);
    await rejectionOf(memory.during({}, () => Promise.reject(new Error("no list"))));
    expect(memory.lacks("i-1")).toBe(false);
  });
});
