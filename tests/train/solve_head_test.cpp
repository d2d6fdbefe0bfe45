#include "train/solve_head.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "fakes.h"
#include "job_fixture.h"
#include "models/architectures.h"
#include "train/run_training.h"

namespace sempurna {
namespace {

/// Points of clouds as they would come from a backbone, one feature a thousand times the others.
class FeatureClouds : public CloudSource {
 public:
  using CloudSource::CloudSource;
  Examples next() override {
    Examples examples = CloudSource::next();
    examples.features = examples.batch.pixels.clone();
    examples.features.select(1, 0).mul_(1000).add_(500);
    return examples;
  }
};

TrainingPlan plan() {
  TrainingPlan plan;
  plan.hyperparameters.optimizer = OptimizerKind::Lbfgs;
  plan.head_only = true;
  return plan;
}

Tensor weight_of(const Model& model) {
  return model.classification_weight().detach().clone();
}

class SolveHead : public testing::Test {
 protected:
  TinyModel model_{12, 12, 3};
  FeatureClouds training_{90, 12, 3};
};

// At the optimum the loss, penalty included, has no slope: written out here once more, by the
// formula of the softmax, over standardised features.
TEST_F(SolveHead, FindsTheOptimumOverStandardisedFeatures) {
  HeadSolver solver(model_, training_, plan());
  solver.solve(0.1);
  training_.begin(ordered_batches(90, 90), 0, false);
  const Examples all = training_.next();
  const Tensor deviation = all.features.std(0, false);
  const Tensor standard = (all.features - all.features.mean(0)) / deviation;
  const at::NoGradGuard no_grad;
  const Tensor error =
      model_.classify(all.features, {}).softmax(1) - at::one_hot(all.labels, 3).to(at::kFloat);
  const Tensor weights = model_.classification_weight() * deviation;
  const Tensor slope = error.t().matmul(standard) / 90 + 0.1 * weights;
  EXPECT_LT(slope.abs().max().item<float>(), 2e-3);
  EXPECT_LT(error.mean(0).abs().max().item<float>(), 2e-3);
  EXPECT_GT(weights.abs().max().item<float>(), 0.1);
}

TEST_F(SolveHead, DoesNotDependOnWhatTheHeadHeldBefore) {
  HeadSolver solver(model_, training_, plan());
  solver.solve(0.01);
  const Tensor first = weight_of(model_);
  solver.solve(1);
  const Tensor strong = weight_of(model_);
  EXPECT_LT(strong.norm().item<float>(), first.norm().item<float>());
  solver.solve(0.01);
  EXPECT_TRUE(at::equal(weight_of(model_), first));
}

TEST_F(SolveHead, TellsLossAndRightAnswersOfTheTrainingData) {
  HeadSolver solver(model_, training_, plan());
  int64_t heard = 0;
  const StepResult result = solver.solve(0.01, [&](int64_t passes) { heard = passes; });
  EXPECT_EQ(result.examples, 90);
  EXPECT_GT(result.right, 85);
  EXPECT_LT(result.loss, 0.3);
  EXPECT_GT(heard, 2);
}

TEST_F(SolveHead, StopsWhenItsListenerThrows) {
  HeadSolver solver(model_, training_, plan());
  EXPECT_THROW(solver.solve(0.1, [](int64_t) { throw Error(Code::Cancelled, "stop"); }), Error);
}

TEST_F(SolveHead, OneOutputServesTwoClasses) {
  TinyModel model(12, 12, 1);
  FeatureClouds training(80, 12, 2);
  TrainingPlan binary = plan();
  binary.loss.binary = true;
  const StepResult result = HeadSolver(model, training, binary).solve(0.01);
  EXPECT_GT(result.right, 75);
}

class SolvedJob : public JobFixture {
 protected:
  static constexpr auto kSolved = "lbfgs";
  JobFolder run(const std::string& name, std::map<std::string, std::string> settings = {}) {
    settings.insert({{"optimizer", kSolved}, {"train_only_top_layer", "True"}});
    const JobFolder job = make_job(name, settings);
    EXPECT_EQ(run_training(job, {}), 0) << name;
    return job;
  }
};

TEST_F(SolvedJob, TriesEachPenaltyAndKeepsTheBest) {
  const JobFolder job = run("job");
  const Json training = read_json(job.model() / "training.json");
  const auto penalties = head_penalties(TinyModel(1, 1, 2), true);
  ASSERT_EQ(training.at("history").size(), penalties.size());
  double best = 0;
  for (size_t k = 0; k < penalties.size(); ++k) {
    EXPECT_EQ(training.at("history")[k].at("penalty"), penalties[k]);
    best = std::max(best, training.at("history")[k].at("val_accuracy").get<double>());
  }
  const size_t kept = training.at("best_epoch").get<size_t>() - 1;
  EXPECT_EQ(training.at("history")[kept].at("val_accuracy"), best);
  EXPECT_EQ(training.at("evaluations").at(0).at("metrics").at("accuracy"), best);
  EXPECT_EQ(read_file(run("again").model() / "model.safetensors"),
            read_file(job.model() / "model.safetensors"));
}

// Biases alone: no penalty tells one solution from another.
TEST(HeadPenalties, OfAHeadOfBiasesAloneIsNone) {
  const auto model = build_model({Json{{"model_type", "words"}}, nullptr, 2, true, 1});
  EXPECT_THAT(head_penalties(*model, true), testing::ElementsAre(0.0));
}

TEST_F(SolvedJob, WithoutValidationDataOneMiddlePenaltyServes) {
  const JobFolder job = run("job", {{"validation_split_ratio", "0"}});
  EXPECT_EQ(read_json(job.model() / "training.json").at("history").size(), 1U);
}

TEST_F(SolvedJob, TakesAllViewsOfAugmentation) {
  const JobFolder job = run("job", {{"augmentation", "True"}, {"augmentation_views", "3"}});
  EXPECT_TRUE(fs::exists(job.model() / "model.safetensors"));
}

}  // namespace
}  // namespace sempurna
