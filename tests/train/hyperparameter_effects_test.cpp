#include <ATen/ATen.h>
#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "data/batching.h"
#include "fakes.h"
#include "models/architectures.h"
#include "support/expect_error.h"
#include "support/source_tree.h"
#include "train/evaluate.h"
#include "train/trainer.h"
#include "train/training_plan.h"
#include "weights/safetensors.h"

// What each hyperparameter of the training side does to the very numbers that it governs: the plan,
// the loss of a step, the steps' sizes, the epoch that is chosen.

namespace sempurna {
namespace {

constexpr Task kBothTasks[] = {Task::ImageClassification, Task::TextClassification};

ParentModel parent_of(Task task) {
  ParentModel parent;
  parent.task = task;
  return parent;
}

TrainingOutcome train(Model& model, ExampleSource& training, ExampleSource* validation,
                      const TrainingPlan& plan, int64_t classes) {
  const TemporaryFolder folder;
  CheckpointStore checkpoints(folder.path() / "checkpoints", {{"test", 1}});
  Progress progress(folder.path() / "progress.jsonl");
  Trainer trainer(model, training, validation, plan, classes, checkpoints, progress);
  return trainer.run();
}

// ---- dropout_rate and regularizers_l2: the loss of one step of a real model ----

struct RealStep {
  explicit RealStep(Task task) : task(task) {
    const fs::path golden = source_tree() / "tests/golden/models" /
                            (task == Task::ImageClassification ? "mobilenet_v2" : "bert");
    const Checkpoint weights = Checkpoint::open(golden);
    ModelRequest request;
    request.config = read_json(golden / "config.json");
    request.checkpoint = &weights;
    request.classes = 3;
    request.fresh_head = false;
    request.seed = 1;
    model = build_model(request);
    trained = trained_parameters(*model, false);
    if (task == Task::ImageClassification) {
      examples.batch.pixels = at::empty({6, 3, 32, 32});
      Random random(5);
      float* values = examples.batch.pixels.data_ptr<float>();
      for (int64_t i = 0; i < examples.batch.pixels.numel(); ++i) {
        values[i] = static_cast<float>(random.normal());
      }
      examples.batch.pixels = examples.batch.pixels.contiguous(at::MemoryFormat::ChannelsLast);
    } else {
      std::vector<std::vector<int32_t>> ids;
      for (int32_t k = 0; k < 6; ++k) ids.push_back({2, 10 + k, 20 + 3 * k, 40 - k, 3});
      examples.batch = pack_texts(std::vector<std::span<const int32_t>>(ids.begin(), ids.end()));
    }
    examples.labels = at::tensor({0, 1, 2, 0, 1, 2}, at::kLong);
  }

  static constexpr int64_t kNumber = 4;

  /// What training_step() says, the weights left alone.
  double loss(const TrainingPlan& plan) {
    Optimizer optimizer(plan.hyperparameters, trained);
    return training_step(*model, examples, plan, optimizer, kNumber, 0, "here").loss;
  }
  /// The cross-entropy alone, of a pass whose head drops `dropout`.
  double cross_entropy_at(double dropout, const TrainingPlan& plan) {
    const at::NoGradGuard no_grad;
    Pass pass;
    pass.training = true;
    pass.head_dropout = dropout;
    pass.seed = mix(static_cast<uint64_t>(plan.hyperparameters.seed), uint64_t{kNumber});
    const Tensor logits = model->classify(model->features(examples.batch, pass), pass);
    return cross_entropy(logits, examples.labels, {.label_smoothing = plan.loss.label_smoothing})
        .item<double>();
  }
  double squares() const {
    return at::square(model->classification_weight().detach()).sum().item<double>();
  }

