import { lookAgain, useEmulatorPage } from "../support/browser/emulator-page";
import { act, fleet, instanceId, listedStatuses, projectId, withEmulator } from "../support/emulator/calls";

const seed = fleet({ name: "orders" }, { name: "audit", engine: "rabbitmq" }, { name: "search", status: "ERROR" });
const longEnoughMs = 16 * 60_000;

describe("the emulator's page, in a browser", () => {
  const open = useEmulatorPage();

  const texts = async (of: { allInnerTexts(): Promise<string[]> }) =>
    (await of.allInnerTexts()).map((text) => text.trim());

  test("shows the fleet as cards, and updates a changed status by itself", async () => {
    await withEmulator({ seed }, async (running) => {
      const { page } = await open(running);
      expect(await page.locator("#fleet-summary").innerText()).toBe("3 instances: 2 RUNNING, 1 ERROR");
      const card = page.getByRole("region", { name: `Project ${projectId}` }).getByRole("listitem");
      expect(await card.count()).toBe(3);
      const orders = card.filter({ has: page.getByRole("heading", { name: "orders" }) });
      expect(await texts(orders.locator("p"))).toEqual(["●RUNNING", "kafka 2.7", instanceId(1)]);
      expect(await texts(card.nth(2).locator(".status"))).toEqual(["▲ERROR"]);

      await act(running, "restart", [instanceId(1)]);
      await lookAgain(page);
      await orders.getByText("RESTARTING").waitFor();
      expect(await page.locator("#fleet-summary").innerText()).toBe("3 instances: 1 RESTARTING, 1 RUNNING, 1 ERROR");
      await listedStatuses(running);
      running.emulator.advance(longEnoughMs);
      await lookAgain(page);
      await orders.getByText("RUNNING").waitFor();

      running.emulator.replaceInstances(fleet({ name: "orders" }));
      await lookAgain(page);
      await page.getByText("1 instance: 1 RUNNING").waitFor();
      expect(await card.count()).toBe(1);
    });
  });

  test("adds a row for each call, newest first, with the request and the answer", async () => {
    await withEmulator({ seed }, async (running) => {
      const { page } = await open(running);
      expect(await page.locator("#calls-summary").innerText()).toBe("No calls yet.");
      await listedStatuses(running, "?name=x");
      await act(running, "restart", [instanceId(1)]);
      const rows = page.locator("#calls > li");
      await lookAgain(page);
      await rows.nth(1).waitFor();
      expect(await page.locator("#calls-summary").innerText()).toBe("2 calls, newest first.");
      const [newest, oldest] = await texts(rows.locator("summary"));
      expect(newest).toMatch(/^#2.*200POST .*\/instances\/actionrestart orders$/);
      expect(oldest).toMatch(/^#1.*200GET .*\/instances\?name=x$/);
      await rows.first().locator("summary").click();
      await rows.first().getByText("Answer").waitFor();
      const shown = (await texts(rows.first().locator("pre"))).join();
      expect(shown).toContain('"action": "restart"');
      expect(shown).toContain('"result": "success"');
    });
  });

  test("shows each wave with its instances, and when callers saw its end", async () => {
    await withEmulator({ seed }, async (running) => {
      const wave = async (action: "restart" | "delete", ...numbers: readonly number[]) => {
        await act(running, action, numbers.map(instanceId));
        await listedStatuses(running);
      };
      await wave("restart", 1, 2);
      running.emulator.advance(longEnoughMs);
      await listedStatuses(running);
      await wave("delete", 3);
      const { page } = await open(running);
      expect(await texts(page.locator("#waves .title"))).toEqual([
        "Wave 2: delete of 1 instance in 1 call at 00:16:00.000, 1 under way",
        "Wave 1: restart of 2 instances in 1 call at 00:00:00.000, done after 16 min 0 s",
      ]);
      expect(await texts(page.locator("#waves .members li"))).toEqual([
        "search: DELETING, no caller has looked yet",
        "orders: RUNNING after 16 min 0 s",
        "audit: RUNNING after 16 min 0 s",
      ]);
      const get = () => running.call("GET", `/v1.0/${projectId}/instances/${instanceId(3)}`);
      await get();
      running.emulator.advance(61_000);
      expect((await get()).status).toBe(404);
      await lookAgain(page);
      await page.getByText("search: gone after 61.0 s").waitFor();
      const bar = async (index: number) => (await page.locator("#waves .bar").nth(index).boundingBox())!;
      const [second, first] = [await bar(0), await bar(1)];
      expect(second.x).toBeGreaterThanOrEqual(first.x + first.width - 2);
      expect(first.width).toBeGreaterThan(10 * second.width);
    });
  });

  test("shows refused calls, and a restart that never began", async () => {
    const faults = [
      { on: { operation: "action", instance: instanceId(1) }, do: { item: "failed" } },
      { on: { operation: "action", instance: instanceId(2) }, do: { ignore: true } },
    ];
    await withEmulator({ seed: { ...seed, faults } }, async (running) => {
      await act(running, "restart", [instanceId(1), instanceId(2)]);
      await listedStatuses(running);
      const { page } = await open(running);
      expect(await texts(page.locator("#waves .members li"))).toEqual([
        "orders: refused",
        "audit: RUNNING, has not been seen to leave it",
      ]);
    });
  });

  test("lists the fault rules in force in words, and how often they fired", async () => {
    await withEmulator({ seed }, async (running) => {
      const { page } = await open(running);
      expect(await page.locator("#faults-summary").innerText()).toBe("None: every call is answered as documented.");
      running.emulator.setFaults([
        { on: { operation: "action", action: "restart", instance: instanceId(1), times: 1 }, do: { item: "failed" } },
        { on: { operation: "list", after: 2 }, do: { status: 503, error_code: "DMS.1" } },
        { on: { operation: "token" }, do: { drop: "after" } },
      ]);
      await act(running, "restart", [instanceId(1)]);
      await lookAgain(page);
      await page.getByText("(spent)").waitFor();
      expect(await texts(page.locator("#faults li"))).toEqual([
        "restart of orders: answered failed for the instance, at most 1×; fired 1× (spent)",
        "list: answered 503 DMS.1, nothing done, after 2 that pass; fired 0×",
        "token: done, then the connection is cut; fired 0×",
      ]);
    });
  });

  test("can hide calls that only read, calls that succeeded, and calls for other instances", async () => {
    await withEmulator({ seed }, async (running) => {
      await listedStatuses(running);
      await act(running, "restart", [instanceId(1)]);
      await running.call("GET", `/v1.0/${projectId}/instances/${instanceId(2)}`);
      await running.call("GET", "/nowhere");
      const { page } = await open(running);
      const shown = () => texts(page.locator("#calls > li:visible summary > :first-child"));
      const filter = page.getByLabel("Show");
      expect(await shown()).toEqual(["#4", "#3", "#2", "#1"]);
      await filter.selectOption("writes");
      expect(await shown()).toEqual(["#2"]);
      await filter.selectOption("problems");
      expect(await shown()).toEqual(["#4"]);
      await filter.selectOption("all");
      const audit = page.getByRole("button", { name: "Calls of audit" });
      await audit.click();
      expect(await shown()).toEqual(["#3"]);
      expect(await page.locator("#calls-summary").innerText()).toBe("1 of 4 calls of audit, newest first.");
      expect(await audit.getAttribute("aria-pressed")).toBe("true");
      await audit.click();
      expect(await shown()).toHaveLength(4);
    });
  });

  test("starts over when the journal was cleared", async () => {
    await withEmulator({ seed }, async (running) => {
      await listedStatuses(running);
      await act(running, "restart", [instanceId(1)]);
      const { page } = await open(running);
      expect(await page.locator("#waves > li").count()).toBe(1);
      running.emulator.reset();
      await running.call("GET", "/nowhere");
      await lookAgain(page);
      await page.getByText("1 call, newest first.").waitFor();
      expect(await texts(page.locator("#calls summary"))).toEqual([expect.stringMatching(/^#1.*404GET \/nowhere$/)]);
      expect(await page.locator("#waves > li").count()).toBe(0);
    });
  });

  test("says that it is paused, and that the emulator is gone", async () => {
    await withEmulator({ seed }, async (running) => {
      const { page } = await open(running);
      await page.getByLabel("Keep up to date").uncheck();
      await lookAgain(page);
      await page.getByText("Paused.").waitFor();
      await page.getByLabel("Keep up to date").check();
      await lookAgain(page);
      await page.getByText("Up to date.").waitFor();
      await running.emulator.close();
      await lookAgain(page);
      await page.getByText("The emulator does not answer").waitFor();
    });
  });
});
