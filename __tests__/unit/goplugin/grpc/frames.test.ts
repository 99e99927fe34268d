import * as fc from "fast-check";
import { FrameReader, frameOf } from "../../../../lib/goplugin/grpc/frames";
import { GrpcError } from "../../../../lib/goplugin/grpc/status";
import { randomRuns } from "../../../support/chaos/random-runs";

const message = fc.uint8Array({ maxLength: 40 });

describe("frames", () => {
  test("have a flag, four bytes of length, and the message", () => {
    expect(frameOf(Buffer.from("abc")).toString("hex")).toBe("0000000003616263");
  });

  test("come back as the same messages for any cuts of the stream", () => {
    const cut = fc.tuple(
      fc.array(message, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
    );
    fc.assert(
      fc.property(cut, ([messages, sizes]) => {
        const stream = Buffer.concat(messages.map(frameOf));
        const reader = new FrameReader();
        const read: Uint8Array[] = [];
        let position = 0;
        for (let turn = 0; position < stream.length; turn += 1) {
          const end = position + sizes[turn % sizes.length]!;
          read.push(...reader.push(stream.subarray(position, end)));
          position = end;
        }
        expect(read).toEqual(messages);
        expect(reader.isBetweenMessages).toBe(true);
      }),
      randomRuns(200),
    );
  });

  test("are plain byte arrays, not Buffers with a slice of their own", () => {
    const [read] = new FrameReader().push(frameOf(Buffer.from("abc")));
    expect(Object.getPrototypeOf(read)).toBe(Uint8Array.prototype);
  });

  test("that are cut short are noticed", () => {
    for (const length of [1, 4, 5, 7]) {
      const reader = new FrameReader();
      expect(reader.push(frameOf(Buffer.from("abc")).subarray(0, length))).toEqual([]);
      expect(reader.isBetweenMessages).toBe(false);
    }
  });

  test.each([
    ["0100000001", 12],
    ["0200000001", 13],
    ["0040000001", 8],
  ])("with the header %s are refused with code %i before their message is awaited", (header, code) => {
    const push = (): unknown => new FrameReader().push(Buffer.from(header, "hex"));
    expect(push).toThrow(GrpcError);
    expect(push).toThrow(expect.objectContaining({ code }) as Error);
  });
});
