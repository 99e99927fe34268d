import type { Instance, InstanceId } from "../../../lib/domain/instance";
import { lookAtEach, lookAtFleet, statusesOf } from "../../../lib/rollout/look";
import type { InstanceApi } from "../../../lib/rollout/ports";
import { forbidden, noSuchWords, readFailed } from "../../support/rollout/failures";

const never = new AbortController().signal;

function instance(id: InstanceId, status = "RUNNING"): Instance {
  return { id, name: id, engine: "kafka", engineVersion: "2.7", status, createdAt: "" };
}

interface Fleet {
  readonly listed?: readonly Instance[];
  readonly unlisted?: readonly Instance[];
  readonly failing?: (id: InstanceId) => boolean;
}

/** A service that counts its calls, and the most reads it had to answer at once. */
function service({ listed = [], unlisted = [], failing = () => false }: Fleet): Pick<InstanceApi, "list" | "get"> & {
  readonly counts: { lists: number; reads: InstanceId[]; open: number; mostOpen: number };
} {
  const counts = { lists: 0, reads: [] as InstanceId[], open: 0, mostOpen: 0 };
  return {
    counts,
    list: () => {
      counts.lists++;
      return Promise.resolve(listed);
    },
    get: async (id) => {
      counts.reads.push(id);
      counts.mostOpen = Math.max(counts.mostOpen, ++counts.open);
      await Promise.resolve();
      counts.open--;
      if (failing(id)) throw readFailed();
      return unlisted.find((each) => each.id === id);
    },
  };
}

test("an instance that the list spells otherwise is there, without a read", async () => {
  const api = service({ listed: [instance("ab-1")] });
  const { found } = await lookAtEach(api, ["AB-1"], never);
  expect(found.get("AB-1")?.status).toBe("RUNNING");
  expect(api.counts.reads).toEqual([]);
});

const ids = (count: number): readonly InstanceId[] => Array.from({ length: count }, (_, index) => `i${index}`);

