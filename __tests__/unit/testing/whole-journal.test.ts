import { batchCalls, wholeJournal } from "../../../lib/testing/calls";
import { Journal } from "../../../lib/emulator/journal/journal";
import { JsonText } from "../../../lib/emulator/json-value";

/** An emulator's journal after `reads` answers of 8 MB and a call after each of them. */
function journalAfter(reads: number) {
  const journal = new Journal();
  const call = (method: string, body: string, response: string): void =>
    journal.add({
      at: "2026-01-01T00:00:00.000Z",
      request: {
        method,
        path: "/v1.0/p/instances/action",
        rawQuery: "",
        headers: {},
        body: Buffer.from(body),
        baseUrl: "http://127.0.0.1",
      },
      operation: "list",
      status: 200,
      response: new JsonText(response),
      note: undefined,
    });
  for (let read = 0; read < reads; read += 1) {
    call("GET", "", `{"instances":["${"x".repeat(8 * 1024 * 1024)}"]}`);
    call("POST", `{"action":"restart","instances":["i-${read}"]}`, "{}");
  }
  return { journal: () => journal.entries(), dropped: () => journal.dropped };
}

test("a journal that is whole is answered as it is", () => {
  expect(wholeJournal(journalAfter(2)).map(({ method }) => method)).toEqual(["GET", "POST", "GET", "POST"]);
});

test("one that had no memory for some reads is refused, with their number; the calls that change something are all there", () => {
  const emulator = journalAfter(12);
  expect(emulator.dropped()).toBeGreaterThan(0);
  expect(() => wholeJournal(emulator)).toThrow(`it dropped ${emulator.dropped()} read calls to save memory`);
  expect(batchCalls(emulator.journal())).toHaveLength(12);
});
