// What the Train page asks beside the data: names, instances, batches, security, and its request as code.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { bed, MINUTES, TEXT_MODEL } from "./bed.mjs";
import { checkPage, openPage, signIn } from "./browser.mjs";
import { fill } from "./words.mjs";

const run = promisify(execFile);

test(
  "a taken name is answered with a free one, a batch is multiplied, and a subnet is found",
  { timeout: 3 * MINUTES },
  async () => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, bed.server, of);
    await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
    const name = page.getByLabel(of["train.name"], { exact: true });
    await name.fill("taken");
    await page.getByRole("button", { name: of["train.submit"], exact: true }).first().click();
    await page.waitForURL(/#\/jobs\/taken$/);
    // Until it is there the form may be, which would not ask for the same name again.
    await page.getByRole("heading", { level: 1, name: "taken", exact: true }).waitFor();
    await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
    await name.fill("taken");
    await page.getByText(of["train.name.taken"]).waitFor();
    await checkPage(page);
    await page
      .getByRole("button", { name: fill(of["train.name.use"], { name: "taken-1" }) })
      .click();
    assert.equal(await name.inputValue(), "taken-1");
    await page.getByText(of["train.name.taken"]).waitFor({ state: "detached" });

    // Four GPUs share the batch; a click gives each what one had.
    await page.getByLabel(of["train.instance"]).click();
    await page.getByRole("option", { name: /ml\.p3\.8xlarge/ }).click();
    const batch = page.getByLabel("batch_size", { exact: true });
    const first = Number(await batch.inputValue());
    await page
      .getByText(fill(of["train.batch.share"], { batch: first, gpus: 4, each: first / 4 }))
      .waitFor();
    await page
      .getByRole("button", {
        name: fill(of["train.batch.multiply"], { gpus: 4, advised: 4 * first }),
      })
      .click();
    assert.equal(await batch.inputValue(), String(4 * first));
    await page
      .getByText(fill(of["train.batch.share"], { batch: 4 * first, gpus: 4, each: first }))
      .waitFor();
    await page.getByText(new RegExp(`each batch of ${4 * first} whole`)).waitFor();

    await page.getByRole("button", { name: new RegExp(`^${of["train.subnets"]} –`) }).click();
    await page.getByRole("option", { name: /subnet-lab/ }).click();
    await page.keyboard.press("Escape");
    await page.getByText(of["train.vpcBoth"]).waitFor();
    await page.getByRole("button", { name: new RegExp(`^${of["train.groups"]} –`) }).click();
    await page.getByRole("option", { name: /sg-lab/ }).click();
    await page.keyboard.press("Escape");
    await page.getByText(of["train.vpcBoth"]).waitFor({ state: "detached" });
    await checkPage(page);
    await page.context().close();
  },
);

test(
  "the request as a program makes the job that the page would",
  { timeout: 5 * MINUTES },
  async () => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, bed.server, of);
    await page.goto(`${bed.server.url}/#/train/${TEXT_MODEL}`);
    await page.getByLabel(of["train.name"], { exact: true }).fill("by-program");
    await page.getByLabel("epochs", { exact: true }).fill("1");
    await page.getByRole("button", { name: of["snippets.title"] }).click();
    await page.getByRole("tab", { name: "boto3" }).click();
    const program = await page.getByLabel("boto3", { exact: true }).last().textContent();
    await checkPage(page);
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: bed.server.key,
      AWS_SECRET_ACCESS_KEY: bed.server.secret,
    };
    await run("/usr/bin/python3", ["-W", "ignore", "-c", program], { env });

    // And again with its settings, which are those of the page before.
    await page.goto(`${bed.server.url}/#/jobs/by-program`);
    await page.getByRole("link", { name: of["jobs.trainAgain"] }).click({ timeout: 4 * MINUTES });
    const name = page.getByLabel(of["train.name"], { exact: true });
    await name.waitFor();
    assert.match(await name.inputValue(), /^by-program-\d+$/);
    assert.equal(await page.getByLabel("epochs", { exact: true }).inputValue(), "1");
    await page.getByText(fill(of["train.changed"], { count: 1 })).waitFor();
    await checkPage(page);
    await page.context().close();
  },
);
