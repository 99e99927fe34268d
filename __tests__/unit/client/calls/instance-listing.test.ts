import { dialectOf } from "../../../../lib/client/calls/dialect";
import { DmsError } from "../../../../lib/client/dms-error";
import { listInstances } from "../../../../lib/client/calls/instance-listing";
import type { ReadPage } from "../../../../lib/client/calls/listing-pass";
import type { Instance } from "../../../../lib/domain/instance";
import { rejectionOf } from "../../../support/client/fixture-config";

const [dialectV1, dialectV2] = [dialectOf("v1.0"), dialectOf("v2")];

const instance = (id: string): Instance => ({
  id,
  name: id,
  engine: "kafka",
  engineVersion: "2.7",
  status: "RUNNING",
  createdAt: "",
});
const instances = (count: number, prefix = "i"): Instance[] =>
  Array.from({ length: count }, (_, n) => instance(`${prefix}${String(n)}`));
const refusal = (errorCode: string): DmsError =>
  new DmsError({ code: "invalid", fate: "refused", message: errorCode, status: 400, errorCode });

/** A service that holds kafka instances and pages as v2 does: an offset at or beyond the total is an error. */
function pagingService(held: readonly Instance[], options: { total?: boolean; limit?: number } = {}) {
  const queries: Record<string, string>[] = [];
  const readPage: ReadPage = (query) => {
    const asked = Object.fromEntries(query) as Record<string, string>;
    queries.push(asked);
    if (asked["engine"] !== "kafka") return Promise.resolve({ instances: [], entries: 0, total: 0 });
    const offset = Number(asked["offset"]);
    if (offset > 0 && offset >= held.length) return Promise.reject(refusal("DMS.40050010"));
    const page = held.slice(offset, offset + Math.min(Number(asked["limit"]), options.limit ?? 50));
    return Promise.resolve({
      instances: page,
      entries: page.length,
      total: options.total === false ? undefined : held.length,
    });
  };
  return { queries, readPage };
}

