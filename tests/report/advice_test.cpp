#include "report/advice.h"

#include <gmock/gmock.h>

#include "report/report.h"
#include "sample.h"

namespace sempurna {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A text model of 77 classes after three small epochs, as far as advice goes.
Json poor_run() {
  Json run = sample_run();
  run["task"] = "text-classification";
  run["model"]["parameters"] = 3402818;
  run["hyperparameters"] = {{"epochs", "3"}, {"learning_rate", "5e-05"}, {"optimizer", "adamw"}};
  Json& test = run["evaluations"][1];
  test["metrics"]["accuracy"] = 0.36;
  test["linear_baseline"] = 0.895;
  return run;
}

std::vector<std::string> advice_of(const Json& run) {
  return plain_advice(read_record(run, "the sample"));
}

TEST(Advice, OfAGoodRunIsNone) {
  EXPECT_THAT(advice_of(sample_run()), IsEmpty());
}

TEST(Advice, WhenTheLinearModelWinsNamesFiguresAndOptions) {
  Json run = poor_run();
  run["evaluations"][1]["majority_baseline"] = 0.1;
  EXPECT_THAT(advice_of(run),
              ElementsAre("A simple linear model is right for 89.5%, this model for 36.0%: train "
                          "it longer or with larger steps, or use the simple one.",
                          "Try --epochs 10 --learning-rate 0.0003."));
}

// As measured on questions of six kinds: after ten epochs of large steps more of them cost time.
TEST(Advice, WhenTheLinearModelWinsOverATrainedOutOneNamesALargerModel) {
  Json run = poor_run();
  run["evaluations"][1]["majority_baseline"] = 0.1;
  run["hyperparameters"]["epochs"] = "10";
  run["hyperparameters"]["learning_rate"] = "0.001";
  EXPECT_THAT(advice_of(run),
              ElementsAre("A simple linear model is right for 89.5%, this model for 36.0%, which "
                          "has learned what it can: choose a larger pretrained model, or use the "
                          "simple one."));
  run["history"][2]["val_accuracy"] = 0.95;  // it still rises
  EXPECT_THAT(advice_of(run), Contains("Try --epochs 20."));
  EXPECT_THAT(advice_of(run), Contains(HasSubstr("train it longer")));
}

TEST(Advice, SaysWhenNothingWasLearned) {
  EXPECT_THAT(advice_of(poor_run()),
              Contains("The model is no better than always answering the commonest class: it has "
                       "learned nothing yet."));
}

TEST(Advice, GivesLargeModelsSmallerSteps) {
  Json run = poor_run();
  run["model"]["parameters"] = 110'000'000;
  EXPECT_THAT(advice_of(run), Contains("Try --epochs 10 --learning-rate 0.0001."));
  run["hyperparameters"]["learning_rate"] = "0.0003";
  EXPECT_THAT(advice_of(run), Contains("Try --epochs 10."));
}

TEST(Advice, WhenTheLastEpochWasBetterAsksForMore) {
  Json run = sample_run();
  run["hyperparameters"] = {{"epochs", "8"}, {"learning_rate", "0.001"}, {"optimizer", "adamw"}};
  run["history"][2]["val_accuracy"] = 0.85;
  EXPECT_THAT(advice_of(run),
              ElementsAre("The validation metric still rose in the last epoch, from 80.0% to "
                          "85.0%: more epochs may help.",
                          "Try --epochs 16."));
  run["history"][2]["val_accuracy"] = 0.801;  // noise
  EXPECT_THAT(advice_of(run), IsEmpty());
}

TEST(Advice, NamesClassesThatAreNeverAnswered) {
  Json run = sample_run();
  run["evaluations"][1]["classes"][1]["predicted"] = 0;
  run["data"]["labels"][1] = run["evaluations"][1]["classes"][1]["label"] = "<b>rose";
  EXPECT_THAT(
      advice_of(run),
      ElementsAre("Classes that are never answered, 1 of 3: <b>rose. More examples of each may "
                  "help."));
  const std::string html = render(run);
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;rose"));
  EXPECT_THAT(html, Not(HasSubstr("<b>rose")));
}

// What is solved for has neither steps nor epochs.
TEST(Advice, OfASolvedLayerIsToTrainTheWholeModel) {
  Json run = poor_run();
  run["hyperparameters"]["optimizer"] = "lbfgs";
  run["history"][2]["val_accuracy"] = 0.9;
  EXPECT_THAT(advice_of(run), Contains("Try --set train_only_top_layer=False."));
  EXPECT_THAT(advice_of(run), Not(Contains(HasSubstr("still rose"))));
}

// A model of words alone has nothing to be trained longer.
TEST(Advice, OfAModelWithoutStepsNamesNoOptions) {
  Json run = poor_run();
  run["hyperparameters"] = {{"random_seed", "123"}};
  EXPECT_THAT(advice_of(run), Not(Contains(HasSubstr("Try "))));
  EXPECT_THAT(advice_of(run), Contains(HasSubstr("has learned what it can")));
}

TEST(Advice, StandsInTheReportInItsLanguage) {
  Json run = poor_run();
  EXPECT_THAT(render(run), HasSubstr("<li>Try --epochs 10 --learning-rate 0.0003.</li>"));
  run["hyperparameters"]["report_language"] = "id";
  EXPECT_THAT(render(run), HasSubstr("<li>Cobalah --epochs 10 --learning-rate 0.0003.</li>"));
}

}  // namespace
}  // namespace sempurna
