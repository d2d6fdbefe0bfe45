// What a job was asked for is saved, found by another browser, trained by, and forgotten.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES, TEXT_MODEL } from "./bed.mjs";
import { checkPage, openPage, signIn, takePicture } from "./browser.mjs";
import { fill } from "./words.mjs";

test("a template outlives the browser that saved it", { timeout: 4 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/templates`);
  await page.getByText(of["templates.none"], { exact: true }).waitFor();
  await checkPage(page);
  // The first test's job.
  const save = async (name) => {
    await page.goto(`${bed.server.url}/#/jobs`);
    await page.goto(`${bed.server.url}/#/jobs/${TEXT_MODEL}-1`);
    await page.getByRole("button", { name: of["templates.save"] }).click();
    await page.getByLabel(of["templates.name"], { exact: true }).fill(name);
    await page.getByRole("button", { name: of["templates.save.confirm"], exact: true }).click();
  };
  await save("no name");
  await page.getByText(of["train.name.bad"]).first().waitFor();
  await checkPage(page);
  await page.getByLabel(of["templates.name"], { exact: true }).fill("short-reviews");
  await page.getByRole("button", { name: of["templates.save.confirm"], exact: true }).click();
  await page.getByText(of["templates.saved"]).waitFor();
  await save("short-reviews");
  await page.getByText(of["templates.taken"]).first().waitFor();
  await checkPage(page);
  await page.context().close();

  const words = bed.words.id;
  const other = await openPage(bed.browser, { language: "id" });
  await signIn(other, bed.server, words);
  await other.goto(`${bed.server.url}/#/templates`);
  await other.getByText(TEXT_MODEL, { exact: true }).waitFor();
  await checkPage(other);
  await takePicture(other, "templates-id-light-desktop");
  await other.getByRole("link", { name: "short-reviews" }).click();
  const name = other.getByLabel(words["train.name"], { exact: true });
  await name.waitFor();
  assert.match(await name.inputValue(), /^short-reviews-\d+$/);
  await checkPage(other);
  await other.goto(`${bed.server.url}/#/templates`);
  const title = fill(words["endpoints.delete.title"], { name: "short-reviews" });
  await other.getByRole("button", { name: title }).click();
  await other.getByText(words["templates.delete.more"]).waitFor();
  await checkPage(other);
  await other.getByRole("button", { name: words["templates.delete"], exact: true }).click();
  await other.getByText(words["templates.none"], { exact: true }).waitFor();
  await other.goto(`${bed.server.url}/#/train-template/short-reviews`);
  await other.getByText(words["templates.failedToShow"]).waitFor();
  await checkPage(other);
  await other.context().close();

  // Whoever may not look into the bucket is told so.
  const stranger = await bed.server.identity("stranger", [
    { Effect: "Allow", Action: "sagemaker:*", Resource: "*" },
  ]);
  const refused = await openPage(bed.browser);
  await signIn(refused, stranger, of);
  await refused.goto(`${bed.server.url}/#/templates`);
  await refused.getByText(of["templates.failedToList"]).waitFor();
  await refused.getByText(of["shell.whatToDo.denied"]).waitFor();
  await checkPage(refused);
  await refused.context().close();
});
