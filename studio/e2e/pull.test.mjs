// A model whose weights are not on the server is pulled from its card and from its page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bed, MINUTES } from "./bed.mjs";
import { checkPage, openPage, signIn, takePicture } from "./browser.mjs";
import { Hub } from "./hub.mjs";
import { Server } from "./server.mjs";
import { fill } from "./words.mjs";

const ON_CARD = { id: "huggingface-ic-resnet-18", name: "ResNet-18", hub: "microsoft/resnet-18" };
const ON_PAGE = { id: "huggingface-ic-resnet-34", name: "ResNet-34", hub: "microsoft/resnet-34" };

/** A server of the test's own that fetches from a hub of its own. */
async function withHub(work) {
  const hub = await Hub.start();
  process.env.HF_ENDPOINT = hub.url;
  const server = await Server.start(process.argv[2]);
  try {
    await work(hub, server);
  } finally {
    delete process.env.HF_ENDPOINT;
    await server.close();
    await hub.close();
  }
}

/** The text as the beginning of an accessible name. */
const beginning = (text, values) =>
  new RegExp(fill(text, values).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

test("a model is pulled with its size said first and its progress", { timeout: 4 * MINUTES }, () =>
  withHub(async (hub, server) => {
    const of = bed.words.en;
    const page = await openPage(bed.browser);
    await signIn(page, server, of);
    await page.getByLabel(of["models.search"]).fill(ON_CARD.id);
    const button = page.getByRole("button", { name: new RegExp(`${ON_CARD.name}$`) });
    assert.match(await button.textContent(), beginning(of["models.pull"], { size: "47 MB" }));
    await checkPage(page);

    // The hub has no such model.
    await button.click();
    await page.getByText(of["models.pull.failed"]).waitFor();
    await checkPage(page);
    await takePicture(page, "pull-failed-en-light-desktop");

    await hub.publish(ON_CARD.hub);
    await hub.beSlow(true);
    await button.click();
    const label = fill(of["models.pull.underWayOf"], { name: ON_CARD.name });
    await page.getByRole("progressbar", { name: label }).waitFor();
    await page.getByText(of["models.pull.underWay"]).first().waitFor();
    await checkPage(page);
    await takePicture(page, "pull-en-light-desktop");
    // A reload loses nothing.
    await page.reload();
    await page.getByLabel(of["models.search"]).fill(ON_CARD.id);
    await page.getByRole("progressbar", { name: label }).waitFor();
    await hub.beSlow(false);
    await page
      .getByRole("button", { name: fill(of["models.trainOn"], { name: ON_CARD.name }) })
      .or(page.getByRole("link", { name: fill(of["models.trainOn"], { name: ON_CARD.name }) }))
      .waitFor();
    await page.context().close();
  }),
);

test("the Train page pulls what it needs", { timeout: 4 * MINUTES }, () =>
  withHub(async (hub, server) => {
    const of = bed.words.id;
    const page = await openPage(bed.browser, { language: "id", theme: "dark", size: "phone" });
    await signIn(page, server, of);
    await hub.publish(ON_PAGE.hub);
    await hub.beSlow(true);
    await page.goto(`${server.url}/#/train/${ON_PAGE.id}`);
    await page.getByText(of["train.notHere"]).waitFor();
    await page.getByRole("button", { name: new RegExp(`${ON_PAGE.name}$`) }).click();
    await page.getByText(of["models.pull.underWay"]).first().waitFor();
    await checkPage(page);
    await takePicture(page, "pull-train-id-dark-phone");
    await hub.beSlow(false);
    await page.getByRole("button", { name: of["train.submit"], exact: true }).first().waitFor();
    await page.context().close();

    // Whoever may not is told so.
    const reader = await server.identity("reader", [
      { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
    ]);
    const other = await openPage(bed.browser);
    await signIn(other, reader, bed.words.en);
    await other.getByLabel(bed.words.en["models.search"]).fill(ON_CARD.id);
    await other.getByRole("button", { name: new RegExp(`${ON_CARD.name}$`) }).click();
    await other.getByText(bed.words.en["models.pull.refused"]).waitFor();
    await other.getByText(/sempurna:PullModel/).waitFor();
    await checkPage(other);
    await other.context().close();
  }),
);
