#include "dataset/top_layer.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "base/sha256.h"
#include "dataset/source.h"
#include "dataset/tasks.h"

namespace sempurna {

namespace {

std::vector<std::string> read_labels(const Json& json, const fs::path& file) {
  const auto labels = json.is_object() ? json.find("labels") : json.end();
  const bool fits = labels != json.end() && labels->is_array() && labels->size() >= 2 &&
                    std::all_of(labels->begin(), labels->end(),
                                [](const Json& label) { return label.is_string(); });
  if (!fits) {
    throw Error(Code::DataCorrupt,
                "{} must be {{\"labels\": [...]}} with the names of two classes or more",
                file.string());
  }
  return labels->get<std::vector<std::string>>();
}

std::string read_learned_from(const Json& json, const fs::path& file) {
  const auto found = json.find("learned_from");
  if (found == json.end()) return {};
  if (!found->is_string()) {
    throw Error(Code::DataCorrupt,
                "{}: learned_from must be the SHA-256 of a data.csv, in hexadecimal",
                file.string());
  }
  return *found;
}

}  // namespace

std::optional<TopLayer> read_top_layer(const fs::path& model) {
  const fs::path file = model / "labels_info.json";
  if (!fs::exists(file)) return std::nullopt;
  const Json config = read_json(model / "config.json");
  const Json json = read_json(file);
  return TopLayer{read_labels(json, file), config.is_object() && config.value("binary_mode", false),
                  read_learned_from(json, file)};
}

bool starts_anew(const std::optional<TopLayer>& known, const Hyperparameters& h, Task task,
                 const fs::path& training) {
  return starts_anew(known, h, [&](const TopLayer& layer) { return knows(layer, training, task); });
}

bool starts_anew(const std::optional<TopLayer>& known, const Hyperparameters& h,
                 const std::function<bool(const TopLayer&)>& knows) {
  const Reinitialize choice = h.reinitialize_top_layer;
  if (choice == Reinitialize::Always) return true;
  if (!known) {
    if (choice == Reinitialize::Auto) return true;
    throw Error(Code::InvalidArgument,
                "reinitialize_top_layer is False, but this model was not fine-tuned before, so its "
                "top layer knows none of the classes; set it to True or Auto");
  }
  if (known->binary_mode != h.binary_mode) {
    if (choice == Reinitialize::Auto) return true;
    throw Error(Code::InvalidArgument,
                "the model was fine-tuned {} binary_mode, so its top layer does not fit; set "
                "binary_mode to {} or reinitialize_top_layer to True or Auto",
                known->binary_mode ? "with" : "without", known->binary_mode ? "True" : "False");
  }
  return choice == Reinitialize::Auto && !knows(*known);
}

bool knows(const TopLayer& layer, const fs::path& channel, Task task) {
  try {
    const fs::path source = find_source(channel.string(), task);
    if (layer.learned_from.empty()) return data_of(task).has_classes(source, layer.labels);
    return fs::is_regular_file(source) && sha256_file(source) == layer.learned_from;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace sempurna
