#include "text/tokenizer_json_steps.h"

#include <utility>

#include "base/base64.h"
#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kMaxSteps = 16;        // in one sequence of a file
constexpr size_t kMaxReplacement = 64;  // bytes that may stand for one match

// A step, or the steps of a "Sequence" under `member`.
template <typename Each>
void each_step(const JsonField& step, const char* member, Each each) {
  if (step.is_null()) return;
  if (step["type"].string() != "Sequence") {
    each(step);
    return;
  }
  const JsonField list = step[member];
  if (list.array().size() > kMaxSteps) list.refuse("at most 16 steps");
  size_t index = 0;
  for (const auto& value : list.array()) {
    const JsonField inner = list.element(value, index++);
    if (inner["type"].string() == "Sequence") refuse_part(inner);
    each(inner);
  }
}

BertOptions bert_options(const JsonField& step, const TokenizerSettings& settings) {
  BertOptions options;
  options.clean = step["clean_text"].boolean_or(true);
  options.separate_chinese =
      settings.separate_chinese.value_or(step["handle_chinese_chars"].boolean_or(true));
  options.lower = settings.lower.value_or(step["lowercase"].boolean_or(true));
  const JsonField strip = step["strip_accents"];
  options.strip_accents = settings.strip_accents.value_or(strip.boolean_or(options.lower));
  return options;
}

Normalizer read_replace(const JsonField& step) {
  const JsonField pattern = step["pattern"];
  const std::string content = step["content"].string();
  if (content.size() > kMaxReplacement) step["content"].refuse("at most 64 bytes long");
  if (const JsonField text = pattern["String"]; !text.is_null()) {
    if (text.string().empty()) text.refuse("a string that is not empty");
    return replace_normalizer(text.string(), content);
  }
  if (pattern["Regex"].string() == " {2,}") return replace_spaces_normalizer(content);
  refuse_part(pattern);
}

Normalizer read_charsmap(const JsonField& step) {
  const JsonField field = step["precompiled_charsmap"];
  const auto blob = decode_base64(field.string_or(""));
  if (!blob) field.refuse("base64 text");
  return charsmap_normalizer(CharsMap(*blob, field.where()));
}

Normalizer read_normalizer(const JsonField& step, const TokenizerSettings& settings) {
  const std::string& type = step["type"].string();
  if (type == "BertNormalizer") return bert_normalizer(bert_options(step, settings));
  if (type == "NFC") return unicode_normalizer(Normalization::Nfc);
  if (type == "NFD") return unicode_normalizer(Normalization::Nfd);
  if (type == "NFKC") return unicode_normalizer(Normalization::Nfkc);
  if (type == "NFKD") return unicode_normalizer(Normalization::Nfkd);
  if (type == "Lowercase") return lower_normalizer();
  if (type == "StripAccents") return strip_accents_normalizer();
  if (type == "Strip") {
    return strip_normalizer(step["strip_left"].boolean_or(true),
                            step["strip_right"].boolean_or(true));
  }
  if (type == "Prepend") {
    if (step["prepend"].string().size() > kMaxReplacement) step["prepend"].refuse("shorter");
    return prepend_normalizer(step["prepend"].string());
  }
  if (type == "Replace") return read_replace(step);
  if (type == "Precompiled") return read_charsmap(step);
  refuse_part(step);
}

PreTokenizer read_metaspace(const JsonField& step) {
  const std::string mark = step["replacement"].string_or("\u2581");
  if (mark.empty() || mark.size() > 4) step["replacement"].refuse("one character");
  bool prefix = step["add_prefix_space"].boolean_or(true);
  if (const JsonField scheme = step["prepend_scheme"]; !scheme.is_null()) {
    if (scheme.string() != "always" && scheme.string() != "never") refuse_part(scheme);
    prefix = scheme.string() == "always";
  }
  return metaspace_pre_tokenizer(mark, prefix, step["split"].boolean_or(true));
}

