/** Suites live in __tests__/<suite>; `support` holds what they share and is never run as a test. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/{architecture,unit,synth,contract,protocol,acceptance,chaos,browser}/**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  testTimeout: 30_000,
};
