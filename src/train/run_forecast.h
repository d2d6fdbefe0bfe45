#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "catalog/job_folder.h"
#include "report/run_record.h"
#include "train/built_run.h"
#include "train/progress.h"
#include "train/run_examples.h"
#include "train/trial.h"

namespace sempurna {

/// What is foretold of a run: at once what its size alone tells, then what its own first steps
/// tell. A run that goes on from a checkpoint keeps what was foretold of it.
class RunForecast {
 public:
  /// Says what the size tells. Throws ResourceLimit when memory or disk will not do. What it is
  /// given must outlive it.
  RunForecast(const JobFolder& job, const BuiltRun& built,
              std::chrono::steady_clock::time_point began, Progress& progress);

  /// Takes the first steps' time; null when nothing is to be foretold any more.
  FirstSteps* first_steps() { return steps_ ? &*steps_ : nullptr; }
  /// Says what they tell of the rest. Throws ResourceLimit when memory or disk will not do for it.
  void tell(const Trial& trial);

  /// A batch has passed the backbone, of which only the head is trained.
  void passed(const ExampleSource& source, int64_t first, const Examples& examples,
              const Tensor& features);
  /// All of them have. What was kept by another job alone is known by `kept`, the features of the
  /// training part of `whole`.
  void passed_all(ExampleSource& whole, ExampleSource& kept);

  const ForetoldRecord& figures() const { return figures_; }
  /// Of memory, before the first steps began to count anew.
  uint64_t peak_before() const { return peak_before_; }

 private:
  void look_at_kept(ExampleSource& whole, ExampleSource& kept);
  void tell_of_head();

  const JobFolder& job_;
  const BuiltRun& built_;
  Progress& progress_;
  ForetoldRecord figures_;
  uint64_t peak_before_ = 0;
  std::optional<FirstSteps> steps_;
  int64_t passed_ = 0;        ///< examples that passed the backbone
  bool others_kept_ = false;  ///< all that are to pass it, but those of the test
  Examples last_;             ///< of these, with their features
};

}  // namespace sempurna
