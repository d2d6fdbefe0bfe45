#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstdio>
#include <span>
#include <vector>

#include "base/error.h"
#include "data/batching.h"
#include "image/preprocess.h"
#include "models/architectures.h"
#include "predict/commands.h"
#include "tensor/cpu.h"
#include "tensor/guard.h"
#include "text/tokenizer.h"
#include "train/parent_model.h"
#include "train/threads.h"

namespace sempurna {

namespace {

/// A short text, and one as long as a job's may be, of the tokenizer's last token.
Batch example_texts(const ParentModel& parent) {
  const auto tokenizer = load_tokenizer(parent.folder);
  check_tokenizer(*tokenizer, parent.config);
  const size_t longest = longest_text(Hyperparameters{}, *tokenizer, parent.config);
  const std::vector<int32_t> some = tokenizer->encode("The room was clean, 10 of 10.", longest);
  const std::vector<int32_t> full(longest, static_cast<int32_t>(tokenizer->vocabulary_size()) - 1);
  if (some.empty()) {
    throw Error(Code::DataCorrupt,
                "the tokenizer in {} makes no tokens of an English sentence; its files are damaged",
                parent.folder.string());
  }
  const std::vector<std::span<const int32_t>> texts = {some, full};
  return pack_texts(texts);
}

Batch example_pictures(const ParentModel& parent) {
  const Preprocessing preprocessing = load_preprocessing(parent.folder);
  Image picture(300, 200);
  for (size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = static_cast<uint8_t>(i * i / 7);
  }
  const std::vector<Image> prepared(2, prepare(picture, preprocessing));
  return stack_pictures(prepared, preprocessing);
}

/// One pass over examples made up here, so that what a job would fail on fails now.
void prove(Model& model, const ParentModel& parent) {
  const Batch batch =
      parent.task == Task::TextClassification ? example_texts(parent) : example_pictures(parent);
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
  Json facts = {
      {"family", parent.model_type}, {"task", name(parent.task)}, {"parameters", parameters}};
  if (parent.top_layer) facts["labels"] = parent.top_layer->labels;
  fmt::print("{}\n", to_line(facts));
  return 0;
}

}  // namespace sempurna
