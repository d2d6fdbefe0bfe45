// A long list: a thousand jobs. What is measured is printed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES } from "./bed.mjs";
import { checkPage, openPage, signIn } from "./browser.mjs";
import { measured, slowed } from "./measured.mjs";

const JOBS = 1000;
/** So many are drawn at a time. */
const A_PAGE = 25;

/** Answers as a server of a thousand training jobs would. */
async function pretendJobs(page, count) {
  const now = Date.now() / 1000;
  await page.route("**/*", async (route) => {
    const target = route.request().headers()["x-amz-target"];
    if (target !== "SageMaker.ListTrainingJobs") return route.fallback();
    const { NextToken = "0" } = route.request().postDataJSON();
    const from = Number(NextToken);
    const jobs = Array.from({ length: Math.min(100, count - from) }, (_, k) => ({
      TrainingJobName: `job-${String(count - from - k).padStart(4, "0")}`,
      TrainingJobArn: "arn",
      CreationTime: now - 60 * (from + k),
      TrainingEndTime: now - 60 * (from + k) + 30,
      TrainingJobStatus: from + k === 0 ? "InProgress" : "Completed",
    }));
    const token = from + 100 < count ? { NextToken: String(from + 100) } : {};
    return route.fulfill({
      contentType: "application/x-amz-json-1.1",
      body: JSON.stringify({ TrainingJobSummaries: jobs, ...token }),
    });
  });
}

test("a thousand jobs stay smooth", { timeout: 5 * MINUTES }, async () => {
  const of = bed.words.en;
  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await pretendJobs(page, JOBS);
  await slowed(page);
  const opened = await measured(page, "the newest jobs are shown", async () => {
    await page.goto(`${bed.server.url}/#/jobs`);
    await page.getByText("job-1000").waitFor();
  });
  await page.getByRole("button", { name: new RegExp(`^${of["jobs.kind"]}`) }).click();
  await page.getByRole("option", { name: of["jobs.kind.training"] }).click();
  const walked = await measured(page, `all ${JOBS} are fetched`, async () => {
    const next = page.getByRole("button", { name: "Next page" });
    for (let k = 1; k < JOBS / A_PAGE; ++k) {
      await next.click();
      await page.getByText(`job-${String(JOBS - A_PAGE * (k + 1) + 1).padStart(4, "0")}`).waitFor();
    }
  });
  // One is at work, so that the newest are asked for every three seconds.
  const watched = await measured(page, "ten seconds go by", () => page.waitForTimeout(10_000));
  const chosen = await measured(page, "one is chosen", () =>
    page.getByRole("checkbox").nth(3).click(),
  );
  await checkPage(page);
  for (const { longest } of [opened, walked, watched, chosen])
    assert.ok(longest < 1000, `${longest} ms`);
  await page.context().close();
});
