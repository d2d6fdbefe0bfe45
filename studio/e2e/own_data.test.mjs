// One's own data: uploaded, checked, found, and trained on.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bed, MINUTES, PICTURE_MODEL, TEXT_MODEL } from "./bed.mjs";
import { checkPage, openPage, signIn, takePicture } from "./browser.mjs";
import { BLUE, colours, GREEN, picture, RED, texts } from "./material.mjs";
import { fill } from "./words.mjs";

/** Opens the Train page of a model, and on it the way to one's own data. */
async function findData(page, of, model, server = bed.server) {
  await page.goto(`${server.url}/#/train/${model}`);
  await page.getByRole("heading", { level: 2, name: of["train.data"] }).waitFor();
  await page.getByRole("radio", { name: of["train.data.find"] }).click();
}

/** Gives files as if they were chosen. */
async function give(page, kind, files) {
  await page.locator(`input[data-files=${kind}]`).setInputFiles(files);
}

const file = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });

test(
  "an archive of pictures is unpacked, checked, trained on, deployed and tried",
  { timeout: 10 * MINUTES },
  async () => {
    const of = bed.words.id;
    const page = await openPage(bed.browser, { language: "id" });
    await signIn(page, bed.server, of);
    await findData(page, of, PICTURE_MODEL);
    await page.getByText(of["data.checkNothing"]).waitFor();
    await checkPage(page);

    await give(page, "files", file("colours.zip", await colours()));
    await page.getByText(fill(of["data.uploaded"], { count: 24 })).waitFor();
    await page.getByText(fill(of["data.skipped"], { count: 1 })).waitFor();
    await page.getByText(of["data.chosen"]).waitFor();
    await page.getByText(fill(of["data.classesOf"], { classes: 2, examples: 24 })).waitFor();
    await page.locator("[data-classes='2'] svg").first().waitFor();
    const samples = page.locator(".studio-samples img");
    assert.ok((await samples.count()) >= 4);
    await samples.first().waitFor();
    assert.ok(
      await samples.first().evaluate((image) => image.decode().then(() => image.naturalWidth > 0)),
    );
    await checkPage(page);
    await takePicture(page, "own-data-id-light-desktop");

    // Enough to have a model, not to have a good one.
    await page.getByLabel("epochs", { exact: true }).fill("2");
    await page.getByRole("button", { name: of["train.submit"], exact: true }).first().click();
    await page.waitForURL(/#\/jobs\//);
    const job = new URL(page.url()).hash.split("/").pop();
    await page.getByRole("link", { name: of["jobs.deploy"] }).click({ timeout: 8 * MINUTES });
    await page
      .getByRole("heading", { level: 1, name: fill(of["deploy.title"], { name: job }) })
      .waitFor();
    await checkPage(page);
    await page.getByRole("button", { name: of["deploy.submit"], exact: true }).click();
    await page.waitForURL(/#\/endpoints\//);
    await page.getByText(of["try.drop"]).waitFor({ timeout: 2 * MINUTES });
    await checkPage(page);
    await give(page, "picture", file("mine.png", picture(RED, 77)));
    const predicted = page.locator("[data-predicted]");
    await predicted.waitFor();
    assert.match(await predicted.getAttribute("data-predicted"), /^(red|blue)$/);
    assert.equal(await page.locator(".studio-bars > li").count(), 2);
    await checkPage(page);
    await takePicture(page, "try-picture-id-light-desktop");
    // What is no picture is said to be none, and is not shown as one.
    await give(page, "picture", file("mine.txt", Buffer.from("no picture")));
    await page.getByText(fill(of["try.noPicture"], { name: "mine.txt" })).waitFor();
    assert.equal(await page.locator("img.studio-preview").count(), 0);
    assert.equal(await predicted.count(), 0);
    await takePicture(page, "no-picture-id-light-desktop");

    // Trained again, its data is said, and the folder that is open is the one that is used.
    await page.goto(`${bed.server.url}/#/train/${PICTURE_MODEL}/${job}`);
    await page.getByText(of["data.chosen"]).waitFor();
    await page.getByText(/^s3:\/\/.*\/data\/colours\/$/).waitFor();
    await page.getByRole("link", { name: "blue", exact: true }).waitFor();
    await checkPage(page);
    await takePicture(page, "train-again-id-light-desktop");
    await page.context().close();
  },
);

test(
  "class folders that are given one by one are classes of one data set",
  { timeout: 3 * MINUTES },
  async () => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, bed.server, of);
    await page.goto(`${bed.server.url}/#/train/${PICTURE_MODEL}`);
    await page.getByRole("radio", { name: of["train.data.upload"] }).click();
    await page.getByText(of["data.dropClass"]).waitFor();
    await checkPage(page);
    await takePicture(page, "upload-en-light-desktop");
    const root = await mkdtemp(join(tmpdir(), "sempurna-classes-"));
    try {
      for (const [name, colour] of Object.entries({ red: RED, blue: BLUE, green: GREEN })) {
        // It goes beside the class that is open, too.
        if (name === "green") await page.getByRole("link", { name: "blue", exact: true }).click();
        await mkdir(join(root, name));
        for (let k = 0; k < 12; ++k) {
          await writeFile(join(root, name, `${k}.png`), picture(colour, k));
        }
        await give(page, "folder", join(root, name));
        await page.getByText(fill(of["data.oneClass"].split("{to}")[0], { name })).waitFor();
        await page.getByText(/^s3:\/\/.*\/data\/pictures\/$/).waitFor();
      }
    } finally {
      await rm(root, { recursive: true });
    }
    await page.getByText(fill(of["data.classesOf"], { classes: 3, examples: 36 })).waitFor();
    await page.locator("[data-classes='3'] svg").first().waitFor();
    await checkPage(page);
    await takePicture(page, "class-folders-en-light-desktop");
    await page.context().close();
  },
);

