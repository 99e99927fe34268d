import fc from "fast-check";
import { anyText } from "../../../support/chaos/any-text";
import { answerFailure } from "../../../../lib/client/answers/answer-failure";
import { decodeInstancePage, decodeSingleInstance, decodeBatchItems } from "../../../../lib/client/answers/decoders";
import type { HttpRequest } from "../../../../lib/client/http/http-message";
import { parseJson } from "../../../../lib/client/answers/json-reader";
import { randomRuns } from "../../../support/chaos/random-runs";
import { anyJson } from "../../../support/client/json-arbitrary";

/** Words the service uses, so that arbitrary JSON comes close to real answers. */
const word = fc.constantFrom(
  "results",
  "instance",
  "result",
  "success",
  "failed",
  "instances",
  "instance_id",
  "instance_num",
  "status",
  "created_at",
  "error",
  "error_code",
  "error_msg",
  "code",
  "message",
  "i-1",
  "i-2",
  "__proto__",
  "constructor",
);
const json = anyJson(word);
const body = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  fc.string(),
  anyText(),
);
const asked = ["i-1", "i-2"];

test("no body makes a reader throw, and its results are text", () => {
  fc.assert(
    fc.property(body, (text) => {
      const page = decodeInstancePage(parseJson(text));
      const single = decodeSingleInstance(parseJson(text), "i-1");
      for (const instance of [...(page?.instances ?? []), ...(single === undefined ? [] : [single])]) {
        expect(Object.values(instance).every((value) => typeof value === "string")).toBe(true);
        expect(instance.id).not.toBe("");
        expect(instance.createdAt === "" || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(instance.createdAt)).toBe(
          true,
        );
      }
    }),
    randomRuns(300),
  );
});

test("a body counts as success of an instance only with the exact word", () => {
  fc.assert(
    fc.property(body, (text) => {
      const items = decodeBatchItems(parseJson(text), asked) ?? [];
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      for (const { id, result } of items) {
        const said = (JSON.parse(text) as { results: ({ instance?: unknown; result?: unknown } | null)[] }).results
          .filter((entry) => entry?.instance === id)
          .map((entry) => entry?.result);
        expect(asked).toContain(id);
        expect(said.length).toBeGreaterThan(0);
        expect(
          said.filter((value) => value === "success" || value === "failed").every((value) => value === result),
        ).toBe(true);
      }
    }),
    randomRuns(300),
  );
});

test("well-formed results are read as they are", () => {
  const result = fc.constantFrom("success" as const, "failed" as const);
  const results = fc.uniqueArray(fc.record({ instance: fc.uuid(), result }), {
    selector: ({ instance }) => instance,
    maxLength: 50,
  });
  fc.assert(
    fc.property(results, (given) => {
      const ids = given.map(({ instance }) => instance.toUpperCase());
      expect(decodeBatchItems({ results: given }, ids)).toEqual(
        given.map((item) => ({ id: item.instance.toUpperCase(), result: item.result })),
      );
    }),
    randomRuns(50),
  );
});

test("every status and body has a class, and an answer to a write without 2xx is refused or unknown", () => {
  const request: HttpRequest = {
    method: "POST",
    url: new URL("http://h/x"),
    headers: {},
    isWrite: true,
    secrets: ["hunter22"],
  };
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 999 }), body, fc.boolean(), (status, text, echoed) => {
      const failure = answerFailure(request, { status, headers: {}, body: echoed ? `${text}hunter22` : text }, 0);
      if (status >= 500 && failure.code !== "throttled") expect(failure.fate).toBe("unknown");
      if (status >= 400 && status < 500) expect(failure.fate).toBe("refused");
      expect(failure.fate).not.toBe("not-sent");
      expect(`${failure.message}${failure.errorMessage ?? ""}`).not.toContain("hunter22");
      expect(failure.message.length).toBeLessThan(1_000);
    }),
    randomRuns(300),
  );
});

describe("tolerance", () => {
  const page = (entry: unknown, total: unknown = 1) => decodeInstancePage({ instances: [entry], instance_num: total });

  test("numbers and booleans may come as text and text as numbers", () => {
    expect(
      page({ instance_id: 7, name: 8, engine_version: 2.7, status: "RUNNING", created_at: 1572866120990 }, "12"),
    ).toEqual({
      instances: [
        {
          id: "7",
          name: "8",
          engine: "",
          engineVersion: "2.7",
          status: "RUNNING",
          createdAt: "2019-11-04T11:15:20.990Z",
        },
      ],
      entries: 1,
      total: 12,
    });
  });

  test.each([
    ["an empty list", [], undefined],
    ["no list", "stage=production", undefined],
    ["entries that are not tags, or have no key", [7, null, {}, { key: "", value: "x" }, { value: "x" }], undefined],
    [
      "numbers and missing values",
      [{ key: "size", value: 3 }, { key: "stage" }],
      [
        { key: "size", value: "3" },
        { key: "stage", value: "" },
      ],
    ],
    ["a key that objects have by themselves", [{ key: "__proto__", value: "x" }], [{ key: "__proto__", value: "x" }]],
  ])("tags as %s", (_what, tags, expected) => {
    expect(page({ instance_id: "i", tags })?.instances[0]?.tags).toEqual(expected);
  });

  test.each([
    ["2019-11-04T11:15:20Z", "2019-11-04T11:15:20.000Z"],
    ["2019-11-04T12:15:20+01:00", "2019-11-04T11:15:20.000Z"],
    ["yesterday", ""],
    ["99999999999999999999", ""],
    ["253402300800000", ""],
    ["", ""],
    [null, ""],
    [{}, ""],
  ])("created_at %j becomes %j", (createdAt, expected) => {
    expect(page({ instance_id: "i", created_at: createdAt })?.instances[0]?.createdAt).toBe(expected);
  });

  test("undocumented statuses are kept as spelled", () => {
    expect(page({ instance_id: "i", status: "Quantum Leaping" })?.instances[0]?.status).toBe("Quantum Leaping");
  });

  test("an entry without an id is counted and left out", () => {
    expect(page({ name: "nameless" })).toEqual({ instances: [], entries: 1, total: 1 });
  });

  test.each(["-1", "1.5", "many", null, [], true])("a total of %j is not a total", (total) => {
    expect(page({ instance_id: "i" }, total)?.total).toBeUndefined();
  });
});
