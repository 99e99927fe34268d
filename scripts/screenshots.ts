/** `npx tsx scripts/screenshots.ts`: takes the pictures in docs/screenshots, with this machine's Chromium. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium, watchPage } from "../__tests__/support/browser/chromium";
import { stateOfRollout } from "../__tests__/support/browser/report-state";
import { createReport } from "../lib/report/create-report";
import { renderHtml } from "../lib/report/render/render-html";
import { playScene } from "./screenshots/emulator-scene";
import { withPalette } from "./screenshots/small-png";

const folder = resolve(__dirname, "../docs/screenshots");

async function main(): Promise<void> {
  const browser = await launchChromium();
  try {
    await picture(browser, "emulator-light", { scheme: "light" });
    await picture(browser, "emulator-dark", { scheme: "dark" });
    await picture(browser, "emulator-narrow", { scheme: "light", width: 390 });
    for (const scheme of ["light", "dark"] as const) await reportPicture(browser, scheme);
  } finally {
    await browser.close();
  }
}

async function picture(
  browser: Browser,
  name: string,
  options: { readonly scheme: "light" | "dark"; readonly width?: number },
): Promise<void> {
  const emulator = await playScene();
  try {
    const { page } = await watchPage(browser, options);
    await page.goto(emulator.url);
    await page.getByText("Up to date.").waitFor();
    await save(page, name);
    await page.context().close();
  } finally {
    await emulator.close();
  }
}

async function reportPicture(browser: Browser, scheme: "light" | "dark"): Promise<void> {
  const result = createReport(stateOfRollout());
  if (result.kind === "problem") throw new Error(result.message);
  const { page } = await watchPage(browser, { scheme });
  await page.setContent(renderHtml(result.report));
  await save(page, `report-${scheme}`);
  await page.context().close();
}

async function save(page: Page, name: string): Promise<void> {
  writeFileSync(join(folder, `${name}.png`), withPalette(await page.screenshot({ fullPage: true })));
}

void main();
