// Debian's Chromium, and what each test asks of a page.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const SIZES = { desktop: { width: 1360, height: 900 }, phone: { width: 390, height: 844 } };

/** Debian's; the first is made for this and has no window. */
const BROWSERS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? BROWSERS.find((file) => existsSync(file)),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * A page as somebody new sees it. What it complains of in the console, a broken policy first of
 * all, is collected in `page.complaints`.
 */
export async function openPage(
  browser,
  { language = "en", theme = "light", size = "desktop" } = {},
) {
  const context = await browser.newContext({ viewport: SIZES[size], locale: "en-GB" });
  await context.addInitScript(
    ([id, appearance]) => {
      localStorage.setItem("sempurna.language", id);
      localStorage.setItem("sempurna.theme", appearance);
    },
    [language, theme],
  );
  if (process.env.STUDIO_DIST !== undefined) await serveFrom(context, process.env.STUDIO_DIST);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.complaints = [];
  page.on("console", (message) => {
    // A refused or unanswered call is told to the person; the browser's own line says no more.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      page.complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  return page;
}

const TYPES = {
  js: "text/javascript",
  css: "text/css",
  html: "text/html",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

/** The page as it was built last, in place of the one that the program carries. */
async function serveFrom(context, folder) {
  let policy;
  const fulfill = async (route, file) => {
    try {
      const body = await readFile(join(folder, file));
      const contentType = TYPES[file.split(".").pop()] ?? "application/octet-stream";
      await route.fulfill({ body, contentType, headers: policy ?? {} });
    } catch {
      await route.fulfill({ status: 404 });
    }
  };
  await context.route(/\/_studio\/(assets\/.*)/, (route) =>
    fulfill(route, new URL(route.request().url()).pathname.replace("/_studio/", "")),
  );
  await context.route(/^http:\/\/[^/]+\/(#.*)?$/, async (route) => {
    if (route.request().resourceType() !== "document") return route.fallback();
    try {
      const name = "content-security-policy";
      policy = { [name]: (await route.fetch()).headers()[name] };
    } catch {
      return route.abort("connectionrefused");
    }
    return fulfill(route, "index.html");
  });
}

export async function signIn(page, server, words) {
  await page.goto(server.url);
  await page.getByLabel(words["session.key"]).fill(server.key);
  await page.getByLabel(words["session.secret"], { exact: true }).fill(server.secret);
  await page.getByRole("button", { name: words["session.submit"], exact: true }).click();
  await page.getByRole("heading", { level: 1, name: words["models.title"] }).waitFor();
}

/** Fails on what axe finds, on anything wider than the window, and on complaints. */
export async function checkPage(page) {
  // What fades in is not there yet, and its colours are not what they will be.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished),
    ),
  );
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
    [],
  );
  const [wide, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    innerWidth,
  ]);
  assert.ok(wide <= window, `the page is ${wide} pixels wide in a window of ${window}`);
  assert.deepEqual(page.complaints, []);
}

/** Into the folder that STUDIO_SCREENSHOTS names, where it names one. */
export async function takePicture(page, name) {
  const folder = process.env.STUDIO_SCREENSHOTS;
  if (folder === undefined) return;
  const path = `${folder}/${name}.png`;
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path });
}

/** Answers calls of one operation with an error of AWS' JSON, `times` times; how many there were. */
export async function refuse(page, target, code, message, times = Infinity) {
  const asked = { count: 0 };
  await page.route("**/*", async (route) => {
    if (route.request().headers()["x-amz-target"] !== target) return route.fallback();
    if (++asked.count > times) return route.fallback();
    return route.fulfill({
      status: 400,
      contentType: "application/x-amz-json-1.1",
      body: JSON.stringify({ __type: code, message }),
    });
  });
  return asked;
}
