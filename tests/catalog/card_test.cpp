#include "catalog/card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/error.h"
#include "base/files.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

constexpr auto kCard = R"(id: pytorch-ic-tiny
name: Tiny
task: image-classification
family: resnet
aliases: [tensorflow-ic-tiny-4]
languages: [en, id]
description: A picture model.
parameters: 12
licence: apache-2.0
hyperparameters: {epochs: 2}
fresh_head: {epochs: 7, learning_rate: 0.01}
)";

std::string fault(const std::string& yaml) {
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "c.yaml", yaml);
  try {
    read_card(folder.path() / "c.yaml", folder.path());
  } catch (const Error& error) {
    return std::string(error.what()).substr(folder.path().string().size() + 1);
  }
  return "read";
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = kCard;
  return text.replace(text.find(from), from.size(), to);
}

TEST(Card, SurvivesBeingWrittenAndRead) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "c.yaml";
  write_file_atomic(file, kCard);
  const Card card = read_card(file, folder.path());
  write_card(card, folder.path() / "d.yaml");
  const Card again = read_card(folder.path() / "d.yaml", folder.path());
  EXPECT_EQ(to_json(card), to_json(again));
  EXPECT_EQ(again.languages, (std::vector<std::string>{"en", "id"}));
  EXPECT_EQ(again.aliases, std::vector<std::string>{"tensorflow-ic-tiny-4"});
  EXPECT_EQ(again.hyperparameters.at("epochs"), "2");
  EXPECT_EQ(again.fresh_head, card.fresh_head);
  EXPECT_FALSE(again.here());
}

TEST(Card, AFaultIsNamedWithItsPlace) {
  EXPECT_EQ(fault(with("licence", "license")),
            "c.yaml, line 9: a card has no member license. Did you mean licence?");
  EXPECT_EQ(fault(with("parameters: 12", "parameters: many")),
            "c.yaml, line 8: parameters has a value of the wrong kind");
  EXPECT_EQ(fault(with("pytorch-ic-tiny", "Tiny_1")),
            "c.yaml: the id Tiny_1 cannot be used: an id holds only lower-case letters, digits and "
            "hyphens");
  EXPECT_EQ(fault(with("epochs", "epoch")),
            "c.yaml: there is no hyperparameter epoch. Did you mean epochs?");
  EXPECT_EQ(fault(with("epochs: 7", "epochs: 0")),
            "c.yaml: hyperparameter epochs is '0', but must be a whole number from 1 to 1000");
  EXPECT_EQ(fault(with("name: Tiny\n", "")), "c.yaml has no name");
  EXPECT_EQ(fault(std::string(kCard) + "fine_tunable: false\n"),
            "c.yaml is not fine-tunable but has no not_fine_tunable_because");
  EXPECT_EQ(fault(with("family: resnet", "family: renset")),
            "c.yaml: there is no family renset that can be trained. Did you mean resnet?");
  EXPECT_EQ(fault(with("family: resnet", "family: bert")),
            "c.yaml: the task is image-classification, but models of the family bert do "
            "text-classification");
  EXPECT_EQ(fault(with("family: resnet", "family: gpt2") +
                  "fine_tunable: false\nnot_fine_tunable_because: It writes.\n"),
            "read");
  EXPECT_EQ(fault("[1, 2"), "c.yaml, line 1: end of sequence flow not found");
}

Card card_of(const std::string& yaml) {
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "c.yaml", yaml);
  return read_card(folder.path() / "c.yaml", folder.path());
}

TEST(CardDefaults, AreOthersWhenTheTopLayerStartsAnew) {
  const Card card = card_of(kCard);
  EXPECT_EQ(card.defaults({}, false), (Card::Defaults{{"epochs", "2"}}));
  EXPECT_EQ(card.defaults({}, true), (Card::Defaults{{"epochs", "7"}, {"learning_rate", "0.01"}}));
}

TEST(CardDefaults, ATopLayerThatIsTrainedAloneIsSolvedForUnlessToldHow) {
  const Card frozen = card_of(with("epochs: 2", "train_only_top_layer: \"True\""));
  EXPECT_EQ(frozen.defaults({}, true).at("optimizer"), "lbfgs");
  EXPECT_FALSE(frozen.defaults({}, false).contains("optimizer"));
  for (const char* told : {"optimizer", "epochs", "learning_rate"}) {
    const std::string value = std::string(told) == "optimizer" ? "sgd" : "1";
    EXPECT_FALSE(frozen.defaults({{told, value}}, true).contains("optimizer")) << told;
  }
  EXPECT_FALSE(frozen.defaults({{"train_only_top_layer", "False"}}, true).contains("optimizer"));
  const Card whole = card_of(kCard);
  EXPECT_EQ(whole.defaults({{"train_only_on_top", "True"}}, true).at("optimizer"), "lbfgs");
}

TEST(CardDefaults, ATopLayerThatIsTrainedAloneInStepsIsNotGivenTheRateOfAWholeModel) {
  const Card small = card_of(with("learning_rate: 0.01", "learning_rate: 1e-4"));
  const Card::Defaults alone = {{"train_only_top_layer", "True"}, {"epochs", "5"}};
  EXPECT_EQ(small.defaults(alone, true).at("learning_rate"), "0.001");
  EXPECT_EQ(small.defaults({{"epochs", "5"}}, true).at("learning_rate"), "1e-4");
  EXPECT_EQ(card_of(kCard).defaults(alone, true).at("learning_rate"), "0.01");
}

