const { availableParallelism } = require("node:os");

/** One project per lane: `npx jest --selectProjects unit`. The lanes are those of __tests__/lanes.json, a folder of __tests__ each. */
const lanes = Object.keys(require("./__tests__/lanes.json"));

const shared = {
  // One name for all: they share compiled files, and the time that each file took.
  id: "dms",
  // Jest reads through these at its start: not node_modules, and not the build.
  roots: ["<rootDir>/__tests__", "<rootDir>/lib", "<rootDir>/scripts", "<rootDir>/bench"],
  testEnvironment: "<rootDir>/__tests__/support/jest/environment.ts",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
  // Handed to each module as parameters: a name that is looked up in the sandbox's global object costs a call into C++ each time.
  sandboxInjectedGlobals: [
    ...[
      "Array",
      "BigInt",
      "Boolean",
      "Error",
      "JSON",
      "Map",
      "Math",
      "Number",
      "Object",
      "Promise",
      "Proxy",
      "RangeError",
    ],
    ...["Reflect", "RegExp", "Set", "String", "Symbol", "SyntaxError", "TypeError", "Uint8Array", "WeakMap", "WeakSet"],
  ],
  moduleNameMapper: {
    // TypeScript wants the name of the compiled file where a module is imported when it is needed.
    "^\\./undici-agent\\.js$": "<rootDir>/lib/client/http/undici-agent.ts",
    // cdktf starts terraform for its version for each terraform_data that is synthesized.
    "^\\./validate-binary-version$": "<rootDir>/__tests__/support/jest/validate-binary-version.ts",
    // Takes long to load; only a test that zips an asset needs it.
    "^archiver$": "<rootDir>/__tests__/support/jest/archiver.ts",
    // cdktf takes and formats the stack of each token.
    "^\\./(tokens/)?(private/)?stack-trace$": "<rootDir>/__tests__/support/jest/stack-trace.ts",
  },
};

module.exports = {
  projects: lanes.map((lane) => ({
    ...shared,
    displayName: lane,
    testMatch: [`<rootDir>/__tests__/${lane}/**/*.test.ts`],
  })),
  globalSetup: "<rootDir>/__tests__/support/jest/before-run.ts",
  // Most of them wait for other programs and for the emulator's time: one worker for each core would leave the cores idle.
  maxWorkers: Math.ceil(availableParallelism() * 2.5),
  // For a test that hangs. The slowest take seconds, and twenty times as long on a machine with much else to do.
  testTimeout: 300_000,
};
