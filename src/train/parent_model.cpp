#include "train/parent_model.h"

#include <algorithm>

#include "base/error.h"
#include "base/sha256.h"
#include "catalog/families.h"
#include "models/text_encoder.h"

namespace sempurna {

namespace {

std::string folder_hash(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) names.push_back(fs::relative(entry.path(), folder).string());
  }
  std::sort(names.begin(), names.end());
  std::string lines;
  for (const auto& name : names) lines += sha256_file(folder / name) + "  " + name + "\n";
  return sha256_hex(lines);
}

}  // namespace

ParentModel open_parent(const fs::path& folder, std::optional<Task> task) {
  ParentModel parent;
  parent.folder = folder;
  parent.config = read_json(folder / "config.json");
  if (!parent.config.is_object()) {
    throw Error(Code::DataCorrupt, "{} must hold a JSON object", (folder / "config.json").string());
  }
  parent.model_type = model_type_of(parent.config);
  parent.task = task ? *task : task_of_model(folder, parent.config);
  if (!does(family_of(parent.model_type), parent.task)) {
    throw Error(Code::InvalidArgument, "models of the family {} do no {}", parent.model_type,
                name(parent.task));
  }
  parent.hash = folder_hash(folder);
  parent.top_layer = read_top_layer(folder);
  return parent;
}

size_t longest_text(const Hyperparameters& h, const Tokenizer& tokenizer, const Json& config) {
  return std::min({static_cast<size_t>(h.max_length), tokenizer.model_max_length(),
                   static_cast<size_t>(max_tokens_of(config))});
}

}  // namespace sempurna