describe("a look at the fleet", () => {
  test("is one list call when the list shows everything", async () => {
    const api = service({ listed: ids(200).map((id) => instance(id)) });
    const found = await lookAtFleet(api, ids(200), never);
    expect(api.counts).toMatchObject({ lists: 1, reads: [] });
    expect(found.size).toBe(200);
  });

  test("answers instances that were not asked for as well", async () => {
    const found = await lookAtFleet(service({ listed: [instance("x"), instance("y")] }), ["x"], never);
    expect([...found.keys()]).toEqual(["x", "y"]);
  });

  test("reads instances that the list does not show: being deleted, or gone", async () => {
    const api = service({ listed: [instance("a")], unlisted: [instance("b", "DELETING")] });
    const found = await lookAtFleet(api, ["a", "b", "c"], never);
    expect(api.counts.reads).toEqual(["b", "c"]);
    expect(statusesOf(found)).toEqual(
      new Map([
        ["a", "RUNNING"],
        ["b", "DELETING"],
        ["c", "DELETED"],
      ]),
    );
  });

  test("reads at most eight at once", async () => {
    const api = service({});
    await lookAtFleet(api, ids(50), never);
    expect(api.counts.mostOpen).toBe(8);
    expect(api.counts.reads).toEqual(ids(50));
  });

  test("rejects when the list call fails", async () => {
    const api = { ...service({}), list: () => Promise.reject(readFailed()) };
    await expect(lookAtFleet(api, [], never)).rejects.toMatchObject({ code: "server-error" });
    await expect(lookAtEach(api, [], never)).rejects.toMatchObject({ code: "server-error" });
  });

  test("that must see all rejects when one read fails: not seen is not gone", async () => {
    const api = service({ failing: (id) => id === "i3" });
    await expect(lookAtFleet(api, ids(10), never)).rejects.toMatchObject({ code: "server-error" });
  });

  test("that accepts partial results leaves out the instance that could not be read", async () => {
    const look = await lookAtEach(service({ failing: (id) => id === "i3" }), ids(10), never);
    expect([...look.unread.keys()]).toEqual(["i3"]);
    expect(look.found.has("i3")).toBe(false);
    expect(look.found.size).toBe(9);
  });

  test("gives up reading when a whole round of reads fails", async () => {
    const api = service({ failing: () => true });
    const look = await lookAtEach(api, ids(100), never);
    expect(api.counts.reads).toHaveLength(8);
    expect(look.unread.size).toBe(100);
    expect(look.found.size).toBe(0);
  });

  test("keeps the failure of each read", async () => {
    const get: InstanceApi["get"] = (id) => Promise.reject(id === "i0" ? noSuchWords() : forbidden());
    const { unread } = await lookAtEach({ ...service({}), get }, ids(2), never);
    expect([...unread.values()].map(({ code }) => code)).toEqual(["invalid", "forbidden"]);
  });

  test("reads on when a whole round is refused for the instances' own sake", async () => {
    const unlisted = [instance("i8")];
    const api = service({ unlisted });
    const refusing = new Set(ids(8));
    const get: InstanceApi["get"] = (id, signal) =>
      refusing.has(id) ? Promise.reject(forbidden()) : api.get(id, signal);
    const look = await lookAtEach({ ...api, get }, ids(9), never);
    expect([...look.unread.keys()]).toEqual(ids(8));
    expect(look.found.get("i8")?.status).toBe("RUNNING");
  });

  describe("without the right to list", () => {
    const refusing = (fleet: Fleet) => {
      const api = service(fleet);
      return { ...api, list: (): Promise<readonly Instance[]> => Promise.reject(forbidden()) };
    };

    test("reads fifty instances one by one", async () => {
      const api = refusing({ unlisted: ids(49).map((id) => instance(id)) });
      const found = await lookAtFleet(api, ids(50), never);
      expect(api.counts.reads).toEqual(ids(50));
      expect([...statusesOf(found).values()]).toEqual([...Array.from({ length: 49 }, () => "RUNNING"), "DELETED"]);
    });

    test("reads none of fifty-one, and names the missing right", async () => {
      const api = refusing({ unlisted: ids(51).map((id) => instance(id)) });
      await expect(lookAtEach(api, ids(51), never)).rejects.toMatchObject({
        code: "forbidden",
        fate: "refused",
        status: 403,
        message:
          "GET …: HTTP 403. The credentials lack the right to list the instances of the project (dms:instance:list). Without it, at most 50 instances are read one by one, and these are 51.",
      });
      expect(api.counts.reads).toEqual([]);
    });

    test("names no right where the gateway refuses the address of this machine", async () => {
      const refusal = Object.assign(forbidden(), { errorCode: "APIG.0402" });
      const api = { ...service({}), list: () => Promise.reject(refusal), get: () => Promise.reject(refusal) };
      const thrown: unknown = await lookAtEach(api, ids(3), never).catch((failure: unknown) => failure);
      expect(thrown).toMatchObject({ code: "forbidden" });
      expect(String(thrown)).not.toContain("dms:instance:list");
    });

    test("rejects when no instance can be read either", async () => {
      const api = { ...refusing({}), get: () => Promise.reject(forbidden()) };
      await expect(lookAtEach(api, ids(3), never)).rejects.toMatchObject({
        code: "forbidden",
        message: expect.stringMatching(
          /dms:instance:list.*Reads of single instances \(3\) are refused too\.$/,
        ) as string,
      });
    });

    test("leaves unread the one that may not be read", async () => {
      const api = refusing({ unlisted: [instance("i0")] });
      const get: InstanceApi["get"] = (id, signal) => (id === "i1" ? Promise.reject(forbidden()) : api.get(id, signal));
      const look = await lookAtEach({ ...api, get }, ids(2), never);
      expect([...look.found.keys()]).toEqual(["i0"]);
      expect([...look.unread.keys()]).toEqual(["i1"]);
    });

    test("asks for nothing when there is nothing to read", async () => {
      expect((await lookAtEach(refusing({}), [], never)).found.size).toBe(0);
    });
  });

  test("does not hide a bug behind an unread instance", async () => {
    const api = { ...service({}), get: () => Promise.reject(new TypeError("a bug")) };
    await expect(lookAtEach(api, ["a"], never)).rejects.toThrow("a bug");
  });
});
