#pragma once

#include <functional>
#include <span>
#include <vector>

#include "train/training_step.h"

namespace sempurna {

/// The penalties that are tried one after another, the strongest first; each counts as an epoch. Of
/// a run without validation data, which cannot tell them apart, a middle one alone; of a head that
/// is biases alone, which have no penalty, 0.
std::span<const double> head_penalties(const Model& model, bool validation);

/// Solves for a head over kept features in place of training it step by step: the smallest mean
/// cross-entropy, smoothed labels included, plus half a penalty times the sum of the squared
/// weights, by L-BFGS (base/lbfgs.h). The weights are those over features of mean 0 and
/// deviation 1, so that one penalty fits every feature and every model; a head that is one linear
/// layer begins at 0, its problem is convex, and what is found is the optimum. A head of more
/// layers begins at its new weights, over the features as they are. Ranks go through a share of the
/// features each, and find the same solution.
class HeadSolver {
 public:
  /// What it is given must outlive it. Reads all features once.
  HeadSolver(Model& model, ExampleSource& training, const TrainingPlan& plan);

  /// Leaves the model's head at the solution, whatever it held before. `alive` is called now and
  /// then with the number of passes over the features, and may throw to stop. Throws
  /// InvalidArgument when the loss is no finite number.
  StepResult solve(double penalty, const std::function<void(int64_t passes)>& alive = {});

  static constexpr int kMostSteps = 100;
  static constexpr int64_t kRows = 256;  ///< of features in one batch
  /// Of memory that a solution takes for a head of so many weights.
  static uint64_t bytes(int64_t weights);
  /// About so many passes over the features one solution takes.
  static int64_t likely_passes(const Model& model);

 private:
  /// Calls `use` with batches of all training features, of all views.
  void each_batch(const std::function<void(const Examples&)>& use) const;
  void measure_features();
  void place(std::span<const float> x) const;
  void unstandardise(float* weights, float* biases) const;
  double value(std::span<const float> x, double penalty, std::span<float> gradient) const;
  void gather(std::span<float> gradient) const;

  Model& model_;
  ExampleSource& training_;
  TrainingPlan plan_;
  int64_t views_;
  std::vector<Parameter> head_;
  std::vector<float> start_;
  // Of each feature, when the head is one linear layer; else empty.
  std::vector<float> means_;
  std::vector<float> scales_;  ///< 1 / deviation; 0 where there is none
};

}  // namespace sempurna
