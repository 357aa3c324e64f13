// Looks at the pages of `trefoil report` in Chromium: on wide and narrow screens, light and dark, and on paper.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import * as checks from "./checks.js";
import { makePages } from "./pages.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const trefoil = process.env.TREFOIL ?? join(root, "target", "release", "trefoil");
const folder = join(root, "target", "browser");

for (const [path, remedy] of [
  [browserPath, "install it (on Debian: apt-get install chromium), or say where it is with CHROMIUM=/path"],
  [trefoil, "build it with `make build`"],
]) {
  if (!existsSync(path)) {
    console.error(`error: there is no ${path}\n  try: ${remedy}`);
    process.exit(1);
  }
}

const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const SCREENS = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let failures = 0;
function report(where, wrong) {
  failures += wrong.length;
  const shown = [...new Set(wrong)];
  for (const what of shown.slice(0, 8)) console.error(`FAILED ${where}: ${what}`);
  if (shown.length > 8) console.error(`FAILED ${where}: and ${shown.length - 8} more`);
}

// A page in a window of its own, with what it asked for and complained of.
async function open(browser, file, viewport, colorScheme) {
  const context = await browser.newContext({ viewport, colorScheme });
  await context.addInitScript({ content: axe });
  const page = await context.newPage();
  const wrong = [];
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) wrong.push(`asks for ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => { wrong.push("opens a dialog"); dialog.dismiss(); });
  await page.goto(address);
  return { context, page, wrong };
}

async function look(browser, { name, file, whole }) {
  for (const viewport of SCREENS) {
    for (const colorScheme of ["light", "dark"]) {
      const where = `${name}, ${viewport.width} px, ${colorScheme}`;
      const { context, page, wrong } = await open(browser, file, viewport, colorScheme);
      await page.screenshot({ path: join(folder, `${name}-${viewport.width}-${colorScheme}.png`), fullPage: true });
      report(where, await page.evaluate(checks.scrollsSideways));
      // What is folded away is held to the same.
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      for (const check of Object.values(checks)) report(where, await page.evaluate(check));
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const bad = found.violations.filter((each) => ["serious", "critical"].includes(each.impact));
      report(where, bad.map((each) => `axe ${each.id}: ${each.help} (${each.nodes.length}), first ${each.nodes[0].html.slice(0, 160)} ${each.nodes[0].any[0]?.message ?? ""}`));
      report(where, wrong);
      await context.close();
    }
  }
  await use(browser, name, file, whole);
  await print(browser, name, file);
}

// Links, tables and keys do what they say.
async function use(browser, name, file, whole) {
  const { context, page, wrong } = await open(browser, file, SCREENS[0], "light");
  const links = await page.locator("#in-short .read-on a").all();
  const sections = await page.locator("main > section").count();
  if (whole && links.length < 7) wrong.push(`page one leads to ${links.length} sections`);
  if (links.length !== sections - 1) wrong.push(`${sections - 1} sections, of which page one leads to ${links.length}`);
  for (const link of links) {
    const target = await link.getAttribute("href");
    await link.click();
    const seen = await page.locator(target).evaluate((section) => {
      const { top } = section.getBoundingClientRect();
      return { top, high: window.innerHeight, end: window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2 };
    }).catch(() => null);
    // Smooth scrolling takes its time.
    if (!seen) wrong.push(`${target} is not there`);
    else await page.waitForFunction((id) => {
      const { top, bottom } = document.querySelector(id).getBoundingClientRect();
      return top < window.innerHeight && bottom > 0;
    }, target, { timeout: 5000 }).catch(() => wrong.push(`a click on ${target} does not lead there`));
  }
  await page.goto(pathToFileURL(file).href);
  await page.keyboard.press("Tab");
  if (!await page.evaluate(() => document.activeElement.classList.contains("skip"))) wrong.push("the first key does not lead to the skip link");
  const tables = page.locator("table.sorts");
  const number = await tables.count();
  for (let position = 0; position < Math.min(number, 40); position += 1) {
    const table = tables.nth(position);
    if (!await table.isVisible()) continue;
    const heads = table.locator("th button");
    for (const [index, act] of [[0, (head) => head.click()], [1, async (head) => { await head.focus(); await page.keyboard.press("Enter"); }]]) {
      if (index >= await heads.count()) continue;
      const head = heads.nth(index);
      await act(head);
      const state = await head.evaluate((button) => {
        const cell = button.closest("th");
        const rows = [...cell.closest("table").tBodies[0].rows];
        const keys = rows.map((row) => row.cells[cell.cellIndex]).map((each) => each.dataset.key === undefined ? each.textContent.trim() : Number(each.dataset.key));
        const up = keys.every((key, at) => at === 0 || (typeof key === "number" ? keys[at - 1] <= key : String(keys[at - 1]).localeCompare(String(key)) <= 0));
        const down = keys.every((key, at) => at === 0 || typeof key !== "number" || keys[at - 1] >= key);
        return { sort: cell.getAttribute("aria-sort"), up, down, kinds: new Set(keys.map((key) => typeof key)).size };
      });
      const right = state.sort === "ascending" ? state.up : state.down;
      if (!state.sort || (state.kinds === 1 && !right)) wrong.push(`table ${position} does not sort by its column ${index}: ${JSON.stringify(state)}`);
    }
  }
  report(`${name}, used`, wrong);
  await context.close();
}

// Sheets of paper that the largest page may take.
const MOST_SHEETS = 40;
// What a sheet of A4 holds between the margins of the page, in CSS pixels.
const SHEET = { width: 695, height: 1024 };

// On paper it is dark on white; what is folded is named by its summary, and short answers stand on the first sheet.
async function print(browser, name, file) {
  const { context, page, wrong } = await open(browser, file, SCREENS[0], "dark");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const state = await page.evaluate(() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
    unnamed: [...document.querySelectorAll("details:not([open]) > summary")].filter((part) => part.getBoundingClientRect().height === 0 || !part.textContent.trim()).length,
    printed: [...document.querySelectorAll("details:not([open]) > :not(summary)")].filter((part) => part.checkVisibility({ contentVisibilityAuto: true }) && part.getBoundingClientRect().height > 0).length,
  }));
  if (state.paper !== "rgb(255, 255, 255)" || state.ink !== "rgb(0, 0, 0)") wrong.push(`prints ${state.ink} on ${state.paper}`);
  if (state.unnamed) wrong.push(`${state.unnamed} folded parts have no name on paper`);
  if (state.printed) wrong.push(`${state.printed} folded parts are printed whole`);
  await page.setViewportSize(SHEET);
  // Names of 300 letters fill more than that.
  const end = await page.evaluate(() => document.querySelector(".answers")?.getBoundingClientRect().bottom ?? 0);
  if (name !== "hostile" && end > SHEET.height) wrong.push(`the short answers end ${Math.round(end - SHEET.height)} px below the first sheet`);
  const pdf = await page.pdf({ path: join(folder, `${name}.pdf`), preferCSSPageSize: true, printBackground: true });
  if (pdf.length < 10000 || !pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) wrong.push("does not print");
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  if (sheets === 0 || (name !== "hostile" && sheets > MOST_SHEETS)) wrong.push(`takes ${sheets} sheets`);
  report(`${name}, printed`, wrong);
  await context.close();
}

// Every check finds what is wrong with a page that has all of it.
async function checkChecks(browser) {
  const { context, page } = await open(browser, join(here, "broken.html"), SCREENS[1], "light");
  for (const [name, check] of Object.entries(checks)) {
    if ((await page.evaluate(check)).length === 0) report("the checks", [`${name} finds nothing in broken.html`]);
  }
  await context.close();
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: browserPath, args: ARGUMENTS });
try {
  await checkChecks(browser);
  const only = process.argv.slice(2);
  const pages = makePages(trefoil, folder).filter(({ name }) => only.length === 0 || only.includes(name));
  for (const page of pages) {
    await look(browser, page);
    console.log(`looked at ${page.name}`);
  }
} finally {
  await browser.close();
}
if (failures) {
  console.error(`${failures} findings; the pictures are in ${folder}`);
  process.exit(1);
}
console.log(`all pages are well; the pictures are in ${folder}`);
