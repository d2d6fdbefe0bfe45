#include "cli/suggested_cards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Card card(const std::string& id, Task task, int64_t parameters) {
  Card card;
  card.id = id;
  card.task = task;
  card.parameters = parameters;
  card.hyperparameters = {{"epochs", "4"}};
  return card;
}

class SuggestedCardsTest : public ::testing::Test {
 protected:
  Card large_ = card("large", Task::ImageClassification, 9'000'000);
  Card small_ = card("small", Task::ImageClassification, 1'000'000);
  Card text_ = card("text", Task::TextClassification, 4'000'000);
  std::vector<const Card*> cards_ = {&large_, &small_, &text_};
  Suggestion from_{.examples = 1000,
                   .classes = 2,
                   .training = 200,
                   .held_out = 100,
                   .majority_baseline = 0.5,
                   .linear_baseline = 0.6,
                   .models = {}};

  void add(const std::string& id, double accuracy, double rate) {
    from_.models.push_back({.id = id, .accuracy = accuracy, .k = 5, .examples_per_second = rate});
  }
  SuggestedCards suggest(const GivenData& data = {"flowers", ""}) const {
    return suggest_cards(from_, cards_, data);
  }
};

TEST_F(SuggestedCardsTest, TheBestComesFirstWithTheCommandToType) {
  add("small", 0.7, 100);
  add("large", 0.9, 10);
  const SuggestedCards suggested = suggest({"flowers", "more flowers"});
  ASSERT_EQ(suggested.ranked.size(), 2U);
  EXPECT_EQ(suggested.ranked[0].id, "large");
  EXPECT_EQ(suggested.command,
            "sempurna fine-tune large --data flowers --validation 'more flowers'");
  EXPECT_DOUBLE_EQ(suggested.margin, 0.1);
  EXPECT_FALSE(suggested.linear_best);
  EXPECT_THAT(suggested.advice, HasSubstr("On 100 pictures a figure is known to within about 10"));
  EXPECT_THAT(suggested.advice, Not(HasSubstr("no worse")));
}

TEST_F(SuggestedCardsTest, ACardWithWordsTellsNoLessThanTheWords) {
  text_.fresh_head = {{"word_features", "True"}};
  from_.linear_baseline = 0.8;
  add("text", 0.7, 10);
  SuggestedCards suggested = suggest();
  EXPECT_DOUBLE_EQ(suggested.ranked[0].accuracy, 0.8);
  EXPECT_DOUBLE_EQ(suggested.ranked[0].neighbours, 0.7);
  EXPECT_FALSE(suggested.linear_best);
  from_.models[0].accuracy = 0.9;
  EXPECT_DOUBLE_EQ(suggest().ranked[0].accuracy, 0.9);
}

TEST_F(SuggestedCardsTest, OfEqualOnesTheSmallerComesFirst) {
  add("large", 0.9, 10);
  add("small", 0.9, 100);
  const SuggestedCards suggested = suggest();
  EXPECT_EQ(suggested.ranked[0].id, "small");
  EXPECT_THAT(suggested.advice, HasSubstr("1 of the others is no worse as far as that tells"));
}

// 1,000 examples at 10 a second, and in each of four epochs there and back.
TEST_F(SuggestedCardsTest, JobsAreForetoldByHowFastTheLookWas) {
  add("large", 0.9, 10);
  const SuggestedCards suggested = suggest();
  EXPECT_DOUBLE_EQ(suggested.ranked[0].head_seconds.value(), 100);
  EXPECT_DOUBLE_EQ(suggested.ranked[0].whole_seconds.value(), 1200);
}

TEST_F(SuggestedCardsTest, ALinearModelThatTellsMoreIsSaidPlainly) {
  from_.linear_baseline = 0.95;
  add("large", 0.9, 10);
  SuggestedCards suggested = suggest();
  EXPECT_TRUE(suggested.linear_best);
  EXPECT_THAT(suggested.advice,
              HasSubstr("A linear model on colours and textures alone tells more of them than "
                        "the neighbours by any card here (0.950 against 0.900)"));
  EXPECT_EQ(suggested.command, "sempurna fine-tune large --data flowers");
  from_.models.clear();
  add("text", 0.9, 10);
  EXPECT_EQ(suggest({"data.csv", ""}).command,
            "sempurna fine-tune text --data data.csv --set word_features=True");
  text_.hyperparameters["word_features"] = "True";
  EXPECT_EQ(suggest({"data.csv", ""}).command, "sempurna fine-tune text --data data.csv");
}

TEST_F(SuggestedCardsTest, AModelThatCannotBeTriedIsLeftOutAndNamed) {
  add("small", 0.7, 100);
  from_.models.push_back({.id = "large", .failure = "its weights are damaged"});
  const SuggestedCards suggested = suggest();
  EXPECT_EQ(suggested.ranked.size(), 1U);
  const Json json = to_json(suggested, from_);
  EXPECT_EQ(json["left_out"],
            (Json::array({{{"id", "large"}, {"why", "its weights are damaged"}}})));
  EXPECT_EQ(json["cards"][0]["id"], "small");
  EXPECT_EQ(json["linear_baseline"], 0.6);
  from_.models.erase(from_.models.begin());
  expect_error(Code::Unavailable, "no model could be tried on these data: large: its weights",
               [&] { suggest(); });
}

TEST(SuggestCommand, QuotesWhatAShellWouldRead) {
  EXPECT_EQ(suggest_command({"/data/a-b_c.csv", ""}), "sempurna suggest --data /data/a-b_c.csv");
  EXPECT_EQ(suggest_command({"my data", "it's"}),
            "sempurna suggest --data 'my data' --validation 'it'\\''s'");
}

TEST(SuggestionMembers, ARequestIsReadAsItWasWritten) {
  const SuggestRequest request{.task = Task::TextClassification,
                               .training = "/data/texts",
                               .validation = "/data/more",
                               .on_bad_data = OnBadData::Skip,
                               .most_seconds = 2.5,
                               .models = {{"tiny", "/models/tiny", {{"max_length", "6"}}}}};
  const Json json = to_json(request);
  EXPECT_EQ(to_json(from_json<SuggestRequest>(json, "it")), json);
}

}  // namespace
}  // namespace sempurna
