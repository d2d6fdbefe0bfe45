#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstdio>

#include "base/error.h"
#include "base/standard_streams.h"
#include "base/usable_threads.h"
#include "models/architectures.h"
#include "predict/commands.h"
#include "tensor/guard.h"
#include "train/parent_model.h"
#include "train/tasks.h"
#include "train/threads.h"

namespace sempurna {

namespace {

/// One pass over examples made up here, so that what a job would fail on fails now.
void prove(Model& model, const ParentModel& parent) {
  const Batch batch = training_of(parent.task).examples(parent);
  const at::NoGradGuard no_gradients;
  const Tensor features = model.features(batch, {});
  const bool fits = features.isfinite().all().item<bool>() &&
                    model.classify(features, {}).isfinite().all().item<bool>();
  if (!fits) {
    throw Error(Code::DataCorrupt,
                "the model's answer is no number; its weights are damaged, get them again");
  }
}

}  // namespace

int inspect_model(const fs::path& folder) {
  set_compute_threads(usable_threads());
  const ParentModel parent = open_parent(folder);
  const Checkpoint checkpoint = Checkpoint::open(folder);
  // Two classes of its own stand for the classes of the data that is not there yet.
  const auto model = build_model({parent.config, &checkpoint, 2, true, 0});
  int64_t parameters = 0;
  for (const Parameter& parameter : model->parameters()) {
    if (parameter.buffer) continue;
    parameters += parameter.tensor.numel();
    if (parameter.fresh && parameter.part == Part::Backbone) {
      throw Error(Code::DataCorrupt, "{} lacks the weights {}", folder.string(), parameter.name);
    }
  }
  with_torch_errors([&] { prove(*model, parent); });
  training_of(parent.task).scores(parent);  // throws where these are damaged
  Json facts = {
      {"family", parent.model_type}, {"task", name(parent.task)}, {"parameters", parameters}};
  if (parent.top_layer) facts["labels"] = parent.top_layer->labels;
  say("{}\n", to_line(facts));
  return 0;
}

}  // namespace sempurna
