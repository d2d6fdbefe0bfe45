#include "dataset/top_layer.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "dataset/source.h"
#include "dataset/tasks.h"

namespace sempurna {

namespace {

std::vector<std::string> read_labels(const fs::path& file) {
  const Json json = read_json(file);
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

}  // namespace

std::optional<TopLayer> read_top_layer(const fs::path& model) {
  if (!fs::exists(model / "labels_info.json")) return std::nullopt;
  const Json config = read_json(model / "config.json");
  return TopLayer{read_labels(model / "labels_info.json"),
                  config.is_object() && config.value("binary_mode", false)};
}

bool starts_anew(const std::optional<TopLayer>& known, const Hyperparameters& h, Task task,
                 const fs::path& training) {
  return starts_anew(known, h, [&](const std::vector<std::string>& labels) {
    return has_same_classes(training, task, labels);
  });
}

bool starts_anew(const std::optional<TopLayer>& known, const Hyperparameters& h,
                 const std::function<bool(const std::vector<std::string>&)>& has_classes) {
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
  return choice == Reinitialize::Auto && !has_classes(known->labels);
}

bool has_same_classes(const fs::path& channel, Task task, const std::vector<std::string>& labels) {
  try {
    return data_of(task).has_classes(find_source(channel.string(), task), labels);
  } catch (const Error&) {
    return false;
  }
}

}  // namespace sempurna
