// Stryker loads its plugins in processes of its own, which know no TypeScript.
require("tsx/cjs");
exports.strykerPlugins = require("./in-process-runner.ts").strykerPlugins;
