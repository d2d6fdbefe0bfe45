// Hyperparameters are looked for: what is asked, what the trials show, and what goes wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES, TEXT_MODEL } from "./bed.mjs";
import { checkPage, openPage, refuse, signIn, takePicture } from "./browser.mjs";
import { texts } from "./material.mjs";
import { fill } from "./words.mjs";

const submit = (page, of) =>
  page.getByRole("button", { name: of["tune.submit"], exact: true }).first();

/** The page that asks, with a name and trials of one epoch. */
async function openTune(page, of, name) {
  await page.goto(`${bed.server.url}/#/tune/${TEXT_MODEL}`);
  const field = page.getByLabel(of["tune.name"], { exact: true });
  await field.waitFor();
  await field.fill(name);
  await page.getByLabel("epochs", { exact: true }).fill("1");
}

test("the best of some trials is found and opened", { timeout: 8 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
  await page.getByRole("link", { name: of["train.tune"] }).click();
  await submit(page, of).waitFor();
  await checkPage(page);

  // What is wrong is said at its field, and nothing is sent.
  await openTune(page, of, "a-name-that-is-longer-than-32-characters");
  const rate = page.getByRole("group", { name: "learning_rate" });
  await rate.getByLabel(of["tune.from"], { exact: true }).fill("0.5");
  await rate.getByText(of["tune.fault.order"]).waitFor();
  await page.getByLabel(of["tune.trials"], { exact: true }).fill("0");
  await page.getByText(fill(of["tune.count"], { most: 750 })).waitFor();
  await submit(page, of).click();
  await page.getByText(of["train.needFix"]).first().waitFor();
  await page.getByText(of["tune.name.bad"]).first().waitFor();
  await checkPage(page);

  await page.getByLabel(of["tune.name"], { exact: true }).fill("tuned");
  await rate.getByLabel(of["tune.from"], { exact: true }).fill("0.00001");
  await rate.getByLabel(of["tune.to"], { exact: true }).fill("0.01");
  await page.getByLabel(of["tune.trials"], { exact: true }).fill("5");
  await submit(page, of).click();
  await page.waitForURL(/#\/tuning\/tuned$/);
  await page.getByText(of["tuning.bestSoFar"], { exact: true }).waitFor();
  await checkPage(page);
  await page.locator("[data-trials='2']").waitFor({ timeout: 4 * MINUTES });
  await takePicture(page, "tuning-at-work-en-light-desktop");
  await page.getByText(of["tuning.best"], { exact: true }).waitFor({ timeout: 6 * MINUTES });
  await page.locator("[data-trials='5']").waitFor();
  await checkPage(page);

  // The best comes first, and leads to its training job, which leads back.
  const table = page.getByRole("table", { name: of["tuning.trials"] });
  const best = await table.getByRole("link").first().textContent();
  assert.match(best, /^tuned-\d{3}-/);
  const figures = await table
    .getByRole("row")
    .evaluateAll((rows) => rows.slice(1).map((row) => Number.parseFloat(row.cells[1].textContent)));
  assert.deepEqual(
    figures,
    [...figures].sort((a, b) => b - a),
  );
  const deploy = page.getByRole("link", { name: of["jobs.deploy"], exact: true });
  assert.equal(await deploy.getAttribute("href"), `#/deploy/${best}`);
  await page.getByRole("link", { name: of["tuning.best.open"] }).click();
  await page.getByText(of["jobs.facts.tuning"], { exact: true }).waitFor();
  await checkPage(page);

  await page.goto(`${bed.server.url}/#/jobs`);
  await page.getByRole("link", { name: "tuned", exact: true }).click();
  await page.waitForURL(/#\/tuning\/tuned$/);
  await page.getByRole("button", { name: of["tuning.plot.along"] }).click();
  await page.getByRole("option", { name: of["tuning.plot.inOrder"] }).click();
  await page.locator(".studio-plot-line").waitFor({ state: "attached" });
  await checkPage(page);

  // Its name is taken now.
  await openTune(page, of, "tuned");
  await page.getByText(of["tune.name.taken"]).waitFor();
  await page.context().close();
});

test("a grid of values is tuned, and stopped", { timeout: 5 * MINUTES }, async () => {
  const of = bed.words.id;
  const page = await openPage(bed.browser, { language: "id" });
  await signIn(page, bed.server, of);
  await openTune(page, of, "stopped-grid");
  await page.getByLabel(of["tune.strategy"], { exact: true }).click();
  await page.getByRole("option", { name: of["tune.strategy.Grid"] }).click();
  await page.getByText(fill(of["tune.combinations"], { count: 3 })).waitFor();
  await checkPage(page);
  await submit(page, of).click();
  await page.waitForURL(/#\/tuning\/stopped-grid$/);
  await page.getByRole("button", { name: of["jobs.stop"], exact: true }).click();
  await page.getByText(of["tuning.stop.more"]).waitFor();
  await checkPage(page);
  await page.getByRole("button", { name: of["jobs.stop.confirm"] }).click();
  await page
    .getByText(of["jobs.status.Stopped"], { exact: true })
    .first()
    .waitFor({ timeout: 2 * MINUTES });
  await checkPage(page);
  await page.context().close();
});

test(
  "a tuning job that fails says why, and refusals are said",
  { timeout: 5 * MINUTES },
  async () => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, bed.server, of);
    await page.goto(`${bed.server.url}/#/data`);
    await page.locator("input[data-files=files]").setInputFiles({
      name: "data.csv",
      mimeType: "text/csv",
      buffer: Buffer.concat([texts(), Buffer.from("often,no number\n")]),
    });
    await page.getByText(fill(of["data.uploaded"], { count: 1 })).waitFor();
    // Whichever name is free.
    const folder = await page.locator("[aria-current=location]").innerText();
    const bucket = "sagemaker-us-east-1-000000000000";
    await openTune(page, of, "failing");
    await page.getByRole("radio", { name: of["train.data.s3"] }).click();
    await page.getByPlaceholder(of["train.data.uriHint"]).fill(`s3://${bucket}/data/${folder}`);
    await submit(page, of).click();
    await page.waitForURL(/#\/tuning\/failing$/);
    await page.getByText(of["tuning.failure"]).waitFor({ timeout: 3 * MINUTES });
    await page.getByText(of["tuning.best.noneEver"]).waitFor();
    await checkPage(page);

    // Not there, refused whole, and refused in part.
    await page.goto(`${bed.server.url}/#/tuning/no-such-job`);
    await page.getByText(/can't find a tuning job with the name no-such-job/).waitFor();
    await page.getByRole("link", { name: of["jobs.toJobs"] }).waitFor();
    await checkPage(page);
    const list = "SageMaker.ListTrainingJobsForHyperParameterTuningJob";
    await refuse(page, list, "AccessDeniedException", "no trials for you");
    await page.goto(`${bed.server.url}/#/tuning/tuned`);
    await page.getByText("no trials for you").waitFor();
    await page.getByText(of["tuning.best"], { exact: true }).waitFor();
    await checkPage(page);
    await page.unrouteAll();
    const create = "SageMaker.CreateHyperParameterTuningJob";
    await refuse(page, create, "AccessDeniedException", "no tuning for you");
    await openTune(page, of, "refused");
    await submit(page, of).click();
    await page.getByText("no tuning for you").waitFor();
    await page.getByText(of["shell.whatToDo.denied"]).waitFor();
    await checkPage(page);
    await page.context().close();
  },
);
