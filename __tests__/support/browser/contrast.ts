import type { Page } from "playwright-core";

/** A text that is hard to read. */
export interface FaintText {
  readonly text: string;
  readonly ratio: number;
}

/**
 * The visible texts whose contrast with their background is below `least` (WCAG 2.2, 1.4.3: 4.5), as the browser paints them in the page's
 * colour scheme. Runs in the page.
 */
export function faintTexts(page: Page, least = 4.5): Promise<readonly FaintText[]> {
  return page.evaluate<readonly FaintText[]>(`(${measureInPage})(${least})`);
}

// Written as text: it runs in the browser, whose types this project does not know.
const measureInPage = `(least) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const toRgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const linear = [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const behind = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const colour = toRgba(getComputedStyle(each).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return toRgba("Canvas");
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const parent = walker.currentNode.parentElement;
    if (text === "" || !parent.checkVisibility() || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(parent.tagName)) continue;
    const [one, other] = [luminance(toRgba(getComputedStyle(parent).color)), luminance(behind(parent))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < least) found.push({ text, ratio });
  }
  return found;
}`;
