import type { Browser } from "playwright-core";
import { launchChromium, type PageOptions, watchPage, type WatchedPage } from "./chromium";

/**
 * One Chromium for the tests of the describe block it is called in, ended after the last of them. Returns a function that opens a page; the
 * page is closed after its test.
 */
export function useBrowser(): (options?: PageOptions) => Promise<WatchedPage> {
  let browser: Browser;
  let opened: WatchedPage[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ page }) => page.context().close()));
    opened = [];
  });
  afterAll(() => browser.close());
  return async (options) => {
    const watched = await watchPage(browser, options);
    opened.push(watched);
    return watched;
  };
}
