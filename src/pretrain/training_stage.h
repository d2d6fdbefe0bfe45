#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/random.h"
#include "models/batch.h"
#include "nn/parameters.h"
#include "nn/pass.h"
#include "pretrain/recipe.h"
#include "train/optimizer.h"

namespace sempurna {

// What stages of pretraining have in common.

/// AdamW as every stage has it, with a warmup of this part of its steps.
Hyperparameters adamw(double learning_rate, double warmup);
/// The parameters' tensors, for checkpoints.
std::vector<NamedTensor> named(const std::vector<Parameter>& parameters);

/// Each text as its token ids.
using TokenTexts = std::vector<std::vector<int32_t>>;

/// In the precision that is faster here.
Pass training_pass(uint64_t seed);

/// The texts at these positions as one packed batch.
Batch pack(const TokenTexts& texts, const std::vector<int64_t>& positions);

/// Those that are trained: all but buffers.
std::vector<Parameter> trained(const std::vector<Parameter>& parameters);

/// Endless positions below n: one order after the other.
class Order {
 public:
  Order(int64_t n, uint64_t seed) : n_(static_cast<uint64_t>(n)), seed_(seed) {}
  int64_t next() {
    const uint64_t epoch = count_ / n_;
    return static_cast<int64_t>(Permutation(n_, mix(seed_, epoch))(count_++ % n_));
  }

 private:
  uint64_t n_;
  uint64_t seed_;
  uint64_t count_ = 0;
};

/// Where a stage is kept while it runs.
struct StagePlace {
  std::string name;
  Stage stage;
  fs::path folder;  ///< of its checkpoints
  fs::path result;  ///< the .safetensors that it ends in; its input stays as it is
  fs::path curve;   ///< a .csv of stage, step, what, its mean since the last line
};

/// What a step minimised, by name; "loss" where there is one.
using StageLosses = std::vector<std::pair<std::string, double>>;

/// A stage's training by AdamW, with a warmup of 6 % of its steps: each hundred steps a line of the
/// curve and a checkpoint, from the last of which it goes on.
class StageRun {
 public:
  StageRun(const StagePlace& place, const std::vector<Parameter>& learning);
  ~StageRun();
  StageRun(const StageRun&) = delete;
  StageRun& operator=(const StageRun&) = delete;

  /// How many steps were made before.
  int64_t made() const;
  void clear_gradients();
  /// Of the gradients that there are; `losses` are what was minimised.
  void end_step(int64_t step, const StageLosses& losses);
  /// Waits for the last checkpoint.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Runs a stage: `draw` says what the next step learns from, which is the same in each run, and
/// `learn` leaves the gradients of it and says what was minimised. Steps that were made before are
/// drawn and passed over.
template <typename Draw, typename Learn>
void run_stage(const StagePlace& place, const std::vector<Parameter>& learning, Draw draw,
               Learn learn) {
  StageRun run(place, learning);
  for (int64_t step = 0; step < place.stage.steps; ++step) {
    const auto drawn = draw(step);
    if (step < run.made()) continue;
    run.clear_gradients();
    run.end_step(step, learn(step, drawn));
  }
  run.finish();
}

}  // namespace sempurna
