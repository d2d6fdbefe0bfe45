// What the page tells of a job beforehand, of its data, and of its validation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES, PICTURE_MODEL, TEXT_MODEL } from "./bed.mjs";
import { checkPage, openPage, signIn, takePicture } from "./browser.mjs";

const EPOCHS = "2";

/** Trains with few epochs under a name; what is open then is the job's page. */
async function train(page, of, model, name) {
  await page.goto(`${bed.server.url}/#/train/${model}`);
  await page.getByLabel(of["train.name"], { exact: true }).fill(name);
  await page.getByLabel("epochs", { exact: true }).fill(EPOCHS);
  await page.getByRole("button", { name: of["train.submit"], exact: true }).first().click();
  await page.waitForURL(new RegExp(`#/jobs/${name}$`));
}

async function untilItHasEnded(page, of) {
  await page.getByRole("link", { name: of["jobs.deploy"] }).waitFor({ timeout: 4 * MINUTES });
}

test(
  "a job's validation opens its examples cell by cell, and tells the next one's time",
  { timeout: 8 * MINUTES },
  async () => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, bed.server, of);
    await train(page, of, TEXT_MODEL, "insight-texts");
    await page.getByRole("heading", { name: of["jobs.validation"] }).waitFor({
      timeout: 3 * MINUTES,
    });
    await untilItHasEnded(page, of);
    // "{examples} examples, by the epoch that is kept: {epoch}"
    const [, words] = /\}(.*)\{/.exec(of["jobs.validation.ofKept"]);
    await page.getByText(words.trim()).waitFor();
    const items = page.getByRole("list", { name: of["jobs.items"] }).getByRole("listitem");
    await items.first().waitFor();
    assert.equal(await items.first().getAttribute("data-right"), "false");
    await checkPage(page);
    await takePicture(page, "validation-texts-en-light-desktop");

    await page.getByRole("button", { name: of["jobs.items.order.Best"], exact: true }).click();
    await page.waitForFunction(
      () => document.querySelector(".studio-items > li")?.dataset.right === "true",
    );
    // A wrong cell has wrong answers alone.
    const cell = page.locator('td[data-level^="wrong"] button').first();
    const count = Number(await cell.textContent());
    await cell.click();
    await page.getByRole("button", { name: of["jobs.items.all"] }).waitFor();
    await page.waitForFunction((most) => {
      const shown = [...document.querySelectorAll(".studio-items > li")];
      return (
        shown.length === Math.min(12, most) && shown.every((one) => one.dataset.right === "false")
      );
    }, count);
    await checkPage(page);
    // What was answered rightly is not called taken for itself.
    await page.locator('td[data-level^="right"] button').first().click();
    const [, rightly] = of["jobs.items.ofRight"].split("{label}");
    await page.getByText(rightly).waitFor();
    // Each file's name, or row, has a line of its own.
    const lines = await items.first().evaluate((item) => item.innerText.split("\n"));
    assert.ok(lines.length >= 3, lines.join(" | "));

    await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
    await page.locator("[data-estimate]").waitFor();
    assert.notEqual(await page.locator("[data-estimate]").getAttribute("data-estimate"), "0");
    await checkPage(page);
    const before = await page.locator("[data-estimate]").textContent();
    await page.getByLabel("epochs", { exact: true }).fill("40");
    await page.waitForFunction(
      (text) => document.querySelector("[data-estimate]")?.textContent !== text,
      before,
    );
    await page.locator("[data-estimate]").scrollIntoViewIfNeeded();
    await takePicture(page, "estimate-en-light-desktop");
    await page.context().close();
  },
);

test("what the model sees is shown beside the check", { timeout: 6 * MINUTES }, async () => {
  const of = bed.words.id;
  const page = await openPage(bed.browser, { language: "id", theme: "dark" });
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/train/${PICTURE_MODEL}`);
  await page.getByRole("button", { name: of["data.seen"] }).click();
  await page
    .locator('img[src^="blob:"]')
    .first()
    .waitFor({ timeout: 2 * MINUTES });
  assert.ok((await page.locator('img[src^="blob:"]').count()) > 4);
  await page.getByText(new RegExp(of["data.seen.normalised"].split("{")[0])).waitFor();
  await checkPage(page);
  await page.locator('img[src^="blob:"]').first().scrollIntoViewIfNeeded();
  await takePicture(page, "seen-pictures-id-dark-desktop");

  await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
  await page.getByRole("button", { name: of["data.seen"] }).click();
  await page
    .locator(".studio-tokens code")
    .first()
    .waitFor({ timeout: 2 * MINUTES });
  await checkPage(page);
  await page.locator(".studio-tokens").first().scrollIntoViewIfNeeded();
  await takePicture(page, "seen-texts-id-dark-desktop");
  await page.context().close();
});
