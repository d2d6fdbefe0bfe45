// A picture of every page, in both languages, light and dark, on a desk and on a phone.
import { test } from "node:test";
import { bed, MINUTES, TEXT_MODEL as MODEL } from "./bed.mjs";
import { checkPage, openPage, signIn, takePicture } from "./browser.mjs";

const LOOKS = [
  { language: "en", theme: "light", size: "desktop" },
  { language: "id", theme: "dark", size: "desktop" },
  { language: "id", theme: "light", size: "phone" },
  { language: "en", theme: "dark", size: "phone" },
];

for (const look of LOOKS) {
  const name = `${look.language}-${look.theme}-${look.size}`;
  test(`every page in ${name}`, { timeout: 10 * MINUTES }, async () => {
    const of = bed.words[look.language];
    const page = await openPage(bed.browser, look);
    await page.goto(bed.server.url);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await checkPage(page);
    await takePicture(page, `sign-in-${name}`);
    await signIn(page, bed.server, of);
    await page.getByText(of["models.here"]).first().waitFor();
    await checkPage(page);
    await takePicture(page, `models-${name}`);
    for (const [address, file] of [
      [`train/${MODEL}`, "train"],
      ["jobs", "jobs"],
      [`jobs/${MODEL}-1`, "job"],
      [`compare/${MODEL}-1/${MODEL}-2`, "compare"],
      [`deploy/${MODEL}-1`, "deploy"],
      [`tune/${MODEL}`, "tune"],
      ["tuning/tuned", "tuning"],
      [`transform/${MODEL}-1`, "transform"],
      ["transforms/answers", "transform-job"],
      ["endpoints", "endpoints"],
      ["data", "data"],
      ["settings", "settings"],
    ]) {
      await page.goto(`${bed.server.url}/#/${address}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (file === "job" || file === "compare")
        await page.locator("[data-figure] path").first().waitFor();
      if (file === "tuning") await page.locator("[data-trials]").waitFor();
      await page.waitForTimeout(1000);
      await checkPage(page);
      await takePicture(page, `${file}-${name}`);
    }
    await page.context().close();
  });
}
