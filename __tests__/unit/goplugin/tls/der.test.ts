import {
  bitString,
  der,
  integer,
  objectIdentifier,
  sequence,
  time,
  utf8String,
} from "../../../../lib/goplugin/tls/der";

const hex = (bytes: Buffer): string => bytes.toString("hex");

describe("DER", () => {
  test.each([
    [0, "0400"],
    [127, "047f"],
    [128, "048180"],
    [255, "0481ff"],
    [256, "04820100"],
    [65_536, "0483010000"],
  ])("writes a length of %i in the fewest bytes", (length, head) => {
    const written = der(0x04, Buffer.alloc(length));
    expect(hex(written.subarray(0, written.length - length))).toBe(head);
  });

  test.each([
    ["00", "020100"],
    ["02", "020102"],
    ["0000007f", "02017f"],
    ["80", "02020080"],
    ["00ff", "020200ff"],
  ])("writes the integer %s as a positive number without superfluous zeros", (bytes, written) => {
    expect(hex(integer(Buffer.from(bytes, "hex")))).toBe(written);
  });

  test.each([
    ["2.5.4.3", "0603550403"],
    ["1.2.840.10045.4.3.2", "06082a8648ce3d040302"],
  ])("writes the object identifier %s", (dotted, written) => {
    expect(hex(objectIdentifier(dotted))).toBe(written);
  });

  test("writes times in two forms, split at 2050", () => {
    expect(time(new Date("2049-12-31T23:59:59.999Z")).toString("latin1")).toBe("\x17\x0d491231235959Z");
    expect(time(new Date("2050-01-01T00:00:00Z")).toString("latin1")).toBe("\x18\x0f20500101000000Z");
  });

  test("nests", () => {
    expect(hex(sequence(utf8String("ü"), bitString(Buffer.from([1]))))).toBe("30080c02c3bc03020001");
  });
});
