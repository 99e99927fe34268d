import { readFileSync } from "node:fs";
import { executablePlatform } from "../../../../lib/constructs/vendor/executable-platform";
import { currentPlatform } from "../../../../lib/constructs/vendor/provider-mirror";

const program = (...words: readonly (readonly [offset: number, size: 2 | 4, value: number])[]): Uint8Array => {
  const bytes = Buffer.alloc(256);
  for (const [offset, size, value] of words) bytes.writeUIntLE(value, offset, size);
  return bytes;
};
const elf = [0, 4, 0x464c457f] as const;
const macho = [0, 4, 0xfeedfacf] as const;
const dos = [0, 2, 0x5a4d] as const;
const pe = [0x80, 4, 0x4550] as const;

test.each([
  ["linux_amd64", program(elf, [18, 2, 0x3e])],
  ["linux_arm64", program(elf, [18, 2, 0xb7])],
  ["darwin_amd64", program(macho, [4, 4, 0x01000007])],
  ["darwin_arm64", program(macho, [4, 4, 0x0100000c])],
  ["windows_amd64", program(dos, [0x3c, 4, 0x80], pe, [0x84, 2, 0x8664])],
  ["windows_arm64", program(dos, [0x3c, 4, 0x80], pe, [0x84, 2, 0xaa64])],
  [undefined, program(elf, [18, 2, 0xf3])],
  [undefined, program(dos, [0x3c, 4, 0x4000])],
  [undefined, program(dos)],
  [undefined, Buffer.from("#!/bin/sh\n")],
  [undefined, Buffer.alloc(0)],
  [undefined, Buffer.from([0x7f, 0x45, 0x4c, 0x46])],
])("the first bytes of a program say that it is for %s", (platform, bytes) => {
  expect(executablePlatform(bytes)).toBe(platform);
});

test("the program that runs this is for this platform", () => {
  expect(executablePlatform(readFileSync(process.execPath))).toBe(currentPlatform());
});