  Task task;
  std::unique_ptr<Model> model;
  std::vector<Parameter> trained;
  Examples examples;
};

// Every one differs from the others, so that none can stand for another unnoticed.
Hyperparameters distinct_hyperparameters() {
  Hyperparameters h;
  h.optimizer = OptimizerKind::Sgd;
  h.dropout_rate = 0.45;
  h.regularizers_l2 = 0.03;
  h.label_smoothing = 0.15;
  h.weight_decay = 0.07;
  h.momentum = 0.65;
  return h;
}

TEST(DropoutRate, IsThatOfATrainingStepsHead) {
  for (const Task task : kBothTasks) {
    SCOPED_TRACE(name(task));
    RealStep step(task);
    Hyperparameters h = distinct_hyperparameters();
    h.regularizers_l2 = 0;
    const TrainingPlan plan = make_plan(parent_of(task), h, true);
    EXPECT_EQ(plan.head_dropout, 0.45);
    const double loss = step.loss(plan);
    EXPECT_NEAR(loss, step.cross_entropy_at(0.45, plan), 1e-6);
    for (const double other : {0.0, 0.15, 0.2}) {
      EXPECT_GT(std::abs(loss - step.cross_entropy_at(other, plan)), 1e-4) << other;
    }
  }
}

TEST(DropoutRate, OfAKeptHeadIsForPicturesAlone) {
  const Hyperparameters h = distinct_hyperparameters();
  EXPECT_EQ(make_plan(parent_of(Task::ImageClassification), h, false).head_dropout, 0.45);
  const TrainingPlan plan = make_plan(parent_of(Task::TextClassification), h, false);
  EXPECT_EQ(plan.head_dropout, 0);
  RealStep step(Task::TextClassification);
  EXPECT_NEAR(step.loss(plan), step.cross_entropy_at(0, plan), 1e-6);
}

TEST(RegularizersL2, AddsTheSquaresOfTheClassificationWeightToTheLoss) {
  for (const Task task : kBothTasks) {
    SCOPED_TRACE(name(task));
    RealStep step(task);
    const TrainingPlan plan = make_plan(parent_of(task), distinct_hyperparameters(), true);
    ASSERT_GT(step.squares(), 1e-3);
    EXPECT_NEAR(step.loss(plan) - step.cross_entropy_at(0.45, plan), 0.03 * step.squares(), 1e-6);
  }
}

TEST(RegularizersL2, OfAKeptHeadIsForPicturesAlone) {
  const Hyperparameters h = distinct_hyperparameters();
  EXPECT_EQ(make_plan(parent_of(Task::ImageClassification), h, false).loss.l2, 0.03);
  const TrainingPlan plan = make_plan(parent_of(Task::TextClassification), h, false);
  RealStep step(Task::TextClassification);
  EXPECT_NEAR(step.loss(plan), step.cross_entropy_at(0, plan), 1e-6);
}

TEST(LabelSmoothing, IsForPicturesAlone) {
  const Hyperparameters h = distinct_hyperparameters();
  EXPECT_EQ(make_plan(parent_of(Task::ImageClassification), h, true).loss.label_smoothing, 0.15);
  EXPECT_EQ(make_plan(parent_of(Task::TextClassification), h, true).loss.label_smoothing, 0);
}

// ---- precision ----

/// Remembers the precisions it was run with.
class PrecisionRecorder : public TinyModel {
 public:
  PrecisionRecorder() : TinyModel(12, 16, 3) {}
  Tensor features(const Batch& batch, const Pass& pass) override {
    seen.insert({pass.training, pass.precision});
    return TinyModel::features(batch, pass);
  }
  std::set<std::pair<bool, Precision>> seen;
};

TEST(PrecisionChoice, IsThatOfEveryPassThroughTheBackbone) {
  for (const Precision precision : {Precision::Fp32, Precision::Bf16}) {
    PrecisionRecorder model;
    CloudSource training(16, 12, 3);
    CloudSource validation(9, 12, 3);
    TrainingPlan plan = make_plan(parent_of(Task::ImageClassification), {}, true);
    plan.hyperparameters.epochs = 1;
    plan.precision = precision;
    train(model, training, &validation, plan, 3);
    EXPECT_THAT(model.seen,
                testing::ElementsAre(std::pair(false, precision), std::pair(true, precision)));
  }
}

// ---- eval_metric ----

/// The scores of each validation pass, written as the true classes in falling order of the score:
/// P the second class, N the first, | between those answered with P and those with N.
const std::vector<std::string> kEpochs = {
    "NPPP|NNNNNP",  // accuracy 0.8
    "P|NNNNNNPPP",  // precision 1
    "NNNNNNPPPP|",  // recall 1
    "|NPPPPNNNNN",  // auc 0.83
    "|PPPNNNNNNP",  // prc about 0.85
};

/// Answers in evaluation what kEpochs says; learns nothing to speak of.
class ScriptedModel : public Model {
 public:
  ScriptedModel() {
    const ParameterSource source(nullptr, 1, true);
    weight_ = source.head().parameter("classifier.weight", {1, 1}, Init::normal(0.05));
    parameters_ = source.asked();
  }
  Tensor features(const Batch& batch, const Pass&) override {
    return batch.pixels.reshape({-1, 1});
  }
  Tensor classify(const Tensor& features, const Pass& pass) override {
    if (pass.training) return features.matmul(weight_.t());
    const std::string& order = kEpochs.at(next_++);
    const auto threshold = static_cast<double>(order.find('|'));
    const Tensor logits = at::empty({features.size(0), 1});
    // The first four examples are of the second class.
    int64_t positive = 0, negative = 4;
    double place = 0.5;
    for (const char c : order) {
      if (c == '|') continue;
      logits.data_ptr<float>()[c == 'P' ? positive++ : negative++] =
          static_cast<float>(threshold - place++);
    }
    return logits;
  }
  Tensor classification_weight() const override { return weight_; }

 private:
  Tensor weight_;
  size_t next_ = 0;
};

class TenExamples : public CloudSource {
 public:
  TenExamples() : CloudSource(10, 1, 2) {}
  const std::vector<int64_t>& labels() const override { return labels_; }
  Examples next() override {
    Examples examples = CloudSource::next();
    examples.labels = at::tensor(labels_, at::kLong);
    return examples;
  }

