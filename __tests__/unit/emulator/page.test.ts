import { createContext, runInContext } from "node:vm";
import { pageScript } from "../../../lib/emulator/page/page-script";
import {
  act,
  fleet,
  instanceId,
  listedStatuses,
  withEmulator,
  type RunningEmulator,
} from "../../support/emulator-calls";
import { createFakeDocument, type FakeElement } from "../../support/emulator-fake-document";

/** The page's script, run against a real emulator; `tick` is the next look at it. */
function openPage(running: RunningEmulator) {
  const document = createFakeDocument();
  const due: (() => Promise<void>)[] = [];
  const failing = { value: false };
  const context = createContext({
    document,
    fetch: (path: string, init: RequestInit) =>
      failing.value ? Promise.reject(new Error("gone")) : fetch(running.url + path, init),
    setTimeout: (next: () => Promise<void>) => due.push(next),
  });
  runInContext(pageScript, context);
  return {
    at: document.getElementById,
    failing,
    tick: async (): Promise<void> => {
      while (due.length === 0) await new Promise((resolve) => setImmediate(resolve));
      await due.shift()!();
    },
  };
}

const texts = (elements: readonly FakeElement[]): string[] => elements.map(({ textContent }) => textContent);

describe("the page", () => {
  test("shows the fleet by project, and each status in words", async () => {
    await withEmulator({ seed: fleet({ name: "orders" }, { name: "audit", status: "ERROR" }) }, async (running) => {
      const page = openPage(running);
      await page.tick();
      expect(page.at("fleet-summary").textContent).toBe("2 instances: 1 RUNNING, 1 ERROR");
      const [orders, audit] = page.at("fleet").all("tbody")[0]!.children;
      expect(texts(orders!.children)).toEqual(["orders", instanceId(1), "kafka 2.7", "RUNNING"]);
      expect(audit!.children[3]!.className).toBe("status bad");
      await act(running, "restart", [instanceId(1)]);
      await page.tick();
      expect(page.at("fleet-summary").textContent).toBe("2 instances: 1 RESTARTING, 1 ERROR");
    });
  });

  test("shows the calls, newest first, each once", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const page = openPage(running);
      await page.tick();
      expect(page.at("calls-summary").textContent).toBe("No calls yet.");
      await listedStatuses(running, "?name=x");
      await page.tick();
      await act(running, "restart", [instanceId(1)]);
      await page.tick();
      await page.tick();
      expect(page.at("calls-summary").textContent).toBe("2 calls, newest first.");
      const summaries = texts(page.at("calls").all("summary"));
      expect(summaries).toHaveLength(2);
      expect(summaries[0]).toMatch(/^#2 .*POST .*\/instances\/action 200$/);
      expect(summaries[1]).toMatch(/^#1 .*GET .*\/instances\?name=x 200$/);
    });
  });

  test("shows what was asked and answered when a call is opened", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "restart", [instanceId(1)]);
      const page = openPage(running);
      await page.tick();
      const [details] = page.at("calls").all("details");
      details!.open = true;
      details!.listeners.toggle!();
      expect(texts(details!.all("pre")).join()).toContain('"action": "restart"');
      expect(texts(details!.all("pre")).join()).toContain('"result": "success"');
    });
  });

  test("can leave out calls that only read, and calls that went well", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await listedStatuses(running);
      await act(running, "restart", [instanceId(1)]);
      await running.call("GET", "/nowhere");
      const page = openPage(running);
      await page.tick();
      const shown = (filter: string): boolean[] => {
        page.at("filter").value = filter;
        page.at("filter").listeners.change!();
        return page.at("calls").children.map(({ hidden }) => !hidden);
      };
      expect(shown("writes")).toEqual([false, true, false]);
      expect(shown("problems")).toEqual([true, false, false]);
      expect(shown("all")).toEqual([true, true, true]);
    });
  });

  test("starts over when the journal was cleared", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await listedStatuses(running);
      await act(running, "restart", [instanceId(1)]);
      const page = openPage(running);
      await page.tick();
      running.emulator.reset();
      await running.call("GET", "/nowhere");
      await page.tick();
      expect(texts(page.at("calls").all("summary"))).toEqual([expect.stringMatching(/^#1 .*GET \/nowhere 404$/)]);
      running.emulator.reset();
      await page.tick();
      expect(page.at("calls").childElementCount).toBe(0);
    });
  });

  test("says so when the emulator is gone, and when it is paused", async () => {
    await withEmulator({}, async (running) => {
      const page = openPage(running);
      await page.tick();
      expect(page.at("connection").textContent).toBe("Up to date.");
      page.failing.value = true;
      await page.tick();
      expect(page.at("connection").textContent).toBe("The emulator does not answer: gone");
      page.at("live").checked = false;
      await page.tick();
      expect(page.at("connection").textContent).toBe("Paused.");
    });
  });
});
