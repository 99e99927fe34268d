import type { Page } from "playwright-core";
import { renderHtml } from "../../lib/report/render/render-html";
import type { PageOptions, WatchedPage } from "../support/browser/chromium";
import { faintTexts } from "../support/browser/contrast";
import { stateOfRepair, stateOfRollout } from "../support/browser/report-state";
import { useBrowser } from "../support/browser/use-browser";
import { reportOf } from "../support/report/shown-json";

const hostile = "<img src=x onerror=alert(1)>";

// The page's policy forbids the eval that waitForFunction would do in it.
const untilScrolledSideways = `new Promise((resolve) => {
  const look = () => (document.activeElement.scrollLeft > 0 ? resolve() : requestAnimationFrame(look));
  look();
})`;

describe("the HTML report, in a browser", () => {
  const newPage = useBrowser();
  let watched: WatchedPage;

  async function open(options?: PageOptions, state = stateOfRollout(hostile)): Promise<Page> {
    watched = await newPage(options);
    await watched.page.setContent(renderHtml(reportOf(state), `orders ${hostile}`));
    return watched.page;
  }

  test("shows each instance with its result, unfinished ones first", async () => {
    const page = await open();
    const rows = page.getByRole("table").first().getByRole("row");
    const names = await rows.getByRole("rowheader").allInnerTexts();
    expect(names.at(-1)).toBe("audit");
    expect([...names].sort()).toEqual([hostile, "audit", "orders", "payments"]);
    const orders = rows.filter({ has: page.getByRole("rowheader", { name: "orders" }) });
    for (const word of ["failed", "ERROR", "it ended in ERROR"]) expect(await orders.innerText()).toContain(word);
  });

  test("draws the waves of the run, and says the same in words", async () => {
    const page = await open();
    const figure = page.locator("figure").first();
    expect(await figure.locator("rect.bar").count()).toBeGreaterThanOrEqual(2);
    expect(await figure.locator("svg").getAttribute("aria-label")).toMatch(/wave 1.*wave 2/i);
    const [first, second] = [0, 1].map((index) => figure.locator("rect.bar").nth(index).boundingBox());
    const [one, other] = [(await first)!, (await second)!];
    expect(other.x).toBeGreaterThanOrEqual(one.x + one.width);
    expect(other.width).toBeGreaterThan(one.width);
  });

  test("has a heading for each run, the newest first, and words that fit beside the bars", async () => {
    const page = await open({}, stateOfRepair());
    expect(await page.getByRole("heading", { level: 3 }).allInnerTexts()).toEqual([
      "Run 2 of 2, the newest",
      "Run 1 of 2",
    ]);
    const labels = page.locator("svg text");
    expect(await labels.allTextContents()).toContainEqual(
      expect.stringMatching(/^wave 2, .*: 0 proven of 1 still recorded$/),
    );
    for (const label of await labels.all()) {
      const [text, picture] = [await label.boundingBox(), await label.locator("..").boundingBox()];
      expect(text!.x + text!.width).toBeLessThanOrEqual(picture!.x + picture!.width);
    }
  });

  test.each(["light", "dark"] as const)(
    "can be read in the %s scheme: every text has a contrast of 4.5",
    async (scheme) => {
      const page = await open({ scheme });
      expect(await faintTexts(page)).toEqual([]);
    },
  );

  test("has one heading for the page, one for each resource, and tables with heads", async () => {
    const page = await open();
    expect(await page.getByRole("heading", { level: 1 }).allInnerTexts()).toEqual([`orders ${hostile}`]);
    expect(await page.title()).toBe(`orders ${hostile}`);
    expect(await page.getByRole("heading", { level: 2 }).allInnerTexts()).toEqual([
      "dms_failed_instance_purge.kafka",
      "dms_instance_lifecycle.kafka",
    ]);
    for (const table of await page.getByRole("table").all()) {
      expect(await table.getByRole("columnheader").count()).toBeGreaterThan(1);
      expect(await table.locator("caption").innerText()).not.toBe("");
    }
  });

  test("lets wide tables be scrolled with the keyboard on a narrow screen, and the page itself does not scroll sideways", async () => {
    const page = await open({ width: 360 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe("region");
    await page.keyboard.press("ArrowRight");
    await page.evaluate(untilScrolledSideways);
  });

  test("loads nothing, logs no error, and treats no name as HTML", async () => {
    const page = await open();
    expect(await page.locator("img, script").count()).toBe(0);
    const { complaints, requests } = watched;
    expect([complaints, requests]).toEqual([[], []]);
  });
});
