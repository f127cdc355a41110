// Makes pages with the program and opens them in a real browser.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import packed from "@sparticuz/chromium";
import { chromium } from "playwright-core";

const clavata = process.env.CLAVATA;
const folder = process.env.PAGES;
if (!clavata || !folder) throw new Error("set CLAVATA to the program, and PAGES to a folder for pages and pictures");
mkdirSync(folder, { recursive: true });

/** The page of some answers. The program may say that some of them cannot be read. */
export function page(name, answers, code = 0) {
  const [input, output] = [join(folder, `${name}.jsonl`), join(folder, `${name}.html`)];
  writeFileSync(input, answers);
  let ended = 0;
  try {
    execFileSync(clavata, ["report", input, "-o", output], { stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    ended = error.status;
  }
  if (ended !== code) throw new Error(`clavata report ended with ${ended} rather than ${code}`);
  return pathToFileURL(output).href;
}

let browser;

export async function start() {
  // None of the flags for servers that come with the package: some turn off what the tests check.
  browser = await chromium.launch({ executablePath: await packed.executablePath(), args: ["--no-sandbox"] });
}

export const stop = () => browser?.close();

/** Opens a page, runs a test, and fails if the page said anything is wrong or asked for anything. */
export async function visit(url, options, test) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    const tab = await context.newPage();
    const wrong = [];
    tab.on("pageerror", (error) => wrong.push(String(error)));
    tab.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    tab.on("dialog", (dialog) => { wrong.push("a dialog"); dialog.dismiss(); });
    tab.on("request", (request) => request.url() !== url && wrong.push(`asked for ${request.url()}`));
    await tab.goto(url);
    await tab.waitForSelector("html[data-ready]");
    await test(tab);
    if (wrong.length > 0) throw new Error(`the page is not quiet: ${wrong.join("; ")}`);
  } finally {
    await context.close();
  }
}

export const picture = (tab, name) => tab.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
