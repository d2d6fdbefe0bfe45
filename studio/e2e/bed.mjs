// What all tests share: one server, one browser, and the words of both languages.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch } from "./browser.mjs";
import { Server } from "./server.mjs";
import { wordsOf } from "./words.mjs";

export const MINUTES = 60_000;
/** The small models that come with the program. */
export const TEXT_MODEL = "sempurna-tc-small";
export const PICTURE_MODEL = "sempurna-ic-small";

/** @type {{server: Server, browser: import("playwright-core").Browser, words: Record<string, Record<string, string>>}} */
export const bed = { words: {} };

before(async () => {
  const programs = process.argv[2];
  assert.ok(programs, "usage: node e2e/all.mjs PROGRAM_FOLDER");
  for (const language of ["en", "id"]) bed.words[language] = await wordsOf(language);
  bed.server = await Server.start(programs);
  bed.browser = await launch();
});

after(async () => {
  await bed.browser?.close();
  await bed.server?.close();
});
