/** Suites live in __tests__/<suite>; `support` holds what they share and is never run as a test. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/{architecture,unit,synth,contract,protocol,acceptance,tarball,browser,state,chaos}/**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  globalSetup: "<rootDir>/__tests__/support/jest/before-run.ts",
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
  // TypeScript wants the name of the compiled file where a module is imported when it is needed.
  moduleNameMapper: { "^\\./undici-agent\\.js$": "<rootDir>/lib/client/undici-agent.ts" },
  // Most of them wait for other programs: a core left idle for Jest itself would be one wasted.
  maxWorkers: "100%",
  testTimeout: 30_000,
};
