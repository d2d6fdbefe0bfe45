#include "tensor/world.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <optional>

#include "base/error.h"
#include "data/batching.h"
#include "fakes.h"
#include "job_fixture.h"
#include "models/architectures.h"
#include "support/pretend_world.h"
#include "train/feature_store.h"
#include "train/fingerprint.h"
#include "train/stop_signals.h"
#include "train/trainer.h"
#include "train/training_job.h"

// A run of several ranks, which are threads here: what assumes that a run is one process gives
// other figures, writes a file twice, or waits for ever.

namespace sempurna {
namespace {

/// Texts whose class stands in their second token.
class Texts : public ExampleSource {
 public:
  explicit Texts(int64_t size) {
    for (int64_t i = 0; i < size; ++i) labels_.push_back(i % 3);
  }
  int64_t size() const override { return std::ssize(labels_); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  void begin(Batches batches, uint64_t, bool) override {
    batches_ = std::move(batches);
    next_ = 0;
  }
  Examples next() override {
    if (fails_at >= 0 && given++ == fails_at) throw Error(Code::DataCorrupt, "a damaged text");
    std::vector<std::vector<int32_t>> ids;
    std::vector<int64_t> labels;
    for (const int64_t k : batches_.at(next_++)) {
      labels.push_back(labels_[static_cast<size_t>(k)]);
      ids.push_back({2, static_cast<int32_t>(5 + labels.back()), static_cast<int32_t>(10 + k % 7)});
      ids.back().resize(3 + static_cast<size_t>(k % 3), 9);
    }
    Examples examples;
    examples.batch = pack_texts(std::vector<std::span<const int32_t>>(ids.begin(), ids.end()));
    examples.labels = label_tensor(labels);
    return examples;
  }

  int64_t fails_at = -1;
  int64_t given = 0;

 private:
  std::vector<int64_t> labels_;
  Batches batches_;
  size_t next_ = 0;
};

// Without dropout, whose masks are each rank's own, and without batch norm, whose statistics are.
constexpr auto kConfig =
    R"({"model_type": "bert", "vocab_size": 32, "hidden_size": 16, "num_hidden_layers": 1,
        "num_attention_heads": 2, "intermediate_size": 32, "max_position_embeddings": 16,
        "hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0})";

/// One rank's part of a run. The data do not divide by the ranks, and the last batch of three ranks
/// is smaller than the world.
struct RankOfARun {
  RankOfARun(World& world, const fs::path& folder)
      : model(build_model({parse_json(kConfig, "config"), nullptr, 3, true, 1})),
        checkpoints(folder / "checkpoints", Fingerprint().to_json()) {
    plan.hyperparameters.epochs = 3;
    plan.hyperparameters.batch_size = 8;
    plan.hyperparameters.optimizer = OptimizerKind::Sgd;
    plan.hyperparameters.learning_rate = 0.1;
    plan.loss.l2 = 0.01;
    plan.place.world = world;
    world.first() ? progress.emplace(folder / "progress.jsonl") : progress.emplace();
    trainer.emplace(*model, training, &validation, plan, 3, checkpoints, *progress);
  }

  std::vector<Tensor> weights() const {
    std::vector<Tensor> values;
    for (const auto& parameter : model->parameters())
      values.push_back(parameter.tensor.detach().clone());
    return values;
  }

  TrainingPlan plan;
  std::unique_ptr<Model> model;
  Texts training{34};
  Texts validation{35};
  CheckpointStore checkpoints;
  std::optional<Progress> progress;
  std::optional<Trainer> trainer;
};

struct Result {
  std::vector<EpochRecord> history;
  std::vector<Tensor> weights;
};

Result trained(World& world, const fs::path& folder) {
  make_folders(folder);
  RankOfARun run(world, folder);
  const auto outcome = run.trainer->run();
  run.checkpoints.finish();
  return {outcome.history, run.weights()};
}

void expect_same_weights(const Result& one, const Result& other) {
  ASSERT_EQ(one.weights.size(), other.weights.size());
  for (size_t k = 0; k < one.weights.size(); ++k) {
    EXPECT_TRUE(at::equal(one.weights[k], other.weights[k])) << k;
  }
}

class Ranks : public testing::Test {
 protected:
  fs::path folder(const std::string& name) const { return folder_.path() / name; }
  fs::path folder(const World& world) const { return folder(std::to_string(world.rank())); }

