import { describe, expect, it } from "vitest";
import type { ModelCard } from "../src/api/cards";
import { familiesOf, filterCards, languagesOf, NO_FILTERS } from "../src/models/filters";
import { groupCards } from "../src/models/groups";

function card(id: string, family: string, part: Partial<ModelCard> = {}): ModelCard {
  return {
    ModelId: id,
    Name: id.toUpperCase(),
    Task: "text-classification",
    Family: family,
    Description: "A model.",
    Parameters: 10,
    SizeBytes: 10,
    Licence: "apache-2.0",
    Provenance: "",
    FineTunable: true,
    WhyNotFineTunable: "",
    IsHere: false,
    Hub: "",
    Aliases: [],
    Languages: ["en"],
    FitsMachine: true,
    ...part,
  };
}

const CARDS = [
  card("bert-large", "bert", { Parameters: 90 }),
  card("albert", "albert", { Aliases: ["tensorflow-tc-albert"] }),
  card("bert-here", "bert", { IsHere: true, Parameters: 50 }),
  card("bert-tiny", "bert", { Parameters: 1 }),
  card("vit", "vit", { Task: "image-classification", FineTunable: false }),
];

const ids = (cards: ModelCard[]) => cards.map((one) => one.ModelId);

describe("filters", () => {
  it("show all at first", () => {
    expect(filterCards(CARDS, NO_FILTERS)).toHaveLength(CARDS.length);
  });

  it("find every word anywhere, aliases too", () => {
    expect(ids(filterCards(CARDS, { ...NO_FILTERS, text: " TensorFlow  model" }))).toEqual([
      "albert",
    ]);
    expect(filterCards(CARDS, { ...NO_FILTERS, text: "tensorflow bird" })).toEqual([]);
  });

  it("go together", () => {
    expect(ids(filterCards(CARDS, { ...NO_FILTERS, only: "here" }))).toEqual(["bert-here"]);
    expect(
      filterCards(CARDS, { ...NO_FILTERS, only: "fineTunable", task: "image-classification" }),
    ).toEqual([]);
    expect(ids(filterCards(CARDS, { ...NO_FILTERS, family: "albert" }))).toEqual(["albert"]);
  });

  it("know which models read a language and which fit the machine", () => {
    const some = [
      card("indobert", "bert", { Languages: ["id"] }),
      card("xlm", "xlm-roberta", { Languages: ["mul"], FitsMachine: false }),
      card("bert", "bert"),
      card("vit", "vit", { Languages: [] }),
    ];
    expect(ids(filterCards(some, { ...NO_FILTERS, language: "id" }))).toEqual(["indobert", "xlm"]);
    expect(ids(filterCards(some, { ...NO_FILTERS, only: "fits" }))).toEqual([
      "indobert",
      "bert",
      "vit",
    ]);
    expect(languagesOf(some)).toEqual(["en", "id", "mul"]);
  });

  it("know the families of a task", () => {
    expect(familiesOf(CARDS, "text-classification")).toEqual(["albert", "bert"]);
    expect(familiesOf(CARDS, "all")).toEqual(["albert", "bert", "vit"]);
  });
});

describe("groups", () => {
  it("are by task and family, what is here first, small before large", () => {
    const groups = groupCards(CARDS).map(({ task, families }) => [
      task,
      families.map(({ family, cards }) => [family, ids(cards)]),
    ]);
    expect(groups).toEqual([
      [
        "text-classification",
        [
          ["bert", ["bert-here", "bert-tiny", "bert-large"]],
          ["albert", ["albert"]],
        ],
      ],
      ["image-classification", [["vit", ["vit"]]]],
    ]);
  });
});
