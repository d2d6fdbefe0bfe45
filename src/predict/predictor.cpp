#include "predict/predictor.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/number.h"
#include "base/usable_threads.h"
#include "data/batching.h"
#include "models/architectures.h"
#include "models/scored_model.h"
#include "report/run_record.h"
#include "store/archive.h"
#include "train/threads.h"

namespace sempurna {

namespace {

// Of a model that was not fine-tuned here: the names in config.json, timm's as a list, those of
// Hugging Face in the order of their numbers.
std::vector<std::string> labels_of_config(const Json& config) {
  const auto list = config.find("label_names");
  const bool is_list =
      list != config.end() && list->is_array() &&
      std::all_of(list->begin(), list->end(), [](const Json& label) { return label.is_string(); });
  if (is_list && config.contains("architecture")) return list->get<std::vector<std::string>>();
  const auto map = config.find("id2label");
  if (map == config.end() || !map->is_object()) return {};
  std::vector<std::string> labels(map->size());
  for (const auto& [number, label] : map->items()) {
    const auto index = read_number<size_t>(number);
    if (!index || *index >= labels.size() || !label.is_string()) return {};
    labels[*index] = label;
  }
  return labels;
}

Hyperparameters hyperparameters_of(const fs::path& folder, const ModelKind& kind) {
  const fs::path file = folder / "training.json";
  if (!fs::exists(file)) return {};
  const RunRecord training = read_record(read_json(file), file.string());
  const auto& fields = hyperparameter_fields(kind);
  Hyperparameters h = fields.defaults();
  for (const auto& [name, value] : training.hyperparameters) {
    // A newer version may have written options that this one does not know.
    if (fields.find(name) != nullptr) fields.set(h, name, value);
  }
  return h;  // whatever the rules for a new job say of it
}

}  // namespace

Predictor Predictor::open(const fs::path& archive_or_folder, Device device) {
  // Not every processor of the machine need be this process's.
  set_compute_threads(usable_threads());
  Predictor predictor;
  fs::path folder = archive_or_folder;
  if (!fs::exists(folder)) {
    throw Error(Code::NotFound,
                "{} does not exist; give a model.tar.gz, its unpacked folder or a job's folder",
                folder.string());
  }
  if (!fs::is_directory(folder)) {
    predictor.unpacked_ = std::make_unique<TemporaryFolder>();
    read_archive(folder, predictor.unpacked_->path());
    folder = predictor.unpacked_->path();
  }
  if (!fs::exists(folder / "config.json")) {
    throw Error(Code::InvalidArgument, "{} holds no config.json, so it is no model",
                archive_or_folder.string());
  }
  predictor.parent_ = open_parent(folder);
  ParentModel& parent = predictor.parent_;
  predictor.labels_ = parent.top_layer ? parent.top_layer->labels : labels_of_config(parent.config);
  if (predictor.labels_.size() < 2) {
    throw Error(Code::InvalidArgument,
                "{} has no classes of its own to answer with; fine-tune it first",
                archive_or_folder.string());
  }
  predictor.hyperparameters_ = hyperparameters_of(folder, parent.kind());
  const Checkpoint checkpoint = Checkpoint::open(folder);
  const int64_t outputs = parent.top_layer && parent.top_layer->binary_mode
                              ? 1
                              : static_cast<int64_t>(predictor.labels_.size());
  predictor.device_ = device;
  predictor.model_ = build_model({parent.config, &checkpoint, outputs, false, 0, device});
  for (const Parameter& parameter : predictor.model_->parameters()) {
    if (parameter.fresh && !parameter.buffer) {
      throw Error(Code::DataCorrupt,
                  "{} lacks the weights {}, so it cannot answer; fine-tune it first",
                  archive_or_folder.string(), parameter.name);
    }
  }
  if (const int64_t scores = training_of(parent.task).scores(parent); scores > 0)
    predictor.model_ = with_scores(std::move(predictor.model_), scores);
  predictor.reader_ = training_of(parent.task).reader(parent, predictor.hyperparameters_);
  return predictor;
}

std::vector<Prediction> Predictor::answer(std::span<const Batch> prepared) {
  if (prepared.empty()) return {};
  const Batch batch = join(prepared).on(device_);
  const at::NoGradGuard no_gradients;
  const Pass pass;
  const Tensor logits = model_->classify(model_->features(batch, pass), pass).to(at::kDouble);
  const Tensor positive = binary_mode() ? at::sigmoid(logits) : Tensor();
  const Tensor probabilities =
      binary_mode() ? at::cat({1 - positive, positive}, 1) : at::softmax(logits, 1);
  const Tensor rows = on_host(probabilities).contiguous();
  const auto classes = static_cast<size_t>(rows.size(1));
  std::vector<Prediction> predictions;
  for (int64_t i = 0; i < rows.size(0); ++i) {
    const double* row = rows.data_ptr<double>() + i * rows.size(1);
    Prediction prediction{{row, row + classes}, 0};
    const auto best =
        std::max_element(prediction.probabilities.begin(), prediction.probabilities.end());
    if (!std::isfinite(*best)) {
      throw Error(Code::DataCorrupt, "the model's answer is no number; its weights are damaged");
    }
    prediction.best = static_cast<size_t>(best - prediction.probabilities.begin());
    predictions.push_back(std::move(prediction));
  }
  return predictions;
}

Json Predictor::to_json(const Prediction& prediction) const {
  return {{"probabilities", prediction.probabilities},
          {"labels", labels_},
          {"predicted_label", labels_.at(prediction.best)}};
}

}  // namespace sempurna
