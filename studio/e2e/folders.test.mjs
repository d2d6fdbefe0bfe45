// Folders of very many: ten thousand objects, and ten thousand classes. What is measured is printed.
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES, PICTURE_MODEL } from "./bed.mjs";
import { checkPage, openPage, signIn } from "./browser.mjs";
import { picture } from "./material.mjs";
import { heapOf, measured, slowed } from "./measured.mjs";

const MANY = 10_000;
const BUCKET = "very-many";

const nameOf = (k) => `n${String(k).padStart(5, "0")}`;

/** A folder of objects, and one of classes with a picture each. */
const FOLDERS = {
  objects: { keyOf: (k) => `objects/${nameOf(k)}.png`, rowOf: (k) => `${nameOf(k)}.png` },
  classes: { keyOf: (k) => `classes/${nameOf(k)}/1.png`, rowOf: nameOf },
};

async function putAll() {
  const s3 = new S3Client({
    endpoint: bed.server.url,
    region: "us-east-1",
    credentials: { accessKeyId: bed.server.key, secretAccessKey: bed.server.secret },
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const all = Object.values(FOLDERS).flatMap(({ keyOf }) =>
    Array.from({ length: MANY }, (_, k) => ({
      Key: keyOf(k),
      Body: picture([k % 200, (k >> 3) % 200, (k >> 6) % 200], k, 8),
    })),
  );
  const begin = performance.now();
  const rest = all.values();
  const put = async () => {
    // All who put take from the same rest.
    for (const one of rest) await s3.send(new PutObjectCommand({ Bucket: BUCKET, ...one }));
  };
  await Promise.all(Array.from({ length: 16 }, put));
  console.log(`# ${all.length} objects put: ${Math.round(performance.now() - begin)} ms`);
  s3.destroy();
}

/** Where buckets and folders are looked through. */
const PLACES = {
  Data: (page) => page.goto(`${bed.server.url}/#/data`),
  Train: async (page, of) => {
    await page.goto(`${bed.server.url}/#/train/${PICTURE_MODEL}`);
    await page.getByRole("radio", { name: of["train.data.find"] }).click();
  },
};

/** Looks through the folder as a person would; the longest that the page did not answer. */
async function lookThrough(page, of, folder, title) {
  const row = (k) => page.getByRole("rowheader", { name: FOLDERS[folder].rowOf(k) });
  const find = page.getByRole("searchbox", { name: of["data.find"] });
  const bucket = page.getByRole("link", { name: BUCKET, exact: true });
  const link = page.getByRole("link", { name: folder, exact: true });
  const next = page.getByRole("button", { name: "Next page" });
  const all = [];
  const measure = async (what, act) =>
    all.push((await measured(page, `${title}: ${what}`, act)).longest);

  await bucket.click();
  await link.waitFor();
  const before = await heapOf(page);
  await measure("the first are shown", async () => {
    await link.click();
    await row(0).waitFor();
  });
  await measure("the last is typed, all fetched, and it is shown", async () => {
    await find.pressSequentially(nameOf(MANY - 1));
    await row(MANY - 1).waitFor();
  });
  await measure("all are shown again", async () => {
    await find.press("Control+a");
    await find.press("Delete");
    await row(0).waitFor();
  });
  await measure("one of the fetched is typed and shown", async () => {
    await find.pressSequentially(nameOf(MANY / 2));
    await row(0).waitFor({ state: "detached" });
    await row(MANY / 2).waitFor();
  });
  await find.fill("");
  await measure("twenty pages on", async () => {
    for (let k = 1; k <= 20; ++k) {
      await next.click();
      await row(10 * k).waitFor();
    }
  });
  await measure("the last page", async () => {
    await page.getByRole("button", { name: new RegExp(` ${MANY / 10}\\b`) }).click();
    await row(MANY - 1).waitFor();
  });
  const after = await heapOf(page);
  // What is older than five seconds is fetched anew when the folder is opened again.
  await page.waitForTimeout(6000);
  await measure("it is opened again, and five seconds go by", async () => {
    await bucket.click();
    await link.click();
    await row(0).waitFor();
    await page.waitForTimeout(5000);
  });
  await measure("it is chosen and checked", async () => {
    await page.getByRole("button", { name: of["data.choose"] }).click();
    const said = page.getByRole("button", { name: of["data.checkAgain"] });
    await said.or(page.getByText(of["data.checkFailed"])).waitFor();
  });
  console.log(`# ${title}: ${(after - before).toFixed(1)} MB held beside ${before.toFixed(1)}`);
  return Math.max(...all);
}

test("ten thousand in a folder stay smooth", { timeout: 15 * MINUTES }, async () => {
  const of = bed.words.en;
  await putAll();
  for (const [title, open] of Object.entries(PLACES)) {
    for (const folder of Object.keys(FOLDERS)) {
      const page = await openPage(bed.browser);
      await signIn(page, bed.server, of);
      await open(page, of);
      await slowed(page);
      const longest = await lookThrough(page, of, folder, `${title}, ${folder}`);
      assert.ok(longest < 1000, `${longest} ms`);
      await checkPage(page);
      await page.context().close();
    }
  }
});
