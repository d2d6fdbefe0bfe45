import { describe, expect, it } from "vitest";
import { isAsAsked } from "../src/names/use_making";
import { freeName, isJobName, nameBase, withoutNumber } from "../src/names/job_name";

describe("names of jobs", () => {
  it.each(["a", "A-b--c", "x".repeat(63), "1"])("%s is one", (name) => {
    expect(isJobName(name)).toBe(true);
  });

  it.each(["", "-a", "a-", "a_b", "a b", "ä", "x".repeat(64)])("'%s' is none", (name) => {
    expect(isJobName(name)).toBe(false);
  });

  it("are suggested by the model, and the first free number", () => {
    expect(nameBase("huggingface/bert_base.v2")).toBe("huggingface-bert-base-v2");
    expect(nameBase("--")).toBe("job");
    expect(freeName("flowers", new Set())).toBe("flowers-1");
    expect(freeName("flowers", new Set(["flowers-1", "flowers-2", "flowers-4"]))).toBe("flowers-3");
  });

  it("are those that are wished for, where they are free", () => {
    const taken = new Set(["flowers-1"]);
    expect(freeName("flowers", taken, 63, "flowers-3")).toBe("flowers-3");
    expect(freeName("flowers", taken, 63, "flowers")).toBe("flowers");
    expect(freeName("flowers", taken, 63, "flowers-1")).toBe("flowers-2");
  });

  it("that are suggested can be had, however long the model's is", () => {
    const base = nameBase("long-".repeat(30));
    const taken = new Set(Array.from({ length: 999 }, (_, k) => `${base}-${k + 1}`));
    const name = freeName(base, taken);
    expect(name.endsWith("-1000")).toBe(true);
    expect(isJobName(name)).toBe(true);
  });

  it("lose the number that was suggested", () => {
    expect(withoutNumber("flowers-12")).toBe("flowers");
    expect(withoutNumber("flowers-12345")).toBe("flowers-12345");
    expect(withoutNumber("flowers")).toBe("flowers");
  });
});

describe("what was refused", () => {
  const tags = ["a"];
  const asked = {
    settings: { name: null as string | null, role: "r", tags },
    name: "flowers-1",
  };

  it("is still asked for where its proposed name was kept", () => {
    const settings = { name: "flowers-1", role: "r", tags };
    expect(isAsAsked(asked, { settings, name: "flowers-1" })).toBe(true);
  });

  it("is not once anything of it is another", () => {
    expect(isAsAsked(asked, { ...asked, name: "roses" })).toBe(false);
    const settings = { ...asked.settings, role: "other" };
    expect(isAsAsked(asked, { ...asked, settings })).toBe(false);
  });
});