describe("a v2 listing", () => {
  test.each([0, 1, 49, 50, 51, 100, 120])("shows all of %i instances, each once, in order", async (count) => {
    const held = instances(count);
    const { readPage } = pagingService(held);
    expect(await listInstances(dialectV2, { engine: "kafka" }, readPage)).toEqual(held);
  });

  test("stops at the total and never asks for an offset beyond it", async () => {
    const { readPage, queries } = pagingService(instances(100));
    await listInstances(dialectV2, { engine: "kafka" }, readPage);
    expect(queries.map(({ offset, limit }) => [offset, limit])).toEqual([
      ["0", "50"],
      ["50", "50"],
    ]);
  });

  test.each([50, 100, 101])(
    "without a readable total takes the offset error for the end (%i instances)",
    async (count) => {
      const held = instances(count);
      const { readPage } = pagingService(held, { total: false });
      expect(await listInstances(dialectV2, { engine: "kafka" }, readPage)).toEqual(held);
    },
  );

  test("follows a service that gives smaller pages than asked for", async () => {
    const held = instances(25);
    const { readPage, queries } = pagingService(held, { limit: 10 });
    expect(await listInstances(dialectV2, { engine: "kafka" }, readPage)).toEqual(held);
    expect(queries.map(({ offset }) => offset)).toEqual(["0", "10", "20"]);
  });

  test("of a service that ignores the offset ends, and is not a list if the total says that there are more", async () => {
    let calls = 0;
    const ignoring =
      (total: number | undefined): ReadPage =>
      () => {
        calls += 1;
        return Promise.resolve({ instances: instances(50), entries: 50, total });
      };
    const failure = await rejectionOf(listInstances(dialectV2, { engine: "kafka" }, ignoring(500)));
    expect(failure).toMatchObject({ code: "unexpected-answer" });
    expect(String(failure)).toContain(
      "The service counts 500 instances of kafka and showed 50, also at a second request.",
    );
    expect(calls).toBe(4);
    expect(await listInstances(dialectV2, { engine: "kafka" }, ignoring(undefined))).toHaveLength(50);
    expect(calls).toBe(6);
  });

  test.each([0, 49, 50])("goes on to a short page where the total is said to be %i", async (total) => {
    const held = instances(120);
    const paging = pagingService(held);
    const readPage: ReadPage = async (query) => ({ ...(await paging.readPage(query)), total });
    // A total that fits the first page is believed.
    const shown = total === 50 ? 50 : 120;
    expect(await listInstances(dialectV2, { engine: "kafka" }, readPage)).toHaveLength(shown);
    expect(paging.queries).toHaveLength(total === 50 ? 1 : 3);
  });

  test("takes the offset error for the end where the total is said to be 0 and the last page was full", async () => {
    const held = instances(100);
    const paging = pagingService(held);
    const readPage: ReadPage = async (query) => ({ ...(await paging.readPage(query)), total: 0 });
    expect(await listInstances(dialectV2, { engine: "kafka" }, readPage)).toEqual(held);
  });

  test("that shows fewer than it counts is read again once: the list may have changed meanwhile", async () => {
    const held = instances(60);
    let calls = 0;
    const readPage: ReadPage = (query) => {
      calls += 1;
      // The last one is missing from the second page of the first reading.
      return pagingService(held)
        .readPage(query)
        .then((page) => (calls === 2 ? { ...page, instances: page.instances.slice(1), entries: 9 } : page));
    };
    expect(await listInstances(dialectV2, { engine: "kafka" }, readPage)).toEqual(held);
  });

  test("whose pages end before the total, time and again, is not a list", async () => {
    const paging = pagingService(instances(55));
    const readPage: ReadPage = async (query) => ({ ...(await paging.readPage(query)), total: 60 });
    expect(await rejectionOf(listInstances(dialectV2, { engine: "kafka" }, readPage))).toMatchObject({
      code: "unexpected-answer",
    });
  });

  test("counts entries without an id, which exist but cannot be used", async () => {
    const readPage: ReadPage = () => Promise.resolve({ instances: instances(2), entries: 3, total: 3 });
    expect(await listInstances(dialectV2, { engine: "kafka" }, readPage)).toHaveLength(2);
  });

  test("begins again if an instance left between two pages, so that each is listed", async () => {
    const held = instances(60);
    let calls = 0;
    const readPage: ReadPage = (query) => {
      calls += 1;
      if (calls === 2) held.shift();
      return pagingService(held).readPage(query);
    };
    const listed = await listInstances(dialectV2, { engine: "kafka" }, readPage);
    expect(listed.map(({ id }) => id)).toEqual(held.map(({ id }) => id));
  });

  test("begins again when so many left that the offset is invalid", async () => {
    const held = instances(51);
    let calls = 0;
    const readPage: ReadPage = (query) => {
      calls += 1;
      if (calls === 2) held.splice(0, 10);
      return pagingService(held).readPage(query);
    };
    expect(await listInstances(dialectV2, { engine: "kafka" }, readPage)).toEqual(held);
  });

  test("ends even when the total changes for ever", async () => {
    let calls = 0;
    const readPage: ReadPage = (query) => {
      calls += 1;
      const { offset } = Object.fromEntries(query) as Record<string, string>;
      if (Number(offset) >= 60 + calls) return Promise.reject(refusal("DMS.40050010"));
      return Promise.resolve({ instances: instances(50, `c${offset ?? ""}-`), entries: 50, total: 60 + calls });
    };
    await listInstances(dialectV2, { engine: "kafka" }, readPage);
    expect(calls).toBe(12);
  });

  test("without an end is given up", async () => {
    let calls = 0;
    const readPage: ReadPage = () => {
      calls += 1;
      return Promise.resolve({ instances: instances(50, `c${String(calls)}-`), entries: 50, total: undefined });
    };
    const failure = await rejectionOf(listInstances(dialectV2, { engine: "kafka" }, readPage));
    expect(failure).toMatchObject({ code: "unexpected-answer" });
    expect(calls).toBe(1_000);
  });

  test("passes on an offset error for the first page, and every other error", async () => {
    const failing =
      (code: string): ReadPage =>
      () =>
        Promise.reject(refusal(code));
    expect(await rejectionOf(listInstances(dialectV2, { engine: "kafka" }, failing("DMS.40050010")))).toMatchObject({
      errorCode: "DMS.40050010",
    });
    expect(await rejectionOf(listInstances(dialectV2, {}, failing("DMS.00403003")))).toMatchObject({
      errorCode: "DMS.00403003",
    });
  });

  test("without an engine asks for each, as Open Telekom Cloud demands one", async () => {
    const asked: (string | undefined)[] = [];
    const readPage: ReadPage = (query) => {
      const { engine } = Object.fromEntries(query) as Record<string, string>;
      asked.push(engine);
      const page = [instance(`of-${engine ?? ""}`)];
      return Promise.resolve({ instances: page, entries: 1, total: 1 });
    };
    const listed = await listInstances(dialectV2, {}, readPage);
    expect(asked).toEqual(["kafka", "rabbitmq", "rocketmq"]);
    expect(listed.map(({ id }) => id)).toEqual(["of-kafka", "of-rabbitmq", "of-rocketmq"]);
  });

  test("a service that ignores the engine shows each instance once", async () => {
    const readPage: ReadPage = () => Promise.resolve({ instances: instances(2), entries: 2, total: 2 });
    expect(await listInstances(dialectV2, {}, readPage)).toEqual(instances(2));
  });

  test("an engine that the cloud does not have gives no instances; if it has no engine at all, that is an error", async () => {
    const only =
      (known: readonly string[]): ReadPage =>
      (query) =>
        known.includes((Object.fromEntries(query) as Record<string, string>)["engine"] ?? "")
          ? Promise.resolve({ instances: instances(1), entries: 1, total: 1 })
          : Promise.reject(refusal("DMS.00400062"));
    expect(await listInstances(dialectV2, {}, only(["kafka"]))).toEqual(instances(1));
    expect(await rejectionOf(listInstances(dialectV2, {}, only([])))).toMatchObject({ errorCode: "DMS.00400062" });
  });
});

