#include "train/export_model.h"

#include <ATen/ATen.h>

#include "base/error.h"
#include "catalog/families.h"
#include "tensor/convert.h"
#include "tensor/device.h"
#include "train/tasks.h"
#include "weights/safetensors.h"

namespace sempurna {

namespace {

/// timm's: num_classes and label_names beside the architecture, and nothing left of other classes.
void set_timm_labels(Json& config, const std::vector<std::string>& outputs) {
  config["num_classes"] = outputs.size();
  config["label_names"] = outputs;
  config.erase("labels");  // an older spelling of label_names
  config.erase("label_descriptions");
  const auto part = config.find("pretrained_cfg");
  if (part == config.end() || !part->is_object()) return;
  part->erase("label_names");
  part->erase("label_descriptions");
  if (part->contains("num_classes")) (*part)["num_classes"] = outputs.size();
}

void set_hugging_face_labels(Json& config, const std::vector<std::string>& outputs) {
  Json id2label = Json::object();
  Json label2id = Json::object();
  for (size_t k = 0; k < outputs.size(); ++k) {
    id2label[std::to_string(k)] = outputs[k];
    label2id[outputs[k]] = k;
  }
  config["id2label"] = id2label;
  config["label2id"] = label2id;
  config.erase("num_labels");  // would contradict id2label
}

void copy_whole(const fs::path& from, const fs::path& to) {
  write_file_atomic(to, read_file(from));
}

}  // namespace

Json fine_tuned_config(const ParentModel& parent, const std::vector<std::string>& labels,
                       bool binary_mode) {
  Json config = parent.config;
  const std::vector<std::string> outputs =
      binary_mode ? std::vector<std::string>{labels.at(1)} : labels;
  if (config.contains("architecture")) set_timm_labels(config, outputs);
  const bool has_model_type = config.contains("model_type");
  // Some of timm's folders have transformers' names of classes too.
  if (has_model_type || config.contains("id2label") || config.contains("label2id")) {
    set_hugging_face_labels(config, outputs);
  }
  if (has_model_type) {
    const std::string name = transformers_class(family_of(parent.model_type), parent.task);
    if (!name.empty()) config["architectures"] = Json::array({name});
    config["problem_type"] =
        binary_mode ? "multi_label_classification" : "single_label_classification";
  }
  config.erase("binary_mode");
  if (binary_mode) config["binary_mode"] = true;
  config["torch_dtype"] = "float32";
  config.erase("dtype");  // newer spelling, which transformers would prefer
  config.erase("quantization_config");
  return config;
}

void export_model(const fs::path& folder, const Model& model, const ParentModel& parent,
                  const std::vector<std::string>& labels, bool binary_mode, const Json& training,
                  const WordClassifier* words) {
  fs::remove_all(folder);
  make_folders(folder);
  write_file_atomic(folder / "config.json",
                    to_pretty(fine_tuned_config(parent, labels, binary_mode)));
  std::vector<Tensor> kept;
  std::vector<TensorView> views;
  for (const auto& parameter : model.parameters()) {
    kept.push_back(on_host(parameter.tensor.detach()).contiguous());
    views.push_back(to_view(parameter.name, kept.back()));
  }
  write_safetensors(folder / "model.safetensors", views);
  for (const auto& name : training_of(parent.task).files(parent.folder)) {
    copy_whole(parent.folder / name, folder / name);
  }
  if (words != nullptr) words->write(folder / kWordsFile);
  write_file_atomic(folder / "labels_info.json", to_pretty({{"labels", labels}}));
  write_file_atomic(folder / "training.json", to_pretty(training));
}

}  // namespace sempurna
