#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "train/training_step.h"

namespace sempurna {

/// What a run's own first steps took. A step is one of training or, when only the head is trained,
/// one pass of a batch through the backbone.
struct Trial {
  double seconds = 0;        ///< of the steps that were timed
  int64_t weight = 0;        ///< of their examples (ExampleSource::weight)
  double first_seconds = 0;  ///< of the very first step, when that is not among them
  int64_t first_weight = 0;
  double seconds_before = 0;       ///< of the run up to its first step
  uint64_t most_bytes_before = 0;  ///< of memory, of that part
  uint64_t base_bytes = 0;         ///< of memory before the first step
  uint64_t peak_bytes = 0;         ///< of memory in the steps
  int64_t heaviest = 0;            ///< the weight of the heaviest batch among them
  // When only the head is trained.
  double head_seconds = 0;       ///< an example in a training step on kept features
  uint64_t head_peak_bytes = 0;  ///< of memory, in such steps
  int64_t feature_width = 0;
  int64_t passed = 0;        ///< examples whose features lay in that memory already
  bool others_kept = false;  ///< none but the test's are to pass the backbone
};

/// Takes the time and the memory of the first steps of a run. The very first is not timed unless it
/// is the only one: it generates code, and touches memory that later ones find ready, so what it
/// takes longer is taken once.
class FirstSteps {
 public:
  /// Before all that only the steps need is made; `began` is when the run did.
  explicit FirstSteps(std::chrono::steady_clock::time_point began);

  /// A pass of steps begins, after something else.
  void start();
  /// The next step is done.
  void step(int64_t weight);
  /// Whether there is enough to foretell the rest from.
  bool enough() const;
  bool any() const { return steps_ > 0; }
  Trial trial() const;

 private:
  Trial trial_;
  int64_t steps_ = 0;
  std::chrono::steady_clock::time_point before_;  ///< the step in progress
  double first_seconds_ = 0;
  int64_t first_weight_ = 0;
};

/// What to set when batches of more than so many examples take too much memory.
std::string smaller_batch(int64_t examples, const TrainingPlan& plan);

/// Runs a run's first step, of so many examples. Where there is not enough memory for it, throws
/// ResourceLimit with a smaller number.
void run_first_step(int64_t examples, const TrainingPlan& plan, const std::function<void()>& step);

/// Tries the head alone on a batch of features, and leaves it as it was: some thousandths of a
/// second, from which that part of the run is foretold. `rows` examples are in the training part.
void try_head(Model& model, const Examples& features, int64_t rows, const TrainingPlan& plan,
              Trial& trial);

}  // namespace sempurna
