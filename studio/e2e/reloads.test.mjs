// A job that is watched over fifty reloads loses no point of its curves and gets none that is another's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES, TEXT_MODEL } from "./bed.mjs";
import { openPage, signIn } from "./browser.mjs";

const RELOADS = 50;

/** All points that are drawn, as "loss training 0.5": 0.693. */
async function pointsOf(page) {
  await page.locator("[data-figure]").first().waitFor();
  const figures = await page
    .locator("[data-figure]")
    .evaluateAll((all) => all.map((one) => [one.dataset.figure, one.studioLines]));
  assert.equal(figures.length, 2);
  return new Map(
    figures.flatMap(([figure, lines]) =>
      lines.flatMap(({ title, points }) =>
        points.map(({ x, y }) => [`${figure} ${title} ${x}`, y]),
      ),
    ),
  );
}

/** Each point of `before` must be one of `now`, as it was. */
function assertKept(before, now, when) {
  for (const [place, y] of before) {
    assert.ok(now.has(place), `${when}: ${place} is gone`);
    assert.equal(now.get(place), y, `${when}: ${place}`);
  }
}

test("fifty reloads in mid-job lose no point", { timeout: 20 * MINUTES }, async () => {
  const of = bed.words.en;
  const watching = await openPage(bed.browser);
  await signIn(watching, bed.server, of);
  await watching.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
  await watching.getByLabel(of["train.name"], { exact: true }).fill("reloaded");
  await watching.getByLabel("epochs", { exact: true }).fill("200");
  await watching.getByRole("button", { name: of["train.submit"], exact: true }).first().click();
  await watching.waitForURL(/#\/jobs\/reloaded$/);
  await watching
    .locator("[data-figure]")
    .first()
    .waitFor({ timeout: 5 * MINUTES });

  const page = await openPage(bed.browser);
  await signIn(page, bed.server, of);
  await page.goto(`${bed.server.url}/#/jobs/reloaded`);
  let before = await pointsOf(page);
  const first = before.size;
  for (let k = 1; k <= RELOADS; ++k) {
    await page.reload();
    const now = await pointsOf(page);
    assertKept(before, now, `reload ${k}`);
    before = now;
  }
  // It was in mid-job all the time, and went on.
  await page.getByRole("button", { name: of["jobs.stop"], exact: true }).waitFor();
  assert.ok(before.size > first, `${first} points became ${before.size}`);

  await page.getByRole("button", { name: of["jobs.stop"], exact: true }).click();
  await page.getByRole("button", { name: of["jobs.stop.confirm"] }).click();
  for (const one of [page, watching]) {
    await one
      .getByText(of["jobs.status.Stopped"], { exact: true })
      .first()
      .waitFor({ timeout: 3 * MINUTES });
    // The last question may still be on its way.
    await one.waitForTimeout(2000);
  }
  // Who has never reloaded has seen the very same.
  const seen = await pointsOf(watching);
  await page.reload();
  const ended = await pointsOf(page);
  assertKept(before, ended, "the end");
  assert.deepEqual([...seen].sort(), [...ended].sort());
  console.log(`# ${RELOADS} reloads, ${first} points at first, ${ended.size} in the end`);
  for (const one of [page, watching]) await one.context().close();
});