describe("a v1.0 listing", () => {
  /** Shows only `shown` of `total` instances; with `start` and `limit`, the page of `wide`. */
  const shortService = (shown: number, total: number, wide: () => ReturnType<ReadPage>) => {
    const asked: unknown[] = [];
    const readPage: ReadPage = (query) => {
      asked.push(query);
      return query.some(([name]) => name === "start")
        ? wide()
        : Promise.resolve({ instances: instances(shown), entries: shown, total });
    };
    return { asked, readPage };
  };
  const plain = [["includeFailure", "true"]];
  const wide = [...plain, ["start", "1"], ["limit", "12"]];

  test.each([undefined, 0, 2, 3])("that shows as many as it counts (%p) is one call", async (total) => {
    const asked: unknown[] = [];
    const readPage: ReadPage = (query) => {
      asked.push(query);
      return Promise.resolve({ instances: instances(3), entries: 3, total });
    };
    expect(await listInstances(dialectV1, {}, readPage)).toEqual(instances(3));
    expect(asked).toEqual([plain]);
  });

  test("that counts more than it shows is asked for as many as it counts", async () => {
    const { asked, readPage } = shortService(10, 12, () =>
      Promise.resolve({ instances: instances(12), entries: 12, total: 12 }),
    );
    expect(await listInstances(dialectV1, {}, readPage)).toEqual(instances(12));
    expect(asked).toEqual([plain, wide]);
  });

  test("is complete when both answers together show all, as where start counts from zero", async () => {
    const { readPage } = shortService(10, 12, () =>
      Promise.resolve({ instances: instances(12).slice(1), entries: 11, total: 12 }),
    );
    expect(await listInstances(dialectV1, {}, readPage)).toEqual(instances(12));
  });

  test.each<[string, () => ReturnType<ReadPage>]>([
    ["shows the same again", () => Promise.resolve({ instances: instances(10), entries: 10, total: 12 })],
    ["is refused", () => Promise.reject(refusal("DMS.00400062"))],
  ])("is accepted if the second call %s: its count is not documented", async (_, second) => {
    const { asked, readPage } = shortService(10, 12, second);
    expect(await listInstances(dialectV1, {}, readPage)).toEqual(instances(10));
    expect(asked).toEqual([plain, wide]);
  });

  test("passes on the failure of the second call unless it was a refusal", async () => {
    const lost = new DmsError({ code: "lost", fate: "unknown", message: "lost" });
    const { readPage } = shortService(10, 12, () => Promise.reject(lost));
    expect(await rejectionOf(listInstances(dialectV1, {}, readPage))).toBe(lost);
  });

  test("is read again when an instance left between the two calls", async () => {
    let held = 12;
    const readPage: ReadPage = (query) => {
      const isWide = query.some(([name]) => name === "start");
      if (isWide) held = 11;
      const shown = isWide || held < 12 ? held : 10;
      return Promise.resolve({ instances: instances(shown), entries: shown, total: held });
    };
    expect(await listInstances(dialectV1, {}, readPage)).toEqual(instances(11));
  });
});
