import type { Page } from "playwright-core";
import type { RunningEmulator } from "../emulator/calls";
import type { PageOptions, WatchedPage } from "./chromium";
import { useBrowser } from "./use-browser";

/**
 * Returns a function that opens the page of an emulator, whose clock then stands still. Starts a Chromium for the describe block it is
 * called in.
 */
export function useEmulatorPage(): (running: RunningEmulator, options?: PageOptions) => Promise<WatchedPage> {
  const newPage = useBrowser();
  return async ({ url }, options) => {
    const watched = await newPage(options);
    await watched.page.clock.install();
    await watched.page.goto(url);
    await watched.page.getByText("Up to date.").waitFor();
    return watched;
  };
}

/** Lets the page look at the emulator again, as it does once a second. */
export const lookAgain = (page: Page): Promise<void> => page.clock.runFor(1_000);