test(
  "bad rows are shown with what to do, and good ones after them are fit",
  { timeout: 3 * MINUTES },
  async () => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, bed.server, of);
    await findData(page, of, TEXT_MODEL);
    const bad = Buffer.concat([texts(), Buffer.from("often,no number\n")]);
    await give(page, "files", file("data.csv", bad));
    await page.getByText(fill(of["data.unfit"], { count: 1 })).waitFor();
    await page
      .getByText(/data\.csv, row 81/)
      .first()
      .waitFor();
    await checkPage(page);
    await takePicture(page, "bad-data-en-light-desktop");

    // The folder is open now: the same name replaces the file, and the check is run anew.
    const worse = Buffer.concat([texts(), Buffer.from("often,no number\n".repeat(60))]);
    await give(page, "files", file("data.csv", worse));
    await page.getByText(fill(of["data.unfit"], { count: 60 })).waitFor();
    const last = page.getByText(/data\.csv, row 140/);
    assert.equal(await last.count(), 0);
    await page.getByRole("button", { name: fill(of["data.showMore"], { count: 10 }) }).click();
    await last.waitFor();
    await give(page, "files", file("data.csv", texts()));
    await page.getByText(fill(of["data.unfit"], { count: 60 })).waitFor({ state: "detached" });
    await page.getByText(fill(of["data.classesOf"], { classes: 2, examples: 80 })).waitFor();
    await page
      .getByText(/a fine paper .*"really" good/)
      .first()
      .waitFor();
    await checkPage(page);

    // Nothing that could be used.
    await give(page, "files", file(".DS_Store", Buffer.from("x")));
    await page.getByText(of["data.nothing"]).waitFor();
    await give(page, "files", file("broken.zip", Buffer.from("no archive")));
    await page.getByText(fill(of["data.archive.unreadable"], { archive: "broken.zip" })).waitFor();

    // A typed location is checked too, and one that is not there is said by the server.
    await page.getByRole("radio", { name: of["train.data.s3"] }).click();
    const uri = page.getByPlaceholder(of["train.data.uriHint"]);
    await uri.fill("s3://no-such-bucket/x");
    await page.getByText(of["data.checkFailed"]).waitFor();
    await page
      .getByLabel(of["data.check"])
      .getByText(/no-such-bucket/)
      .waitFor();
    await checkPage(page);
    await page.context().close();
  },
);

test(
  "folders are looked through, and a folder that is dropped becomes a data set",
  { timeout: 3 * MINUTES },
  async () => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, bed.server, of);
    await findData(page, of, TEXT_MODEL);
    await page.getByRole("link", { name: /^sagemaker-/ }).click();
    await page.getByRole("link", { name: "data", exact: true }).click();
    await page.getByRole("button", { name: of["data.choose"] }).waitFor();
    await page.getByRole("link", { name: of["data.buckets"] }).click();
    // As a browser gives a dropped folder to a page.
    await page.evaluate(
      ([selector, text]) => {
        const file = new File([text], "data.csv");
        const entry = {
          isFile: true,
          isDirectory: false,
          fullPath: "/reviews/data.csv",
          file: (done) => done(file),
        };
        let rest = [entry];
        const folder = {
          isFile: false,
          isDirectory: true,
          fullPath: "/reviews",
          createReader: () => ({
            readEntries: (done) => {
              const some = rest;
              rest = [];
              done(some);
            },
          }),
        };
        const event = new Event("drop", { bubbles: true, cancelable: true });
        Object.defineProperty(event, "dataTransfer", {
          value: { items: [{ kind: "file", webkitGetAsEntry: () => folder }], files: [] },
        });
        document.querySelector(selector).dispatchEvent(event);
      },
      [".studio-drop", texts().toString()],
    );
    await page.getByText(of["data.chosen"]).waitFor();
    await page.getByText("reviews", { exact: true }).waitFor();
    await page.getByText(fill(of["data.classesOf"], { classes: 2, examples: 80 })).waitFor();
    await checkPage(page);
    await page.context().close();
  },
);

test("whoever may list nothing types, and is told why", { timeout: 3 * MINUTES }, async () => {
  const of = bed.words.en;
  const ana = await bed.server.identity("ana", [
    { Effect: "Allow", Action: ["s3:GetObject", "sagemaker:*"], Resource: "*" },
    {
      Effect: "Deny",
      Action: ["s3:ListAllMyBuckets", "iam:List*", "ec2:Describe*"],
      Resource: "*",
    },
  ]);
  const page = await openPage(bed.browser);
  await signIn(page, ana, of);
  await findData(page, of, TEXT_MODEL);
  await page.getByText(of["data.bucketsFailed"]).waitFor();
  await page.getByText(of["shell.whatToDo.denied"]).first().waitFor();
  // The role is typed, since there is no list, and is the default all the same.
  const role = page.getByRole("textbox", { name: of["train.role"] });
  assert.match(await role.inputValue(), /role\/trainer$/);
  await page
    .getByText(/iam:ListRoles/)
    .first()
    .waitFor();
  await checkPage(page);
  await takePicture(page, "may-not-list-en-light-desktop");
  await page.context().close();
});
