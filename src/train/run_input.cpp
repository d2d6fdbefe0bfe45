#include "train/run_input.h"

#include <algorithm>

#include "base/usable_threads.h"
#include "catalog/hyperparameters.h"
#include "catalog/tasks.h"
#include "kernels/bf16.h"
#include "train/checkpoint.h"
#include "train/precision.h"
#include "train/threads.h"
#include "train/training_plan.h"

namespace sempurna {

namespace {

int64_t views_of(const Hyperparameters& h, bool head_only) {
  if (!h.augmentation || !head_only) return 1;
  if (h.optimizer == OptimizerKind::Lbfgs) return h.augmentation_views;
  return std::min(h.augmentation_views, h.epochs);  // few epochs see few views
}

}  // namespace

RunInput read_run_input(const JobFolder& job) {
  const JobInput asked = read_job_input(job);
  RunInput input;
  input.model_id = asked.model_id;
  input.ancestry = asked.ancestry;
  input.channels = asked.channels;
  input.parent = open_parent(job.channel("model"), asked.task);
  const ParentModel& parent = input.parent;
  const Hyperparameters h = read_hyperparameters(parent.kind(), {}, asked.hyperparameters);
  check_channels(h, input.channels);
  input.fresh_head = starts_anew(parent.top_layer, h, parent.task, job.channel("training"));
  input.plan = make_plan(parent, h, input.fresh_head);
  input.views = views_of(h, input.plan.head_only);

  const Json before = CheckpointStore::peek_fingerprint(job.checkpoints()).value_or(Json::object());
  input.threads = before.value("threads", usable_threads());
  set_compute_threads(input.threads);
  // Trying bf16 takes a moment, which fp32 need not wait for.
  const Bf16 bf16 = h.precision == PrecisionChoice::Fp32
                        ? Bf16{}
                        : Bf16{kernels::bf16_supported(), kernels::bf16_is_faster()};
  input.plan.precision = precision_of(h.precision, before.value("precision", ""), bf16);
  return input;
}

}  // namespace sempurna
