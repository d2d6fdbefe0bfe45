#include "train/parent_model.h"

#include <algorithm>

#include "base/error.h"
#include "base/sha256.h"
#include "catalog/families.h"
#include "models/config_reader.h"
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

void check_tokenizer(const Tokenizer& tokenizer, const Json& config) {
  const int64_t rows = ConfigReader(config).count("vocab_size", 1, kMostTokens);
  const auto largest = static_cast<int64_t>(tokenizer.vocabulary_size()) - 1;
  if (largest < rows) return;
  throw Error(
      Code::InvalidArgument,
      "the tokenizer's token \"{}\" has the id {}, but the model's embedding has rows for "
      "the ids 0 to {} only (vocab_size in config.json); make room in transformers by "
      "model.resize_token_embeddings(len(tokenizer)) and save both again, or take the token "
      "out of the tokenizer's files (added_tokens.json)",
      tokenizer.token(static_cast<int32_t>(largest)), largest, rows - 1);
}

}  // namespace sempurna