TEST(Catalog, EveryCardThatComesWithTheProgramIsRightAndLiesInTheFileOfItsName) {
  const TemporaryFolder home;
  const Catalog catalog = Catalog::open(source_tree(), home.path());
  EXPECT_GE(catalog.cards().size(), 30U);
  bool refused = false;
  std::set<std::string> aliases;
  for (const Card& card : catalog.cards()) {
    for (const auto& alias : card.aliases) {
      EXPECT_TRUE(aliases.insert(alias).second) << alias;
      EXPECT_EQ(catalog.at(alias).id, card.id);
    }
    EXPECT_TRUE(fs::exists(source_tree() / "cards" / (card.id + ".yaml"))) << card.id;
    // What comes without weights has none.
    EXPECT_EQ(card.parameters > 0, card.family != "words") << card.id;
    EXPECT_TRUE(card.here() || !card.hub.empty()) << card.id;
    refused = refused || !card.fine_tunable;
  }
  EXPECT_TRUE(refused);
}

TEST(Catalog, HoldsThePublishedModelsToOneCommitButForThoseWhoseIsNotKnown) {
  const TemporaryFolder home;
  const Catalog catalog = Catalog::open(source_tree(), home.path());
  std::vector<std::string> open;
  for (const Card& card : catalog.cards()) {
    if (card.hub.empty()) continue;
    const bool is_commit = card.revision.size() == 40 &&
                           card.revision.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (is_commit) continue;
    EXPECT_EQ(card.revision, "main") << card.id;
    open.push_back(card.hub);
  }
  EXPECT_THAT(
      open, testing::UnorderedElementsAre(
                "google/efficientnet-b2", "google/efficientnet-b4", "google/mobilenet_v2_0.75_160",
                "google/mobilenet_v2_1.4_224", "google/bert_uncased_L-4_H-512_A-8"));
}

TEST(Catalog, FindsBundledAndAddedCardsAndTheNearestName) {
  const TemporaryFolder folder;
  make_folders(folder.path() / "share/cards");
  make_folders(folder.path() / "home/models/added");
  write_file_atomic(folder.path() / "share/cards/pytorch-ic-tiny.yaml", kCard);
  write_file_atomic(folder.path() / "home/models/added/card.yaml",
                    with("pytorch-ic-tiny", "added"));
  const Catalog catalog = Catalog::open(folder.path() / "share", folder.path() / "home");
  ASSERT_EQ(catalog.cards().size(), 2U);
  EXPECT_EQ(catalog.at("pytorch-ic-tiny").folder, folder.path() / "home/models/pytorch-ic-tiny");
  EXPECT_EQ(catalog.at("tensorflow-ic-tiny-4").id, "pytorch-ic-tiny");
  EXPECT_EQ(catalog.find("tensorflow-ic"), nullptr);
  try {
    catalog.at("pytorch-ic-tinny");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "there is no model card pytorch-ic-tinny. Did you mean pytorch-ic-tiny? `sempurna "
                 "models` lists all");
  }
}

TEST(Catalog, OffersNoPrivateCardToWhoeverMistypes) {
  const TemporaryFolder folder;
  make_folders(folder.path() / "home" / "models" / "secret");
  write_file_atomic(folder.path() / "home/models/secret/card.yaml",
                    with("licence: apache", "private_hub: team\nlicence: apache"));
  const Catalog catalog = Catalog::open(folder.path() / "share", folder.path() / "home");
  try {
    catalog.at("pytorch-ic-tinny");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "there is no model card pytorch-ic-tinny. `sempurna models` lists all");
  }
}

TEST(Catalog, PassesOverAnAddedCardWithAFaultButNotOneThatComesWithTheProgram) {
  const TemporaryFolder folder;
  const fs::path share = folder.path() / "share";
  const fs::path home = folder.path() / "home";
  make_folders(share / "cards");
  for (const char* name : {"bad", "good", ".partial"}) make_folders(home / "models" / name);
  write_file_atomic(home / "models/bad/card.yaml", with("licence", "license"));
  write_file_atomic(home / "models/good/card.yaml", kCard);
  write_file_atomic(home / "models/.partial/card.yaml", with("pytorch-ic-tiny", "half-made"));

  ::testing::internal::CaptureStderr();
  const Catalog catalog = Catalog::open(share, home);
  const std::string bad = (home / "models/bad").string();
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "sempurna: " + bad +
                "/card.yaml, line 9: a card has no member license. Did you mean licence?; this "
                "model is passed over: mend its card, or remove " +
                bad + "\n");
  ASSERT_EQ(catalog.cards().size(), 1U);
  EXPECT_EQ(catalog.cards()[0].id, "pytorch-ic-tiny");

  write_file_atomic(share / "cards/bad.yaml", with("licence", "license"));
  EXPECT_THROW(Catalog::open(share, home), Error);
}

}  // namespace
}  // namespace sempurna
