module.exports = {
  testEnvironment: "node",
  testTimeout: 120_000, // A deploy starts the real terraform several times.
  transform: { "^.+\\.ts$": "@swc/jest" },
};
