import * as fc from "fast-check";
import { anyText } from "../../../support/chaos/any-text";
import {
  bool,
  bytes,
  enumeration,
  int64,
  later,
  many,
  mapOf,
  message,
  type MessageType,
  one,
  string,
} from "../../../../lib/tfplugin6/messages/message";
import { randomRuns } from "../../../support/chaos/random-runs";
import { fieldsOf, proto } from "../../../support/protocol/protobuf";
import { cpuTimeMs } from "../../../support/time/cpu-time";

const hex = (written: Uint8Array): string => Buffer.from(written).toString("hex");
const read = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

describe("messages", () => {
  // The examples of protobuf.dev/programming-guides/encoding.
  test("are written as the encoding's own examples", () => {
    expect(hex(message({ a: int64(1) }).encode({ a: 150 }))).toBe("089601");
    expect(hex(message({ b: string(2) }).encode({ b: "testing" }))).toBe("120774657374696e67");
    expect(hex(message({ c: one(3, message({ a: int64(1) })) }).encode({ c: { a: 150 } }))).toBe("1a03089601");
    expect(hex(message({ a: int64(1) }).encode({ a: -2 }))).toBe("08feffffffffffffffff01");
  });

  test("distinguish absent from empty: a selector of a oneof may be an empty string or zero", () => {
    const step = message({ name: string(1), key: string(2), index: int64(3) });
    expect(hex(step.encode({}))).toBe("");
    expect(hex(step.encode({ key: "" }))).toBe("1200");
    expect(hex(step.encode({ index: 0 }))).toBe("1800");
    expect(step.decode(read("1200"))).toEqual({ key: "" });
    expect(step.decode(read(""))).toEqual({});
  });

  test("skip fields they do not know, of every wire type", () => {
    const known = message({ a: string(2) });
    const written = Buffer.concat([
      Buffer.from("780a", "hex"),
      Buffer.from("79" + "00".repeat(8), "hex"),
      proto([15, "unknown"]),
      Buffer.from("7d00000000", "hex"),
      proto([2, "known"]),
    ]);
    expect(known.decode(written)).toEqual({ a: "known" });
  });

  test("refuse a field of another wire type, and bytes that end early", () => {
    const known = message({ a: string(1) });
    expect(() => known.decode(read("0805"))).toThrow("Field a has wire type 0.");
    expect(() => known.decode(read("0a05616263"))).toThrow();
    expect(() => known.decode(read("0a"))).toThrow();
  });

  test("repeat in order, and keep maps by key", () => {
    const type = message({ list: many(1, message({ a: string(1) })), map: mapOf(2, string(2)) });
    const value = { list: [{ a: "x" }, {}, { a: "z" }], map: new Map([["__proto__", "p"], ["", "e"]]) }; // prettier-ignore
    expect(type.decode(type.encode(value))).toEqual(value);
    expect(fieldsOf(type.encode(value)).get(1)).toHaveLength(3);
    expect(type.encode({ list: [] })).toHaveLength(0);
  });

  test("are read in a time that grows with them, not with its square", () => {
    const type = message({ list: many(1, message({ a: string(1) })), map: mapOf(2, string(2)) });
    const entries = Array.from({ length: 30_000 }, (_, index) => String(index));
    const written = type.encode({
      list: entries.map((a) => ({ a })),
      map: new Map(entries.map((entry) => [entry, entry])),
    });
    const startedAt = cpuTimeMs();
    const value = type.decode(written);
    // A tenth of a second; with a copy per element, most of a minute.
    expect(cpuTimeMs() - startedAt).toBeLessThan(5_000);
    expect([value.list?.length, value.map?.size, value.list?.[7_777], value.map?.get("7777")]).toEqual([
      30_000,
      30_000,
      { a: "7777" },
      "7777",
    ]);
  });

  test("may contain themselves", () => {
    interface Tree {
      readonly name?: string | undefined;
      readonly children?: readonly Tree[] | undefined;
    }
    // prettier-ignore
    const tree: MessageType<Tree> = message({ name: string(1), children: many(2, later(() => tree)) });
    const value = { name: "a", children: [{ name: "b", children: [{ name: "c" }] }] };
    expect(tree.decode(tree.encode(value))).toEqual(value);
  });

  test("come back as they were", () => {
    const inner = message({ a: string(1), n: int64(2) });
    const type = message({
      s: string(1),
      b: bytes(2),
      t: bool(3),
      i: int64(16),
      e: enumeration(2047),
      o: one(536_870_911, inner),
      l: many(6, inner),
    });
    const innerValue = fc.record({ a: anyText(), n: fc.maxSafeInteger() }, { requiredKeys: [] });
    const value = fc.record(
      {
        s: anyText({ maxLength: 300 }),
        b: fc.uint8Array({ maxLength: 300 }),
        t: fc.boolean(),
        i: fc.maxSafeInteger(),
        e: fc.nat(5),
        o: innerValue,
        l: fc.array(innerValue, { minLength: 1, maxLength: 5 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(value, (sent) => {
        expect(type.decode(type.encode(sent))).toEqual(sent);
      }),
      randomRuns(100),
    );
  });
});
