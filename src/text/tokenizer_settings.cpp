#include "text/tokenizer_settings.h"

#include <initializer_list>

#include "base/error.h"
#include "base/number.h"
#include "text/json_field.h"

namespace sempurna {

namespace {

// Above this, "model_max_length" means "no limit known" (Hugging Face writes 10^30 for that).
constexpr double kNoMaxLength = 1e9;

void read_flag(const JsonField& config, const char* name, std::optional<bool>& flag) {
  const JsonField field = config[name];
  if (!field.is_null()) flag = field.boolean();
}

// A special token is written as a string or as an object with its content.
void read_token(const JsonField& file, const char* name, std::optional<std::string>& token,
                bool& named) {
  const JsonField field = file[name];
  if (field.is_null()) return;
  named = true;
  if (token) return;
  token = field.json().is_object() ? field["content"].string() : field.string();
}

void read_special_tokens(const JsonField& file, TokenizerSettings& settings) {
  bool& named = settings.names_special_tokens;
  read_token(file, "unk_token", settings.unk, named);
  read_token(file, "sep_token", settings.sep, named);
  read_token(file, "pad_token", settings.pad, named);
  read_token(file, "cls_token", settings.cls, named);
  read_token(file, "mask_token", settings.mask, named);
}

void read_added_decoder(const JsonField& decoder, TokenizerSettings& settings) {
  if (decoder.is_null()) return;
  for (const auto& [key, value] : decoder.object()) {
    const JsonField entry(value, decoder.where() + "." + key);
    AddedToken token;
    const auto id = read_number<int32_t>(key);
    if (!id || *id < 0) entry.refuse("under an id, which is an integer");
    token.id = *id;
    token.content = entry["content"].string();
    token.single_word = entry["single_word"].boolean_or(false);
    token.lstrip = entry["lstrip"].boolean_or(false);
    token.rstrip = entry["rstrip"].boolean_or(false);
    token.normalized = entry["normalized"].boolean_or(false);
    settings.added.push_back(std::move(token));
    settings.names_special_tokens = true;
  }
}

void read_config(const JsonField& config, TokenizerSettings& settings) {
  read_flag(config, "do_lower_case", settings.lower);
  read_flag(config, "strip_accents", settings.strip_accents);
  read_flag(config, "tokenize_chinese_chars", settings.separate_chinese);
  read_flag(config, "do_basic_tokenize", settings.basic_tokenize);
  read_flag(config, "add_prefix_space", settings.add_prefix_space);
  read_flag(config, "keep_accents", settings.keep_accents);
  read_flag(config, "remove_space", settings.remove_space);
  if (const JsonField length = config["model_max_length"]; !length.is_null()) {
    if (length.number() < 1) length.refuse("at least 1");
    if (length.number() < kNoMaxLength) {
      settings.model_max_length = static_cast<size_t>(length.number());
    }
  }
  settings.tokenizer_class = config["tokenizer_class"].string_or("");
  const JsonField side = config["truncation_side"];
  if (const std::string words = side.string_or("right"); words == "left") {
    settings.truncate_left = true;
  } else if (words != "right") {
    side.refuse("\"left\" or \"right\"");
  }
  read_special_tokens(config, settings);
  read_added_decoder(config["added_tokens_decoder"], settings);
}

int32_t find_special(const Vocabulary& vocabulary, const std::optional<std::string>& named,
                     std::initializer_list<std::string_view> usual, std::string_view where) {
  if (named) {
    const auto id = vocabulary.find(*named);
    if (!id) {
      throw Error(Code::DataCorrupt,
                  "{} holds no token \"{}\", which the folder names as a special token", where,
                  *named);
    }
    return *id;
  }
  for (const auto token : usual) {
    if (const auto id = vocabulary.find(token)) return *id;
  }
  return -1;
}

}  // namespace

TokenizerSettings read_tokenizer_settings(const std::filesystem::path& folder) {
  TokenizerSettings settings;
  const auto config = read_json_if_there(folder / "tokenizer_config.json");
  read_config({config, (folder / "tokenizer_config.json").string()}, settings);
  const auto map = read_json_if_there(folder / "special_tokens_map.json");
  read_special_tokens({map, (folder / "special_tokens_map.json").string()}, settings);
  const auto added = read_json_if_there(folder / "added_tokens.json");
  for (const auto& [token, id] : added.get_ref<const JsonMap::object_t&>()) {
    const JsonField field(id, (folder / "added_tokens.json").string() + ": " + token);
    const int64_t number = field.integer();
    if (number < 0 || number > Vocabulary::kMaxId) field.refuse("an id of a token");
    AddedToken entry;
    entry.content = token;
    entry.id = static_cast<int32_t>(number);
    entry.normalized = true;
    settings.added.push_back(std::move(entry));
    settings.names_special_tokens = true;
  }
  const auto model = read_json_if_there(folder / "config.json");
  settings.model_type =
      JsonField(model, (folder / "config.json").string())["model_type"].string_or("");
  return settings;
}

void apply_settings(const TokenizerSettings& settings, std::string_view where,
                    TokenizerParts& parts) {
  for (const auto& token : settings.added) {
    if (!parts.vocabulary.find(token.content)) {
      parts.vocabulary.add(token.content, token.id, where);
    }
  }
  const auto find = [&](const std::optional<std::string>& named,
                        std::initializer_list<std::string_view> usual) {
    return find_special(parts.vocabulary, named, usual, where);
  };
  parts.unk_id = find(settings.unk, {"[UNK]", "<unk>"});
  parts.sep_id = find(settings.sep, {"[SEP]", "</s>"});
  parts.pad_id = find(settings.pad, {"[PAD]", "<pad>"});
  parts.cls_id = find(settings.cls, {"[CLS]", "<s>"});
  parts.mask_id = find(settings.mask, {"[MASK]", "<mask>"});
  parts.model_max_length = settings.model_max_length;
  parts.truncate_left = settings.truncate_left;
}

}  // namespace sempurna
