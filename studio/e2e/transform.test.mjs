// A model answers for a folder: where the answers are, what is wrong with some, and a stop.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES, TEXT_MODEL } from "./bed.mjs";
import { checkPage, openPage, refuse, signIn, takePicture } from "./browser.mjs";
import { fill } from "./words.mjs";

// The first test's job.
const JOB = `${TEXT_MODEL}-1`;

/** Opens the page that asks, and uploads files as its input. */
async function openWith(page, of, files, name) {
  await page.goto(`${bed.server.url}/#/jobs/${JOB}`);
  await page.getByRole("link", { name: of["jobs.transform"] }).click();
  await page.getByLabel(of["transform.name"], { exact: true }).fill(name);
  await page.locator("input[data-files=files]").setInputFiles(
    files.map(([file, text]) => ({
      name: file,
      mimeType: "text/plain",
      buffer: Buffer.from(text),
    })),
  );
  await page.getByText(fill(of["data.uploaded"], { count: files.length })).waitFor();
}

const start = (page, of) =>
  page.getByRole("button", { name: of["transform.submit"], exact: true }).click();

test("a model answers for each line of a folder's objects", { timeout: 4 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/transform/${JOB}`);
  await page.getByLabel(of["transform.name"], { exact: true }).waitFor();
  await start(page, of);
  await page.getByText(of["train.data.chooseFolder"]).waitFor();
  await checkPage(page);

  await openWith(page, of, [["lines.txt", "It was good.\nIt was bad.\n"]], "answers");
  await page.getByText(of["data.chosen"]).waitFor();
  await checkPage(page);
  await start(page, of);
  await page.waitForURL(/#\/transforms\/answers$/);
  await page
    .getByText(of["jobs.status.Completed"], { exact: true })
    .first()
    .waitFor({ timeout: 2 * MINUTES });
  await page.getByText(/1 object done, 2 records answered/).waitFor();
  await checkPage(page);
  await takePicture(page, "transform-done-en-light-desktop");
  await page.getByRole("link", { name: of["transform.open"] }).click();
  await page.getByText("lines.txt.out").waitFor();
  await checkPage(page);

  await page.goto(`${bed.server.url}/#/jobs`);
  await page.getByRole("link", { name: "answers", exact: true }).click();
  await page.getByText(of["transform.arn"]).waitFor();
  await page.goto(`${bed.server.url}/#/transform/${JOB}`);
  await page.getByLabel(of["transform.name"], { exact: true }).fill("answers");
  await page.getByText(of["transform.name.taken"]).waitFor();
  await page.context().close();
});

test(
  "a batch transform that fails says why, and one is stopped",
  { timeout: 4 * MINUTES },
  async () => {
    const of = bed.words.id;
    const page = await openPage(bed.browser, { language: "id" });
    await signIn(page, bed.server, of);
    const wrong = Buffer.from([0x67, 0xff, 0xfe, 0x0a]);
    await openWith(page, of, [["wrong.txt", wrong]], "failing-answers");
    await start(page, of);
    await page.getByText(of["transform.failure"]).waitFor({ timeout: 2 * MINUTES });
    await page
      .getByText(/wrong\.txt/)
      .first()
      .waitFor();
    await checkPage(page);

    const many = "A fine day, and a good one for all of us.\n".repeat(60_000);
    await openWith(page, of, [["many.txt", many]], "stopped-answers");
    await start(page, of);
    await page.getByRole("button", { name: of["jobs.stop"], exact: true }).click();
    await page.getByText(of["transform.stop.more"]).waitFor();
    await page.getByRole("button", { name: of["jobs.stop.confirm"] }).click();
    await page
      .getByText(of["jobs.status.Stopped"], { exact: true })
      .first()
      .waitFor({ timeout: 2 * MINUTES });
    await checkPage(page);

    await refuse(page, "SageMaker.DescribeTransformJob", "AccessDeniedException", "none for you");
    await page.goto(`${bed.server.url}/#/transforms/answers`);
    await page.getByText("none for you").waitFor();
    await page.getByRole("link", { name: of["jobs.toJobs"] }).waitFor();
    await checkPage(page);
    await page.unrouteAll();
    await page.goto(`${bed.server.url}/#/transforms/no-such-job`);
    await page.getByText(/Could not find requested job with name: no-such-job/).waitFor();
    assert.equal(await page.getByText("none for you").count(), 0);
    await page.context().close();
  },
);