 private:
  std::vector<int64_t> labels_ = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0};
};

TEST(EvalMetric, ChoosesTheBestEpoch) {
  const std::vector<std::string> metrics = {"accuracy", "precision", "recall", "auc", "prc"};
  for (size_t wanted = 0; wanted < metrics.size(); ++wanted) {
    SCOPED_TRACE(metrics[wanted]);
    const Hyperparameters h = read_hyperparameters(
        Task::ImageClassification, {},
        {{"eval_metric", metrics[wanted]}, {"binary_mode", "True"}, {"epochs", "5"}});
    ScriptedModel model;
    TenExamples training;
    TenExamples validation;
    const TrainingPlan plan = make_plan(parent_of(Task::ImageClassification), h, true);
    const TrainingOutcome outcome = train(model, training, &validation, plan, 2);
    EXPECT_EQ(outcome.best_epoch, static_cast<int64_t>(wanted)) << to_json(outcome.history).dump(1);
  }
}

TEST(EvalMetric, IsWhatEarlyStoppingWatches) {
  // Accuracy falls at once, precision only after the second epoch.
  const auto epochs = [](const std::string& metric) {
    const Hyperparameters h = read_hyperparameters(Task::ImageClassification, {},
                                                   {{"eval_metric", metric},
                                                    {"binary_mode", "True"},
                                                    {"early_stopping", "True"},
                                                    {"early_stopping_patience", "1"},
                                                    {"epochs", "5"}});
    ScriptedModel model;
    TenExamples training;
    TenExamples validation;
    const TrainingPlan plan = make_plan(parent_of(Task::ImageClassification), h, true);
    return train(model, training, &validation, plan, 2).history.size();
  };
  EXPECT_EQ(epochs("accuracy"), 2u);
  EXPECT_EQ(epochs("precision"), 3u);
}

// ---- warmup_steps_fraction ----

/// Remembers its head as it was before each training step.
class HeadRecorder : public TinyModel {
 public:
  HeadRecorder() : TinyModel(12, 16, 3) {}
  Tensor features(const Batch& batch, const Pass& pass) override {
    if (pass.training) heads.push_back(classification_weight().detach().clone());
    return TinyModel::features(batch, pass);
  }
  std::vector<Tensor> heads;
};

std::vector<double> rates_used(const std::map<std::string, std::string>& settings) {
  // Without memory of former gradients each weight moves by just the learning rate.
  std::map<std::string, std::string> all = {
      {"optimizer", "adamw"}, {"learning_rate", "0.01"}, {"beta_1", "0"},     {"beta_2", "0"},
      {"epsilon", "0"},       {"weight_decay", "0"},     {"batch_size", "8"}, {"epochs", "2"}};
  for (const auto& [key, value] : settings) all[key] = value;
  const Hyperparameters h = read_hyperparameters(Task::ImageClassification, {}, all);
  HeadRecorder model;
  CloudSource training(40, 12, 3);
  train(model, training, nullptr, make_plan(parent_of(Task::ImageClassification), h, true), 3);
  model.heads.push_back(model.classification_weight().detach());
  std::vector<double> rates;
  for (size_t k = 0; k + 1 < model.heads.size(); ++k) {
    // The median, because the square of a tiny gradient is not exact.
    rates.push_back((model.heads[k + 1] - model.heads[k]).abs().median().item<double>());
  }
  return rates;
}

std::vector<testing::Matcher<double>> near(const std::vector<double>& values) {
  std::vector<testing::Matcher<double>> matchers;
  for (const double value : values) matchers.push_back(testing::DoubleNear(value, 1e-6));
  return matchers;
}

TEST(WarmupStepsFraction, DecidesTheRateOfEachStepThatTheTrainerMakes) {
  // 2 epochs of 5 steps; the fraction is of both.
  EXPECT_THAT(
      rates_used({{"warmup_steps_fraction", "0.4"}}),
      testing::ElementsAreArray(near({0.0025, 0.005, 0.0075, 0.01, 0.01, 0.01 * 5 / 6, 0.01 * 4 / 6,
                                      0.01 * 3 / 6, 0.01 * 2 / 6, 0.01 / 6})));
  EXPECT_THAT(rates_used({{"warmup_steps_fraction", "0"}}),
              testing::ElementsAreArray(
                  near({0.01, 0.009, 0.008, 0.007, 0.006, 0.005, 0.004, 0.003, 0.002, 0.001})));
}

TEST(WarmupStepsFraction, IsWithoutMeaningForAdam) {
  EXPECT_THAT(rates_used({{"optimizer", "adam"}, {"warmup_steps_fraction", "0.4"}}),
              testing::ElementsAreArray(near(std::vector<double>(10, 0.01))));
}

}  // namespace
}  // namespace sempurna
