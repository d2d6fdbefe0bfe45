#include "train/built_run.h"

#include <algorithm>

#include "base/error.h"
#include "base/version.h"
#include "catalog/hyperparameters.h"
#include "models/architectures.h"
#include "models/scored_model.h"
#include "train/example_source.h"
#include "train/feature_key.h"
#include "train/fingerprint.h"
#include "train/precision.h"
#include "train/solve_head.h"
#include "weights/checkpoint.h"

namespace sempurna {

namespace {

void weigh(RunSize& size, const BuiltRun& built, const JobData& data) {
  const auto& h = built.plan.hyperparameters;
  const auto evaluated = [&](const BatchSource& source) {
    size.heaviest_evaluation = std::max(size.heaviest_evaluation, heaviest_evaluation(source));
    return weight_of(source);
  };
  const BatchSource& training = *data.training.source;
  if (built.plan.head_only) {
    size.training_weight = evaluated(training);
  } else {
    size.training_weight = weight_of(training);
    size.heaviest_step = heaviest_step(training, h);
  }
  if (data.validation) size.validation_weight = evaluated(*data.validation->source);
  if (data.test) size.test_weight = evaluated(*data.test->source);
}

RunSize size_of(const BuiltRun& built, const RunInput& input, const JobData& data) {
  const auto& h = built.plan.hyperparameters;
  RunSize size = size_of_model(*built.model, built.plan.head_only);
  size.training_items = data.training.source->size();
  size.validation_items = data.validation ? data.validation->source->size() : 0;
  size.test_items = data.test ? data.test->source->size() : 0;
  size.classes = std::ssize(data.labels);
  size.epochs = h.epochs;
  size.solved = h.optimizer == OptimizerKind::Lbfgs;
  const int64_t passes =
      size.solved ? h.epochs * HeadSolver::likely_passes(*built.model) : h.epochs;
  size.steps = passes * std::ssize(training_batches(size.training_items, h.batch_size, 0, 0));
  size.feature_rows = built.plan.head_only ? input.views * size.training_items : 0;
  size.cache_bytes = data.cache_bytes;
  weigh(size, built, data);
  return size;
}

Json fingerprint_of(const RunInput& input, const JobData& data, const TrainingPlan& plan) {
  Fingerprint f;
  f.task = plan.task;
  f.hyperparameters = plan.hyperparameters;
  f.data_hash = data.hash;
  f.model_hash = input.parent.hash;
  f.version = version();
  f.precision = name(plan.precision);
  f.threads = input.threads;
  f.ranks = plan.place.world.get().size();
  return f.to_json();
}

}  // namespace

void require_fit(const Hyperparameters& h, const JobData& data) {
  if (h.binary_mode && data.labels.size() != 2) {
    throw Error(Code::InvalidArgument,
                "binary_mode is for two classes, but the data has {}; set binary_mode to False",
                data.labels.size());
  }
  check_validation(h, data.validation.has_value());
}

BuiltRun build_run(const RunInput& input, const JobData& data) {
  const TrainingPlan& plan = input.plan;
  const Checkpoint weights = Checkpoint::open(input.parent.folder);
  ModelRequest request;
  request.config = input.parent.config;
  request.checkpoint = &weights;
  request.classes = plan.loss.binary ? 1 : std::ssize(data.labels);
  request.fresh_head = input.fresh_head;
  request.seed = static_cast<uint64_t>(plan.hyperparameters.seed);
  request.device = plan.place.device;
  BuiltRun built;
  built.plan = plan;
  built.model = build_model(request);
  if (data.words != nullptr)
    built.model = with_scores(std::move(built.model), data.words->outputs());
  trained_parameters(*built.model, plan.head_only);
  Hyperparameters& h = built.plan.hyperparameters;
  if (h.optimizer == OptimizerKind::Lbfgs)
    h.epochs = std::ssize(head_penalties(*built.model, data.validation.has_value()));
  built.size = size_of(built, input, data);
  built.fingerprint = fingerprint_of(input, data, built.plan);
  built.feature_key = feature_key(built.fingerprint, data.order);
  return built;
}

}  // namespace sempurna