PreTokenizer read_pre_tokenizer(const JsonField& step, const TokenizerSettings& settings) {
  const std::string& type = step["type"].string();
  if (type == "BertPreTokenizer") return bert_pre_tokenizer();
  if (type == "ByteLevel") {
    return byte_level_pre_tokenizer(
        settings.add_prefix_space.value_or(step["add_prefix_space"].boolean_or(true)),
        step["use_regex"].boolean_or(true));
  }
  if (type == "Metaspace") return read_metaspace(step);
  if (type == "Whitespace") return word_pre_tokenizer();
  if (type == "WhitespaceSplit") return blank_pre_tokenizer();
  if (type == "Punctuation") {
    if (step["behavior"].string_or("Isolated") != "Isolated") refuse_part(step["behavior"]);
    return punctuation_pre_tokenizer();
  }
  if (type == "Digits") {
    return digit_pre_tokenizer(step["individual_digits"].boolean_or(false));
  }
  refuse_part(step);
}

int32_t token_id(const JsonField& field, const Vocabulary& vocabulary) {
  const int64_t id = field.integer();
  if (id < 0 || id >= static_cast<int64_t>(vocabulary.size())) {
    field.refuse("the id of a token in the vocabulary");
  }
  return static_cast<int32_t>(id);
}

// ["[CLS]", 101]
int32_t named_id(const JsonField& pair, const Vocabulary& vocabulary) {
  if (pair.array().size() != 2) pair.refuse("a token and its id");
  return token_id(pair.element(pair.array()[1], 1), vocabulary);
}

void read_template(const JsonField& processor, TokenizerParts& parts) {
  const JsonField single = processor["single"];
  const JsonField special = processor["special_tokens"];
  bool text_seen = false;
  size_t index = 0;
  for (const auto& value : single.array()) {
    const JsonField item = single.element(value, index++);
    if (!item["Sequence"].is_null()) {
      if (text_seen) single.refuse("one text with special tokens around it");
      text_seen = true;
      continue;
    }
    const std::string& name = item["SpecialToken"]["id"].string();
    const JsonField ids = special[name.c_str()]["ids"];
    for (const auto& id : ids.array()) {
      const int32_t token = token_id({id, ids.where()}, parts.vocabulary);
      (text_seen ? parts.after : parts.before).push_back(token);
      if (index > kMaxSteps || ids.array().size() > kMaxSteps) single.refuse("shorter");
    }
  }
  if (!text_seen) single.refuse("one text with special tokens around it");
}

}  // namespace

void refuse_part(const JsonField& field) {
  throw Error(Code::InvalidArgument,
              "{} is {}, which is not supported; if the folder also has vocab.txt, or vocab.json "
              "and merges.txt, or a SentencePiece model, remove tokenizer.json",
              field.where(),
              field.json().dump(-1, ' ', false, JsonMap::error_handler_t::replace).substr(0, 80));
}

JsonSteps read_steps(const JsonField& root, const TokenizerSettings& settings) {
  JsonSteps steps;
  bool other = false;
  std::optional<BertOptions> bert;
  each_step(root["normalizer"], "normalizers", [&](const JsonField& step) {
    if (step["type"].string() == "BertNormalizer" && !bert) {
      bert = bert_options(step, settings);
    } else {
      other = true;
    }
    steps.normalizers.push_back(read_normalizer(step, settings));
  });
  size_t bert_words = 0;
  each_step(root["pre_tokenizer"], "pretokenizers", [&](const JsonField& step) {
    steps.byte_level |= step["type"].string() == "ByteLevel";
    bert_words += step["type"].string() == "BertPreTokenizer";
    steps.pre_tokenizers.push_back(read_pre_tokenizer(step, settings));
  });
  if (!other && bert_words == 1 && steps.pre_tokenizers.size() == 1) steps.bert = bert;
  return steps;
}

void read_post_processor(const JsonField& processor, TokenizerParts& parts) {
  each_step(processor, "processors", [&](const JsonField& step) {
    const std::string& type = step["type"].string();
    if (type == "ByteLevel") return;  // moves offsets only
    if (!parts.before.empty() || !parts.after.empty()) refuse_part(step);
    if (type == "BertProcessing" || type == "RobertaProcessing") {
      parts.before = {named_id(step["cls"], parts.vocabulary)};
      parts.after = {named_id(step["sep"], parts.vocabulary)};
    } else if (type == "TemplateProcessing") {
      read_template(step, parts);
    } else {
      refuse_part(step);
    }
  });
}

}  // namespace sempurna
