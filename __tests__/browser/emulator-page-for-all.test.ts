import { renderPage } from "../../lib/emulator/page/page";
import { faintTexts } from "../support/browser/contrast";
import { lookAgain, useEmulatorPage } from "../support/browser/emulator-page";
import { act, fleet, instanceId, withEmulator } from "../support/emulator/calls";

const seed = fleet({ name: "orders" }, { name: "audit", engine: "rabbitmq" }, { name: "search", status: "ERROR" });

describe("the emulator's page, for all users and on any screen", () => {
  const open = useEmulatorPage();

  test("is usable with the keyboard alone, and keeps focus while it changes", async () => {
    await withEmulator({ seed }, async (running) => {
      await act(running, "restart", [instanceId(1)]);
      const { page } = await open(running);
      const focused = () =>
        page.evaluate(
          'document.activeElement.innerText?.replace(/\\s+/g, " ").trim() || document.activeElement.id || "nothing"',
        );
      const visited: unknown[] = [];
      for (let presses = 0; presses < 7; presses += 1) {
        await page.keyboard.press("Tab");
        visited.push(await focused());
      }
      expect(visited).toMatchObject([
        "Skip to the calls",
        "live",
        "Calls of orders",
        "Calls of audit",
        "Calls of search",
        expect.stringContaining("all calls"),
        expect.stringMatching(/^#1/),
      ]);
      await page.keyboard.press("Enter");
      await page.getByText("Request body").waitFor();
      await act(running, "restart", [instanceId(2)]);
      await lookAgain(page);
      await page.getByText("2 calls, newest first.").waitFor();
      expect(await focused()).toMatch(/^#1/);
      expect(await page.getByText("Request body").isVisible()).toBe(true);

      await page.reload();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await focused()).toBe("Calls");
    });
  });

  test("announces its parts and their changes to a screen reader", async () => {
    await withEmulator({ seed: fleet({ name: "orders" }) }, async (running) => {
      await act(running, "restart", [instanceId(1)]);
      const { page } = await open(running);
      const tree = await page.locator("body").ariaSnapshot();
      for (const part of [
        '- heading "DMS emulator" [level=1]',
        "- status: Up to date.",
        '- region "Fleet":',
        '- status: "1 instance: 1 RESTARTING"',
        '- heading "orders" [level=4]',
        '- button "Calls of orders"',
        '- region "Faults in force":',
        '- region "Waves":',
        '- region "Calls":',
        '- combobox "Show"',
      ]) {
        expect(tree).toContain(part);
      }
    });
  });

  test.each(["light", "dark"] as const)(
    "can be read in the %s scheme: every text has a contrast of 4.5",
    async (scheme) => {
      await withEmulator({ seed }, async (running) => {
        running.emulator.setFaults([
          { on: { operation: "action", instance: instanceId(2), times: 1 }, do: { item: "failed" } },
        ]);
        await act(running, "restart", [instanceId(1), instanceId(2)]);
        await running.call("GET", "/nowhere");
        const { page } = await open(running, { scheme });
        await page.getByRole("button", { name: "Calls of orders" }).click();
        await page.locator("#calls summary:visible").first().click();
        expect(await faintTexts(page)).toEqual([]);
        const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
        expect(background).toBe(scheme === "light" ? "rgb(245, 246, 248)" : "rgb(20, 23, 27)");
      });
    },
  );

  test("fits a narrow screen", async () => {
    await withEmulator({ seed }, async (running) => {
      await act(running, "restart", [instanceId(1), instanceId(2)]);
      const { page } = await open(running, { width: 360 });
      await page.locator("#calls summary").first().click();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    });
  });

  test("loads nothing from elsewhere, logs no error, and treats no caller's text as HTML", async () => {
    await withEmulator({ seed: fleet({ name: "<img src=x onerror=alert(1)>" }) }, async (running) => {
      await running.call("GET", "/nowhere?q=<script>alert(1)</script>");
      const { page, complaints, requests } = await open(running);
      await act(running, "restart", [instanceId(1)]);
      await lookAgain(page);
      await page.locator("#calls > li").nth(1).waitFor();
      expect(await page.locator("#fleet img, #calls script").count()).toBe(0);
      expect(complaints).toEqual([]);
      expect(requests.filter((address) => !address.startsWith(running.url) && !address.startsWith("data:"))).toEqual(
        [],
      );
    });
  });

  test("shows the unhealthy instances of a big fleet first, and those that a search finds", async () => {
    const instances = Array.from({ length: 1_000 }, (_, index) => ({
      name: `broker-${index + 1}`,
      status: index === 998 ? "ERROR" : "RUNNING",
    }));
    await withEmulator({ seed: fleet(...instances) }, async (running) => {
      const { page } = await open(running);
      const summary = page.locator("#fleet-summary");
      const names = page.locator("#fleet h4");
      expect(await summary.innerText()).toBe("1000 instances: 999 RUNNING, 1 ERROR; 300 shown");
      expect(await names.count()).toBe(300);
      expect(await names.allInnerTexts()).toContain("broker-999");
      await page.getByLabel("Find").fill("broker-77");
      await page.getByText("; 11 shown").waitFor();
      expect(await names.first().innerText()).toBe("broker-77");
      await page.getByLabel("Find").fill("error");
      await page.getByText("; 1 shown").waitFor();
      expect(await names.allInnerTexts()).toEqual(["broker-999"]);
    });
  });

  test("is one document of at most 24 kB", () => {
    expect(Buffer.byteLength(renderPage())).toBeLessThanOrEqual(24 * 1024);
  });
});
