import { timeoutMsOf } from "../../../../lib/goplugin/grpc/call";

test.each([
  ["1S", 1_000],
  ["250m", 250],
  ["2M", 120_000],
  ["3H", 10_800_000],
  ["1500u", 2],
  ["99999999n", 100],
  ["0S", 0],
  ["99999999H", undefined],
  ["999999999S", undefined],
  ["1.5S", undefined],
  ["-1S", undefined],
  ["1s", undefined],
  ["", undefined],
  [undefined, undefined],
])("a grpc-timeout of %s is %s ms", (header, ms) => {
  expect(timeoutMsOf(header === undefined ? {} : { "grpc-timeout": header })).toBe(ms);
});
