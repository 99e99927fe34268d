import { damagedProgram } from "../../../../lib/framework/rules/damaged-program";
import { callProvider } from "../../../../lib/framework/rules/provider-bug";

const called = (error: Error) =>
  callProvider(
    { doing: "Reading dms_x", consequence: "Nothing was changed." },
    { signal: new AbortController().signal, log: () => undefined },
    () => Promise.reject(error),
  );

test("a part of the program that is missing is not called a bug of the provider", async () => {
  expect(await called(damagedProgram("parts.js is missing."))).toMatchObject({
    kind: "threw",
    diagnostic: { summary: "Provider Is Damaged", detail: "parts.js is missing.\nNothing was changed." },
  });
  expect(await called(new Error("parts.js is missing."))).toMatchObject({ diagnostic: { summary: "Provider Bug" } });
});
