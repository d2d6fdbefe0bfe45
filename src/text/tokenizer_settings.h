#pragma once

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "text/added_tokens.h"
#include "text/tokenizer.h"

namespace sempurna {

/// What a model folder says about its tokenizer beside the vocabulary: tokenizer_config.json,
/// special_tokens_map.json, added_tokens.json, and the model_type of config.json. What it does not
/// say is empty, for each family to fill in.
struct TokenizerSettings {
  std::optional<bool> lower;
  std::optional<bool> strip_accents;
  std::optional<bool> separate_chinese;
  std::optional<bool> basic_tokenize;
  std::optional<bool> add_prefix_space;
  std::optional<bool> keep_accents;
  std::optional<bool> remove_space;
  std::optional<std::string> unk, sep, pad, cls, mask;
  std::vector<AddedToken> added;  ///< with their ids
  size_t model_max_length = std::numeric_limits<size_t>::max();
  bool truncate_left = false;
  std::string model_type;
  std::string tokenizer_class;
  bool names_special_tokens = false;  ///< some file of the folder does
};

/// Throws DataCorrupt naming file and member.
TokenizerSettings read_tokenizer_settings(const std::filesystem::path& folder);

/// Adds the settings' added tokens to the vocabulary and finds the special tokens in it: the one
/// that the settings name, else the first of BERT's and RoBERTa's names that is there. Sets the
/// maximum length and the side that is cut. Throws DataCorrupt when a named token has no id;
/// `where` names the vocabulary's file.
void apply_settings(const TokenizerSettings& settings, std::string_view where,
                    TokenizerParts& parts);

}  // namespace sempurna
