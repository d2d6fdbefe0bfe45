// A text model becomes an endpoint, is asked by the page and by its snippets, and goes again.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { bed, MINUTES, TEXT_MODEL } from "./bed.mjs";
import { checkPage, openPage, signIn, takePicture } from "./browser.mjs";
import { fill } from "./words.mjs";

const run = promisify(execFile);

/** Runs what a snippet's tab shows, in a folder of its own; what it printed. */
async function runSnippet(page, name, program, ...before) {
  await page.getByRole("tab", { name }).click();
  const text = await page.getByLabel(name, { exact: true }).last().textContent();
  const folder = await mkdtemp(join(tmpdir(), "sempurna-snippet-"));
  try {
    const file = join(folder, "snippet");
    await writeFile(file, text);
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: bed.server.key,
      AWS_SECRET_ACCESS_KEY: bed.server.secret,
    };
    return (await run(program, [...before, file], { cwd: folder, env })).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a text model is deployed, tried and deleted", { timeout: 5 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  // The first test's job.
  const job = `${TEXT_MODEL}-1`;
  await page.goto(`${bed.server.url}/#/jobs/${job}`);
  await page.getByRole("link", { name: of["jobs.deploy"] }).click();
  const name = page.getByLabel(of["deploy.name"], { exact: true });
  await name.waitFor();
  await checkPage(page);
  await takePicture(page, "deploy-en-light-desktop");
  // The job's own name, where it is free.
  await page.waitForFunction(
    (own) => [...document.querySelectorAll("input")].some((input) => input.value === own),
    job,
  );
  await name.fill("good or bad");
  await page.getByText(of["train.name.bad"]).waitFor();
  await name.fill("reviews");
  await page.getByRole("button", { name: of["deploy.submit"], exact: true }).click();
  await page.waitForURL(/#\/endpoints\/reviews$/);
  const text = page.getByRole("textbox", { name: of["data.text"] });
  await text.waitFor({ timeout: 2 * MINUTES });
  await text.fill('It\'s a "good" thing, she said.');
  await page.getByRole("button", { name: of["try.ask"] }).click();
  const predicted = await page.locator("[data-predicted]").getAttribute("data-predicted");
  await checkPage(page);
  await takePicture(page, "try-text-en-light-desktop");

  // The same question in other ways has the same answer.
  await page.getByRole("button", { name: of["snippets.title"] }).click();
  const byCurl = JSON.parse(await runSnippet(page, "curl", "/bin/sh"));
  assert.equal(String(byCurl.predicted_label), predicted);
  const byPython = await runSnippet(page, "boto3", "/usr/bin/python3", "-W", "ignore");
  assert.ok(byPython.includes(`'predicted_label': '${predicted}'`), byPython);
  await checkPage(page);

  // Its name is taken now.
  await page.goto(`${bed.server.url}/#/deploy/${job}`);
  await page.getByLabel(of["deploy.name"], { exact: true }).fill("reviews");
  await page.getByText(of["deploy.name.taken"]).waitFor();

  await page.goto(`${bed.server.url}/#/endpoints`);
  await page.getByRole("link", { name: "reviews" }).click();
  await page.getByRole("button", { name: of["endpoints.delete"], exact: true }).click();
  await page.getByText(fill(of["endpoints.delete.title"], { name: "reviews" })).waitFor();
  await checkPage(page);
  await page.getByRole("button", { name: of["endpoints.delete.confirm"] }).click();
  await page.waitForURL(/#\/endpoints$/);
  await page.getByRole("link", { name: "reviews" }).waitFor({ state: "detached" });
  // All three names are free again.
  await page.goto(`${bed.server.url}/#/deploy/${job}`);
  await page.getByLabel(of["deploy.name"], { exact: true }).fill("reviews");
  await page.waitForTimeout(1000);
  assert.equal(await page.getByText(of["deploy.name.taken"]).count(), 0);
  await page.context().close();
});
