#include "text/tokenizer_json.h"

#include <set>
#include <utility>

#include "base/error.h"
#include "text/bert_words.h"
#include "text/byte_bpe.h"
#include "text/pipeline.h"
#include "text/tokenizer_json_steps.h"
#include "text/unigram.h"
#include "text/wordpiece.h"

namespace sempurna {

namespace {

// Older files do not name the model's type, but each type has members of its own.
std::string model_type(const JsonField& model) {
  if (const JsonField type = model["type"]; !type.is_null()) return type.string();
  if (!model["merges"].is_null()) return "BPE";
  if (!model["max_input_chars_per_word"].is_null()) return "WordPiece";
  if (model["vocab"].json().is_array()) return "Unigram";
  model.refuse("of a known type; \"type\" is missing");
}

void read_vocabulary(const JsonField& vocab, Vocabulary& vocabulary) {
  for (const auto& [token, id] : vocab.object()) {
    if (!id.is_number_integer()) vocab.refuse("an object of integers");
    vocabulary.add(token, id.get<int64_t>(), vocab.where());
  }
}

std::unique_ptr<PieceModel> read_unigram(const JsonField& model, Vocabulary& vocabulary) {
  const JsonField vocab = model["vocab"];
  std::vector<std::pair<std::string, double>> pieces;
  for (const auto& entry : vocab.array()) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_number()) {
      vocab.refuse("an array of pieces, each with its score");
    }
    pieces.emplace_back(entry[0].get<std::string>(), entry[1].get<double>());
    vocabulary.add(pieces.back().first, static_cast<int64_t>(pieces.size()) - 1, vocab.where());
  }
  const int64_t unknown = model["unk_id"].integer();
  if (unknown < 0 || unknown > Vocabulary::kMaxId) model["unk_id"].refuse("the id of a piece");
  return std::make_unique<Unigram>(pieces, static_cast<int32_t>(unknown),
                                   model["byte_fallback"].boolean_or(false), vocab.where());
}

std::vector<ByteBpe::Merge> read_merges(const JsonField& merges) {
  constexpr std::string_view kForm = "an array of pairs, each \"a b\" or [\"a\", \"b\"]";
  std::vector<ByteBpe::Merge> pairs;
  for (const auto& merge : merges.array()) {
    if (merge.is_string()) {
      const auto& text = merge.get_ref<const std::string&>();
      const size_t space = text.find(' ');
      if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) {
        merges.refuse(kForm);
      }
      pairs.emplace_back(text.substr(0, space), text.substr(space + 1));
    } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string() &&
               merge[1].is_string()) {
      pairs.emplace_back(merge[0].get<std::string>(), merge[1].get<std::string>());
    } else {
      merges.refuse(kForm);
    }
  }
  return pairs;
}

void refuse_unless(bool supported, const JsonField& field) {
  if (!supported) refuse_part(field);
}

std::unique_ptr<PieceModel> read_bpe(const JsonField& model, Vocabulary& vocabulary) {
  read_vocabulary(model["vocab"], vocabulary);
  refuse_unless(model["dropout"].is_null(), model["dropout"]);
  for (const char* flag : {"fuse_unk", "byte_fallback", "ignore_merges"}) {
    refuse_unless(!model[flag].boolean_or(false), model[flag]);
  }
  for (const char* part : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    refuse_unless(model[part].string_or("").empty(), model[part]);
  }
  std::optional<int32_t> unknown;
  if (const JsonField token = model["unk_token"]; !token.is_null()) {
    unknown = vocabulary.find(token.string());
    if (!unknown) token.refuse("a token of the vocabulary");
  }
  return std::make_unique<ByteBpe>(vocabulary, read_merges(model["merges"]), unknown,
                                   model.where());
}

WordPiece read_wordpiece(const JsonField& model, Vocabulary& vocabulary) {
  read_vocabulary(model["vocab"], vocabulary);
  WordPieceOptions options;
  options.unknown = model["unk_token"].string_or(options.unknown);
  options.continuation = model["continuing_subword_prefix"].string_or(options.continuation);
  if (const JsonField most = model["max_input_chars_per_word"]; !most.is_null()) {
    if (most.integer() < 1 || most.integer() > 10000) most.refuse("from 1 to 10000");
    options.max_characters = static_cast<size_t>(most.integer());
  }
  return WordPiece(vocabulary, options, model.where());
}

std::vector<AddedToken> read_added(const JsonField& list, Vocabulary& vocabulary) {
  std::vector<AddedToken> tokens;
  if (list.is_null()) return tokens;
  size_t index = 0;
  for (const auto& value : list.array()) {
    const JsonField entry = list.element(value, index++);
    AddedToken token;
    token.content = entry["content"].string();
    if (token.content.empty()) entry.refuse("a token that is not empty");
    if (!vocabulary.find(token.content)) {
      vocabulary.add(token.content, entry["id"].integer(), entry.where());
    }
    token.id = *vocabulary.find(token.content);
    token.single_word = entry["single_word"].boolean_or(false);
    token.lstrip = entry["lstrip"].boolean_or(false);
    token.rstrip = entry["rstrip"].boolean_or(false);
    token.normalized = entry["normalized"].boolean_or(false);
    tokens.push_back(std::move(token));
  }
  return tokens;
}

// Those that other files of the folder add and this one does not know.
void add_tokens_of_settings(const TokenizerSettings& settings, const Vocabulary& vocabulary,
                            std::vector<AddedToken>& tokens) {
  std::set<std::string> known;
  for (const auto& token : tokens) known.insert(token.content);
  for (AddedToken token : settings.added) {
    if (!known.insert(token.content).second) continue;
    token.id = *vocabulary.find(token.content);
    tokens.push_back(std::move(token));
  }
}

}  // namespace

TokenizerParts parts_from_tokenizer_json(const JsonMap& json, const TokenizerSettings& settings,
                                         const std::string& where) {
  const JsonField root(json, where);
  const JsonField model = root["model"];
  TokenizerParts parts;
  std::unique_ptr<PieceModel> piece_model;
  std::optional<WordPiece> word_piece;
  const std::string type = model_type(model);
  if (type == "WordPiece") {
    word_piece = read_wordpiece(model, parts.vocabulary);
  } else if (type == "Unigram") {
    piece_model = read_unigram(model, parts.vocabulary);
  } else if (type == "BPE") {
    piece_model = read_bpe(model, parts.vocabulary);
  } else {
    refuse_part(model["type"]);
  }

  const JsonSteps steps = read_steps(root, settings);
  refuse_unless(type != "BPE" || steps.byte_level, root["pre_tokenizer"]);
  std::vector<AddedToken> added = read_added(root["added_tokens"], parts.vocabulary);
  apply_settings(settings, where, parts);
  add_tokens_of_settings(settings, parts.vocabulary, added);
  SplitTokens tokens = split_tokens(std::move(added), steps.normalizers);
  parts.added = std::move(tokens.raw);
  if (word_piece && steps.bert && tokens.normalized.empty()) {
    parts.encoder = std::make_unique<BertEncoder>(*steps.bert, std::move(*word_piece));
  } else {
    if (word_piece) piece_model = std::make_unique<WordPiece>(std::move(*word_piece));
    parts.encoder = std::make_unique<Pipeline>(steps.normalizers, std::move(tokens.normalized),
                                               steps.pre_tokenizers, std::move(piece_model));
  }
  read_post_processor(root["post_processor"], parts);
  if (!settings.unk && type == "Unigram") {
    parts.unk_id = static_cast<int32_t>(model["unk_id"].integer());
  }
  return parts;
}

}  // namespace sempurna
