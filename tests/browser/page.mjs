// Opens an evidence page in a real browser, as people and printers would, and holds what must be true of it there.
//
//   node page.mjs PLAYWRIGHT CHROMIUM PAGE FOLDER
//
// PLAYWRIGHT is a folder with playwright-core in node_modules, PAGE an HTML file; pictures and the PDF go to FOLDER.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { statSync } from "node:fs";
import path from "node:path";

const [playwright, executablePath, file, folder] = process.argv.slice(2);
const { chromium } = createRequire(path.resolve(playwright, "package.json"))("playwright-core");
const problems = [];
const hold = (is, what) => is || problems.push(what);

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 400]) {
    const name = `${colorScheme}-${width}`;
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on("console", (message) => problems.push(`${name}: console: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(`${name}: error: ${error}`));
    page.on("dialog", (dialog) => problems.push(`${name}: dialog: ${dialog.message()}`));
    page.on("request", (request) => hold(request.url().startsWith("file:"), `${name}: request: ${request.url()}`));
    page.on("request", (request) => hold(request.isNavigationRequest(), `${name}: loads ${request.url()}`));
    await page.goto(pathToFileURL(file).href, { waitUntil: "networkidle" });
    const seen = await page.evaluate(() => ({
      title: document.title,
      mode: document.compatMode,
      background: getComputedStyle(document.documentElement).backgroundColor,
      scripts: document.querySelectorAll("script, img, iframe, link, [style], [onerror], [onclick]").length,
      links: [...document.links].map((link) => link.getAttribute("href")),
      verdict: document.querySelector(".verdict").innerText,
      files: document.querySelector(".tiles strong").innerText,
      findings: document.querySelectorAll(".finding").length,
      counted: Number(document.querySelector("nav .count").innerText),
      waivers: document.querySelectorAll(".waiver").length,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      wide: [...document.querySelectorAll("main *")].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== "inline").map((e) => `${e.tagName}.${e.className}`).slice(0, 5),
    }));
    hold(seen.title === "handbook: terminology evidence", `${name}: the title is ${seen.title}`);
    hold(seen.mode === "CSS1Compat", `${name}: quirks mode`);
    hold(seen.background === (colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 24, 31)"), `${name}: ${seen.background}`);
    hold(seen.scripts === 0, `${name}: ${seen.scripts} elements that could do something`);
    hold(seen.links.every((link) => /^(#|https?:|mailto:)/.test(link)), `${name}: links: ${seen.links}`);
    hold(seen.verdict.startsWith("Incomplete"), `${name}: ${seen.verdict}`);
    hold(seen.files === "4" && seen.findings > 5 && seen.findings === seen.counted, `${name}: ${JSON.stringify(seen)}`);
    hold(seen.waivers === 3, `${name}: ${seen.waivers} waivers`);
    hold(seen.overflow <= 0 && seen.wide.length === 0, `${name}: ${seen.overflow} px too wide: ${seen.wide}`);
    // The keyboard comes to the skip link first, and to every link and fold after it.
    await page.keyboard.press("Tab");
    hold(await page.evaluate(() => document.activeElement.className === "skip"), `${name}: no skip link`);
    const stops = await page.evaluate(() => document.querySelectorAll("a[href], summary").length);
    hold(stops > 10, `${name}: ${stops} places to go to`);
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    await page.close();
  }
}
const page = await browser.newPage({ colorScheme: "dark", viewport: { width: 800, height: 1100 } });
await page.goto(pathToFileURL(file).href);
await page.emulateMedia({ media: "print" });
const printed = await page.evaluate(() => ({
  background: getComputedStyle(document.documentElement).backgroundColor,
  folded: [...document.querySelectorAll("details > *:not(summary)")].filter((e) => !e.checkVisibility({ contentVisibilityAuto: true })).length,
  address: getComputedStyle(document.querySelector(".sources a"), "::after").content,
}));
hold(printed.background === "rgb(255, 255, 255)", `paper is ${printed.background}`);
hold(printed.folded === 0, `${printed.folded} parts are folded away on paper`);
hold(printed.address.includes("http"), `links on paper show ${printed.address}`);
await page.screenshot({ path: path.join(folder, "print.png"), fullPage: true });
const pdf = path.join(folder, "print.pdf");
await page.pdf({ path: pdf, preferCSSPageSize: true });
hold(statSync(pdf).size > 10_000, "the PDF is empty");
await browser.close();
problems.forEach((problem) => console.error(problem));
console.log(problems.length === 0 ? "All passed." : `${problems.length} problems.`);
process.exit(problems.length === 0 ? 0 : 1);
