#include "hub/listing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/error.h"
#include "base/json_map.h"

namespace sempurna {

namespace {

constexpr std::array<std::string_view, 15> kSmallFiles = {
    "config.json",       "preprocessor_config.json",
    "tokenizer.json",    "tokenizer_config.json",
    "vocab.txt",         "vocab.json",
    "merges.txt",        "special_tokens_map.json",
    "added_tokens.json", "spiece.model",
    "spm.model",         "sentencepiece.bpe.model",
    "tokenizer.model",   "labels_info.json",
    "words.safetensors"};

/// One form that weights come in: one file, or an index with its shards.
struct Form {
  std::string_view file;
  std::string_view shard_prefix;
  std::string_view shard_ending;
};

constexpr std::array<Form, 4> kForms = {{
    {"model.safetensors", "", ""},
    {"model.safetensors.index.json", "model-", ".safetensors"},
    {"pytorch_model.bin", "", ""},
    {"pytorch_model.bin.index.json", "pytorch_model-", ".bin"},
}};

constexpr int kMaxDepth = 16;  // the model's own config is part of the answer

bool is_hex(std::string_view text, size_t length) {
  return text.size() == length && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isdigit(c) != 0 || (c >= 'a' && c <= 'f');
         });
}

bool is_shard(std::string_view name, const Form& form) {
  return !form.shard_prefix.empty() && name.starts_with(form.shard_prefix) &&
         name.ends_with(form.shard_ending) && name.find('/') == std::string_view::npos;
}

std::string text_at(const JsonMap& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

HubModel parse_listing(std::string_view json, const HubSource& source) {
  const std::string what = fmt::format("the hub's list of {}'s files", source.name);
  const JsonMap answer = parse_json_map(json, what, kMaxDepth);
  const auto siblings = answer.is_object() ? answer.find("siblings") : answer.end();
  if (siblings == answer.end() || !siblings->is_array()) {
    throw Error(Code::DataCorrupt,
                "{} has no \"siblings\"; does HF_ENDPOINT name a hub that speaks the Hugging Face "
                "API?",
                what);
  }
  HubModel model{.commit = text_at(answer, "sha"), .files = {}};
  if (!is_hex(model.commit, 40)) model.commit.clear();
  for (const JsonMap& sibling : *siblings) {
    HubFile file{.name = text_at(sibling, "rfilename"), .size = {}, .sha256 = {}};
    if (file.name.empty()) continue;
    if (const auto size = sibling.find("size");
        size != sibling.end() && size->is_number_unsigned()) {
      file.size = size->get<uint64_t>();
    }
    if (const auto lfs = sibling.find("lfs"); lfs != sibling.end()) {
      file.sha256 = text_at(*lfs, "sha256");
      if (!file.sha256.empty() && !is_hex(file.sha256, 64)) {
        throw Error(Code::DataCorrupt, "{} has \"{}\" as the SHA-256 of {}", what, file.sha256,
                    file.name);
      }
    }
    model.files.push_back(std::move(file));
  }
  return model;
}

std::vector<HubFile> needed_files(const HubModel& model, const HubSource& source) {
  std::vector<HubFile> needed;
  const auto add_named = [&](std::string_view name) {
    const auto found = std::find_if(model.files.begin(), model.files.end(),
                                    [&](const HubFile& file) { return file.name == name; });
    if (found != model.files.end()) needed.push_back(*found);
    return found != model.files.end();
  };
  if (!add_named(kSmallFiles.front())) {
    throw Error(Code::NotFound,
                "{} has no config.json, so it is no model that can be fine-tuned here",
                source.name);
  }
  for (size_t i = 1; i < kSmallFiles.size(); ++i) add_named(kSmallFiles[i]);
  for (const Form& form : kForms) {
    if (!add_named(form.file)) continue;
    for (const HubFile& file : model.files) {
      if (is_shard(file.name, form)) needed.push_back(file);
    }
    return needed;
  }
  std::vector<std::string_view> forms;
  for (const Form& form : kForms) forms.push_back(form.file);
  throw Error(Code::NotFound,
              "{} has no weights that can be read here (one of {}); ask its authors for "
              "safetensors",
              source.name, fmt::join(forms, ", "));
}

}  // namespace sempurna
