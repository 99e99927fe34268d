import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { requireProgram } from "../programs/needed-programs";

/** Chromium's own traffic does not leave the machine, and it needs no display. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts the Chromium of this machine, or the one that `CHROMIUM_BINARY` names. Throws a sentence with the program to install when it is
 * missing.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = requireProgram("chromium");
  // Its crash reports and settings do not belong in the home of the person who runs the tests.
  const home = mkdtempSync(join(tmpdir(), "chromium-"));
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
  const browser = await chromium.launch({ executablePath, args: flags, headless: true, env });
  browser.once("disconnected", () => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return browser;
}

/** A page, and its complaints. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings on the console, and uncaught errors. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for, in order. */
  readonly requests: readonly string[];
}

export interface PageOptions {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
}

/** A page that has not gone anywhere yet, in a profile of its own. Close its context, or the browser. */
export async function watchPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    colorScheme: options.scheme ?? "light",
    viewport: { width: options.width ?? 1200, height: 900 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  return { page, complaints, requests };
}