  TemporaryFolder folder_;
};

// As far as fp32 goes: the sums of a batch are the same numbers in another order.
TEST_F(Ranks, TrainTheModelThatOneTrains) {
  const Result alone = trained(single_world(), folder("alone"));
  std::vector<Result> ranks(3);
  in_ranks_without_error(3, [&](World& world) {
    ranks[static_cast<size_t>(world.rank())] = trained(world, folder(world));
  });
  for (const Result& rank : ranks) {
    expect_same_weights(rank, ranks[0]);
    ASSERT_EQ(rank.history.size(), alone.history.size());
    for (size_t k = 0; k < alone.history.size(); ++k) {
      for (const auto& [name, value] : alone.history[k].figures) {
        EXPECT_NEAR(figure(rank.history[k].figures, name).value(), value.value(), 1e-4) << name;
      }
    }
  }
}

TEST_F(Ranks, TheFirstAloneWrites) {
  in_ranks_without_error(2, [&](World& world) { trained(world, folder(world)); });
  EXPECT_FALSE(fs::is_empty(folder("0") / "checkpoints"));
  EXPECT_TRUE(fs::exists(folder("0") / "progress.jsonl"));
  EXPECT_TRUE(fs::is_empty(folder("1") / "checkpoints"));
  EXPECT_FALSE(fs::exists(folder("1") / "progress.jsonl"));
}

TEST_F(Ranks, AllStopAtOneStepAndGoOnToTheSameModel) {
  std::vector<Result> whole(2), resumed(2);
  in_ranks_without_error(2, [&](World& world) {
    whole[static_cast<size_t>(world.rank())] = trained(world, folder("whole"));
  });
  {
    const StopSignals signals;
    const auto errors = in_ranks(2, [&](World& world) {
      RankOfARun run(world, folder("stopped"));
      if (!world.first()) {
        run.trainer->on_epoch([](const EpochRecord&) { ::kill(::getpid(), SIGTERM); });
      }
      run.trainer->run();
    });
    for (const auto& error : errors) {
      EXPECT_NE(message_of(error).find("when it is resumed"), std::string::npos);
    }
  }
  in_ranks_without_error(2, [&](World& world) {
    resumed[static_cast<size_t>(world.rank())] = trained(world, folder("stopped"));
  });
  expect_same_weights(resumed[0], whole[0]);
  expect_same_weights(resumed[1], whole[0]);
}

TEST_F(Ranks, AnErrorOfOneEndsAll) {
  for (const int failing : {0, 1}) {
    const auto errors = in_ranks(2, [&](World& world) {
      make_folders(folder("failing"));
      RankOfARun run(world, folder("failing"));
      if (world.rank() == failing) run.training.fails_at = 2;
      run.trainer->run();
    });
    EXPECT_EQ(message_of(errors[static_cast<size_t>(failing)]), "a damaged text");
    EXPECT_NE(message_of(errors[static_cast<size_t>(1 - failing)]).find("has given up"),
              std::string::npos);
  }
}

TEST_F(Ranks, KeepEachTheirPartOfTheFeaturesAndSolveForOneHead) {
  struct Solved {
    int64_t passes;
    StepResult result;
    Tensor weight;
  };
  const auto solved = [&](World& world, const std::string& name) {
    TinyModel model(12, 16, 3);
    CloudSource clouds(1100, 12, 3);  // three chunks
    const FeatureStore store(
        model, clouds,
        {.folder = folder(name), .name = "training", .key = "a", .place = {.world = world}});
    FeatureSource features(store, clouds.labels(), 1);
    TrainingPlan plan;
    plan.hyperparameters.optimizer = OptimizerKind::Lbfgs;
    plan.head_only = true;
    plan.place.world = world;
    const StepResult result = HeadSolver(model, features, plan).solve(0.1);
    return Solved{model.passes, result, model.classification_weight().detach().clone()};
  };
  const Solved alone = solved(single_world(), "alone");
  std::vector<Solved> ranks(2);
  in_ranks_without_error(
      2, [&](World& world) { ranks[static_cast<size_t>(world.rank())] = solved(world, "ranks"); });
  EXPECT_EQ(ranks[0].passes + ranks[1].passes, alone.passes);
  EXPECT_GT(ranks[1].passes, 0);
  EXPECT_TRUE(at::equal(ranks[0].weight, ranks[1].weight));
  // Where L-BFGS stops is the optimum but for its tolerance.
  EXPECT_TRUE(at::allclose(ranks[0].weight, alone.weight, 1e-2, 1e-2));
  for (const Solved& rank : ranks) {
    EXPECT_EQ(rank.result.examples, 1100);
    EXPECT_NEAR(rank.result.loss, alone.result.loss, 1e-4);
  }
}

class JobOfRanks : public JobFixture {
 protected:
  JobFolder run(const std::string& name, const std::map<std::string, std::string>& settings) {
    const JobFolder job = make_job(name, settings);
    make_folders(job.output());
    in_ranks_without_error(2, [&](World& world) {
      std::optional<Progress> progress;
      world.first() ? progress.emplace(job.progress()) : progress.emplace();
      RunOptions options;
      options.place.world = world;
      run_job(job, options, *progress);
    });
    return job;
  }
};

// Batch norm and augmentation included.
TEST_F(JobOfRanks, TrainsWhole) {
  const JobFolder job = run("job", {{"train_only_top_layer", "False"}, {"augmentation", "True"}});
  EXPECT_TRUE(fs::exists(job.model() / "model.safetensors"));
  EXPECT_EQ(events(job, "result").size(), 1U);
  EXPECT_EQ(events(job, "epoch").size(), 2U);
}

TEST_F(JobOfRanks, TrainsTheHeadOnKeptFeatures) {
  const JobFolder job = run("job", {{"train_only_top_layer", "True"}});
  EXPECT_TRUE(fs::exists(job.model() / "model.safetensors"));
  EXPECT_EQ(events(job, "result").size(), 1U);
}

}  // namespace
}  // namespace sempurna
