#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

#include "base/error.h"
#include "base/quantity.h"
#include "base/standard_streams.h"
#include "base/usable_threads.h"
#include "catalog/suggestion.h"
#include "dataset/statistics.h"
#include "kernels/bf16.h"
#include "models/architectures.h"
#include "predict/commands.h"
#include "tensor/guard.h"
#include "tensor/memory.h"
#include "train/batch_examples.h"
#include "train/frozen_features.h"
#include "train/precision.h"
#include "train/tasks.h"
#include "train/threads.h"
#include "weights/checkpoint.h"

namespace sempurna {

namespace {

/// Ends what would take too long, told by how fast it has been.
class Limit {
 public:
  Limit(double most_seconds, int64_t all) : most_(most_seconds), all_(all) {}

  /// Throws ResourceLimit where so many examples foretell more.
  void passed(int64_t done) {
    constexpr double kSure = 1;
    const double foretold = seconds() / static_cast<double>(done) * static_cast<double>(all_);
    if (seconds() < std::min(kSure, most_) || foretold <= most_) return;
    throw Error(Code::ResourceLimit,
                "one look at the sample would take about {}; try it with --seconds {:.0f}",
                duration_text(foretold), std::ceil(1.5 * foretold));
  }
  double rate() const { return static_cast<double>(all_) / seconds(); }

 private:
  using Clock = std::chrono::steady_clock;
  double seconds() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }

  double most_;
  int64_t all_;
  Clock::time_point began_ = Clock::now();
};

JobDataOptions reading(const TriedModel& tried, Task task) {
  const std::map<std::string, std::string> defaults(tried.hyperparameters.begin(),
                                                    tried.hyperparameters.end());
  JobDataOptions options;
  options.task = task;
  options.hyperparameters = read_hyperparameters(task, defaults, {});
  options.model_folder = tried.folder;
  options.threads = usable_threads();
  return options;
}

Precision precision_for(const Hyperparameters& h) {
  const Bf16 bf16 = h.precision == PrecisionChoice::Fp32
                        ? Bf16{}
                        : Bf16{kernels::bf16_supported(), kernels::bf16_is_faster()};
  return precision_of(h.precision, "", bf16);
}

void try_model(const TriedModel& tried, const DataSample& sample, const SuggestRequest& request,
               NeighboursOfModel& result) {
  const JobDataOptions options = reading(tried, request.task);
  const ParentModel parent = open_parent(tried.folder, request.task);
  const Checkpoint weights = Checkpoint::open(parent.folder);
  const auto model = build_model({parent.config, &weights, std::ssize(sample.labels), true, 0});
  const auto [training, held_out] = sample.read(options);
  Limit limit(request.most_seconds, training->size() + held_out->size());
  const auto features = [&](const BatchSource& source, int64_t before) {
    BatchExamples examples(source, options.threads);
    return frozen_features(*model, examples, precision_for(options.hyperparameters),
                           [&](int64_t done) { limit.passed(before + done); });
  };
  const FeatureRows known = features(*training, 0);
  const FeatureRows asked = features(*held_out, training->size());
  result.examples_per_second = limit.rate();
  if (known.width == 0) {  // words alone: the linear model is what it does
    result.accuracy = sample.linear_baseline;
    return;
  }
  const NeighbourResult told = nearest_neighbours(known, asked, options.threads);
  result.accuracy = told.accuracy;
  result.k = told.k;
}

/// What is wrong with one model is no reason to say nothing of the others.
NeighboursOfModel tried(const TriedModel& model, const DataSample& sample,
                        const SuggestRequest& request) {
  NeighboursOfModel result;
  result.id = model.id;
  try {
    with_torch_errors([&] { try_model(model, sample, request, result); });
  } catch (const Error& error) {
    result.failure = error.what();
  }
  release_kept_memory();
  return result;
}

}  // namespace

int suggest_models(const fs::path& file) {
  const auto request = from_json<SuggestRequest>(read_json(file), "what is to be suggested");
  set_compute_threads(usable_threads());
  JobDataOptions options;
  options.task = request.task;
  options.hyperparameters.on_bad_data = request.on_bad_data;
  options.threads = usable_threads();
  const DataSample sample =
      training_of(request.task).sample({request.training, request.validation, ""}, options, {});
  const auto sum = [](const std::vector<int64_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), int64_t{0});
  };
  Suggestion suggestion;
  suggestion.examples = sample.examples;
  suggestion.classes = std::ssize(sample.labels);
  suggestion.training = sum(sample.training);
  suggestion.held_out = sum(sample.held_out);
  suggestion.majority_baseline = majority_baseline(sample.training, sample.held_out);
  suggestion.linear_baseline = sample.linear_baseline;
  for (const TriedModel& model : request.models)
    suggestion.models.push_back(tried(model, sample, request));
  say("{}\n", to_line(to_json(suggestion)));
  return 0;
}

}  // namespace sempurna
