// From signing in to the five facts, and what is shown while a job runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES, TEXT_MODEL as MODEL } from "./bed.mjs";
import { checkPage, openPage, signIn, takePicture } from "./browser.mjs";
import { fill } from "./words.mjs";

/** What the curves have been drawn from, as [loss, accuracy] of "training,validation" points. */
function curvePoints(page) {
  return page.locator("[data-figure]").evaluateAll((all) => all.map((one) => one.dataset.points));
}

/** From the cards to the running job, by one click on the Train page. */
async function trainOnDefaultData(page, of, epochs) {
  await page.getByPlaceholder(of["models.search"]).fill(MODEL);
  await page.locator(`a[href="#/train/${MODEL}"]`).first().click();
  const button = page.getByRole("button", { name: of["train.submit"], exact: true }).first();
  await button.waitFor();
  await checkPage(page);
  if (epochs) await page.getByLabel("epochs", { exact: true }).fill(epochs);
  await button.click();
  await page.waitForURL(/#\/jobs\//);
  const name = new URL(page.url()).hash.split("/").pop();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  return name;
}

test("a wrong key is told what is wrong", async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await page.goto(bed.server.url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await checkPage(page);
  await page.getByRole("button", { name: of["session.submit"] }).click();
  await page.getByText(of["session.needKey"]).waitFor();
  await page.getByLabel(of["session.key"]).fill("AKIAWRONGWRONGWRONG1");
  await page.getByLabel(of["session.secret"], { exact: true }).fill("wrong");
  await page.getByRole("button", { name: of["session.submit"] }).click();
  await page.getByText(of["session.failed"], { exact: true }).waitFor();
  await page.getByText(of["session.failedKey"]).waitFor();
  await checkPage(page);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.context().close();
});

for (const language of ["en", "id"]) {
  test(`from signing in to the five facts (${language})`, { timeout: 10 * MINUTES }, async () => {
    const of = bed.words[language];
    const page = await openPage(bed.browser, { language });
    await signIn(page, bed.server, of);
    await page.getByText(of["models.here"]).first().waitFor();
    await checkPage(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
    // The key is in neither of the browser's stores.
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    assert.ok(
      !kept.includes(bed.server.secret) && !kept.includes(bed.server.key),
      "the key was kept",
    );

    const name = await trainOnDefaultData(page, of);
    await page
      .locator("[data-figure]")
      .first()
      .waitFor({ timeout: 5 * MINUTES });
    await checkPage(page);
    await page.getByText(of["jobs.facts"], { exact: true }).waitFor({ timeout: 8 * MINUTES });
    for (const fact of ["accuracy.validation", "parent", "job", "time", "arn", "output"]) {
      await page.getByText(of[`jobs.facts.${fact}`], { exact: true }).waitFor();
    }
    const arn = `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name}`;
    await page.getByText(arn).waitFor();
    await page.getByText(`/${name}/output/model.tar.gz`).first().waitFor();
    await checkPage(page);

    const report = page.getByRole("link", { name: of["jobs.report"] });
    const [shown] = await Promise.all([page.context().waitForEvent("page"), report.click()]);
    // Shown, not kept as a file, and as it was made: its styles and pictures are its own.
    await shown.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await shown.evaluate(() => getComputedStyle(document.body).margin), "0px");
    await takePicture(shown, `report-${language}-light-desktop`);
    await shown.close();
    const archive = await page.getByRole("link", { name: of["jobs.archive"] }).getAttribute("href");
    const bytes = await (await page.request.get(archive)).body();
    assert.deepEqual([...bytes.subarray(0, 2)], [0x1f, 0x8b]);

    await page.goto(`${bed.server.url}/#/jobs`);
    await page.getByRole("link", { name }).waitFor();
    await checkPage(page);
    await page.context().close();
  });
}

test(
  "a job that was watched shows the same points after reloads",
  { timeout: 10 * MINUTES },
  async () => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, bed.server, of);
    const name = await trainOnDefaultData(page, of, "100");
    await page
      .locator("[data-figure]")
      .first()
      .waitFor({ timeout: 5 * MINUTES });
    for (let k = 0; k < 3; ++k) {
      const seen = await curvePoints(page);
      await page.reload();
      await page.locator("[data-figure]").first().waitFor();
      const again = await curvePoints(page);
      // The job goes on meanwhile: nothing that was seen may be missing.
      for (const figure of [0, 1]) {
        const [before, now] = [seen, again].map((points) => points[figure].split(",").map(Number));
        assert.ok(now[0] >= before[0] && now[1] >= before[1], `${seen} became ${again}`);
      }
    }
    // Stopped after asking, and said so until it has stopped.
    await page.getByRole("button", { name: of["jobs.stop"], exact: true }).click();
    await page.getByText(fill(of["jobs.stop.title"], { name })).waitFor();
    await checkPage(page);
    await page.getByRole("button", { name: of["jobs.stop.confirm"] }).click();
    await page
      .getByText(of["jobs.status.Stopped"], { exact: true })
      .first()
      .waitFor({ timeout: 3 * MINUTES });
    // The last question may still be on its way.
    await page.waitForTimeout(2000);
    const ended = await curvePoints(page);
    await page.reload();
    await page.locator("[data-figure]").first().waitFor();
    assert.deepEqual(await curvePoints(page), ended);
    await page.context().close();
  },
);

test("a lost connection is said and mended by itself", { timeout: 3 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/jobs`);
  await page.getByRole("heading", { level: 1, name: of["jobs.title"] }).waitFor();
  await bed.server.stop();
  try {
    await page.getByText(of["shell.lost"]).waitFor();
  } finally {
    await bed.server.again();
  }
  await page.getByText(of["shell.back"]).waitFor();
  await page.getByText(of["shell.lost"]).waitFor({ state: "detached" });
  await page.context().close();
});

test("signing out forgets", async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await page
    .getByRole("button", { name: fill(of["shell.signedInAs"], { identity: "admin" }) })
    .click();
  await page.getByRole("menuitem", { name: of["shell.signOut"] }).click();
  await page.getByText(of["session.signedOut"]).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: of["session.title"] }).waitFor();
  await page.context().close();
});
