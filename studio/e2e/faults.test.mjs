// What goes wrong on the way: parts that are gone, refusals, and sessions that end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES, TEXT_MODEL } from "./bed.mjs";
import { checkPage, openPage, refuse, signIn } from "./browser.mjs";
import { fill } from "./words.mjs";

const missing = (page, part) =>
  page.route(`**/_studio/assets/${part}*`, (route) => route.fulfill({ status: 404 }));

async function signInAgain(page, of) {
  await page.getByLabel(of["session.key"]).fill(bed.server.key);
  await page.getByLabel(of["session.secret"], { exact: true }).fill(bed.server.secret);
  await page.getByRole("button", { name: of["session.submit"], exact: true }).click();
}

test("a part that is gone asks for the page to be reloaded", { timeout: 2 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  // Loaded anew it has not the page of signing in.
  await page.reload();
  await page.getByRole("heading", { level: 1, name: of["models.title"] }).waitFor();
  await missing(page, "jobs_page");
  await page.goto(`${bed.server.url}/#/jobs`);
  await page.getByText(of["shell.whatToDo.renewed"]).waitFor();
  await page.getByRole("button", { name: of["shell.reload"] }).waitFor();
  assert.equal(await page.getByText(of["shell.lost"]).count(), 0);

  await missing(page, "sign_in_page");
  await page
    .getByRole("button", { name: fill(of["shell.signedInAs"], { identity: "admin" }) })
    .click();
  await page.getByRole("menuitem", { name: of["shell.signOut"] }).click();
  await page.getByText("A part of Studio could not be fetched.").waitFor();
  await page.unrouteAll();
  await page.getByRole("button", { name: /Reload/ }).click();
  await page.getByRole("heading", { level: 1, name: of["session.title"] }).waitFor();
  await page.context().close();
});

test("a language that is gone leaves the one that is shown", { timeout: 2 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await missing(page, "all.id");
  const choose = async () => {
    await page.getByRole("button", { name: /^Language/ }).click();
    await page.getByRole("menuitemcheckbox", { name: "Bahasa Indonesia" }).click();
  };
  await choose();
  await page.getByText(fill(of["shell.noLanguage"], { language: "Bahasa Indonesia" })).waitFor();
  await page.unrouteAll();
  await choose();
  await page.getByRole("heading", { level: 1, name: bed.words.id["models.title"] }).waitFor();
  await page.context().close();
});

test("a refusal stays, and is asked no more", { timeout: 2 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  const said = "not for you";
  const target = "SageMaker.DescribeTrainingJob";
  const asked = await refuse(page, target, "AccessDeniedException", said);
  // The first test's job.
  await page.goto(`${bed.server.url}/#/jobs/${TEXT_MODEL}-1`);
  await page.getByText(said).waitFor();
  const before = asked.count;
  await page.waitForTimeout(3000);
  assert.equal(asked.count, before);
  await checkPage(page);
  await page.unrouteAll();
  await page.getByRole("button", { name: of["shell.tryAgain"] }).click();
  await page.getByText(of["jobs.facts.arn"]).waitFor();
  await page.context().close();
});

test("what was filled in outlives a session that ends", { timeout: 2 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
  const name = page.getByLabel(of["train.name"], { exact: true });
  await name.fill("");
  assert.equal(await name.inputValue(), "");
  // From the lower button too one is led to what is wrong.
  const press = page.getByRole("button", { name: of["train.submit"], exact: true });
  await press.last().click();
  await page.getByText(of["train.needFix"]).first().waitFor();
  assert.ok(await name.evaluate((field) => field === document.activeElement));
  await name.fill("my-own-name");
  await refuse(page, "SageMaker.CreateTrainingJob", "ExpiredTokenException", "expired", 1);
  await press.first().click();
  await page.getByText(of["session.expired"], { exact: true }).waitFor();
  await signInAgain(page, of);
  await name.waitFor();
  assert.equal(await name.inputValue(), "my-own-name");
  await page.context().close();
});

test("what was refused is not said of what was changed", { timeout: 2 * MINUTES }, async () => {
  const of = bed.words.id;
  const page = await openPage(bed.browser, { language: "id" });
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
  const press = page.getByRole("button", { name: of["train.submit"], exact: true });
  await refuse(page, "SageMaker.CreateTrainingJob", "ValidationException", "too many", 1);
  await press.first().click();
  await page.getByText("too many").waitFor();
  await page.getByText(of["train.failed"], { exact: true }).first().waitFor();
  await checkPage(page);
  await page.getByLabel("epochs", { exact: true }).fill("2");
  await page.getByText("too many").waitFor({ state: "detached" });
  assert.equal(await page.getByText(of["train.failed"], { exact: true }).count(), 0);
  await page.context().close();
});

test("a job is made by the name that was pressed", { timeout: 2 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
  const name = page.getByLabel(of["train.name"], { exact: true });
  await name.fill("pressed-name");
  const held = deferred();
  await page.route("**/*", async (route) => {
    if (route.request().headers()["x-amz-target"] !== "SageMaker.CreateTrainingJob") {
      return route.fallback();
    }
    await held.promise;
    return route.fulfill({
      contentType: "application/x-amz-json-1.1",
      body: JSON.stringify({ TrainingJobArn: "arn" }),
    });
  });
  await page.getByRole("button", { name: of["train.submit"], exact: true }).first().click();
  await name.fill("another-name");
  held.resolve();
  await page.waitForURL(/#\/jobs\/pressed-name$/);
  await page.context().close();
});

function deferred() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.resolve = resolve;
  });
  return made;
}
