#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/files.h"
#include "base/json_map.h"
#include "catalog/families.h"
#include "text/bert_words.h"
#include "text/byte_bpe.h"
#include "text/json_field.h"
#include "text/pipeline.h"
#include "text/sentencepiece_encoder.h"
#include "text/tokenizer.h"
#include "text/tokenizer_json.h"
#include "text/tokenizer_settings.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

constexpr std::array<std::string_view, 10> kFiles = {"added_tokens.json",
                                                     "merges.txt",
                                                     "sentencepiece.bpe.model",
                                                     "spiece.model",
                                                     "spm.model",
                                                     "special_tokens_map.json",
                                                     "tokenizer.json",
                                                     "tokenizer_config.json",
                                                     "vocab.json",
                                                     "vocab.txt"};

// Calls each(line) without the line's end.
template <typename Each>
void each_line(std::string_view text, Each each) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    each(line);
  }
}

void require_valid_utf8(std::string_view text, const fs::path& file) {
  if (const size_t at = find_invalid_utf8(text); at != std::string_view::npos) {
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    throw Error(Code::DataCorrupt, "{} is not UTF-8 in line {}", file.string(), line);
  }
}

// The special tokens around every text, which this tokenizer cannot do without.
void put_around(TokenizerParts& parts, const fs::path& file, std::string_view cls,
                std::string_view sep) {
  if (parts.cls_id < 0 || parts.sep_id < 0) {
    throw Error(Code::DataCorrupt,
                "{} holds no token \"{}\", which belongs around every text; name the folder's own "
                "in special_tokens_map.json",
                file.string(), parts.cls_id < 0 ? cls : sep);
  }
  parts.before = {parts.cls_id};
  parts.after = {parts.sep_id};
}

// The tokens that are looked for in the text: the special ones and those that the folder adds. The
// mask swallows the blank before it where the family says so.
std::vector<AddedToken> tokens_in_text(const TokenizerSettings& settings, bool mask_strips_left,
                                       const TokenizerParts& parts) {
  std::vector<AddedToken> tokens = settings.added;
  for (auto& token : tokens) token.id = *parts.vocabulary.find(token.content);
  for (const int32_t id : {parts.unk_id, parts.sep_id, parts.pad_id, parts.cls_id, parts.mask_id}) {
    if (id < 0) continue;
    const auto there = std::find_if(tokens.begin(), tokens.end(),
                                    [&](const AddedToken& token) { return token.id == id; });
    if (there != tokens.end()) {
      there->normalized = false;
      continue;
    }
    AddedToken token;
    token.content = parts.vocabulary.token(id);
    token.id = id;
    token.lstrip = id == parts.mask_id && mask_strips_left;
    tokens.push_back(std::move(token));
  }
  return tokens;
}

TokenizerParts read_wordpiece_folder(const fs::path& file, const TokenizerSettings& settings) {
  TokenizerParts parts;
  const MappedFile mapped(file);
  require_valid_utf8(mapped.text(), file);
  int64_t id = 0;
  each_line(mapped.text(), [&](std::string_view line) {
    parts.vocabulary.add(std::string(line), id++, file.string());
  });
  BertOptions options;
  options.lower = settings.lower.value_or(true);
  options.strip_accents = settings.strip_accents.value_or(options.lower);
  options.separate_chinese = settings.separate_chinese.value_or(true);
  WordPieceOptions pieces;
  pieces.unknown = settings.unk.value_or(pieces.unknown);
  WordPiece word_piece(parts.vocabulary, pieces, file.string());
  apply_settings(settings, file.string(), parts);
  put_around(parts, file, "[CLS]", "[SEP]");
  const bool fast = settings.tokenizer_class.ends_with("Fast");  // has no such setting
  if (!fast && !settings.basic_tokenize.value_or(true)) {
    // The reference's basic tokenizer, which also lowers and strips accents, is then not made.
    parts.added = AddedTokens(tokens_in_text(settings, false, parts));
    parts.encoder =
        std::make_unique<Pipeline>(std::vector<Normalizer>{}, AddedTokens{},
                                   std::vector<PreTokenizer>{python_split_pre_tokenizer()},
                                   std::make_unique<WordPiece>(std::move(word_piece)));
    return parts;
  }
  std::vector<Normalizer> normalizers = {bert_normalizer(options)};
  SplitTokens tokens = split_tokens(tokens_in_text(settings, false, parts), normalizers);
  parts.added = std::move(tokens.raw);
  if (tokens.normalized.empty()) {
    parts.encoder = std::make_unique<BertEncoder>(options, std::move(word_piece));
  } else {
    parts.encoder = std::make_unique<Pipeline>(std::move(normalizers), std::move(tokens.normalized),
                                               std::vector<PreTokenizer>{bert_pre_tokenizer()},
                                               std::make_unique<WordPiece>(std::move(word_piece)));
  }
  return parts;
}

// BERT's WordPiece with RoBERTa's special tokens, but for the unknown one.
TokenizerParts read_mpnet_folder(const fs::path& file, TokenizerSettings settings) {
  const auto otherwise = [](std::optional<std::string>& token, const char* usual) {
    if (!token) token = usual;
  };
  otherwise(settings.cls, "<s>");
  otherwise(settings.sep, "</s>");
  otherwise(settings.pad, "<pad>");
  otherwise(settings.mask, "<mask>");
  otherwise(settings.unk, "[UNK]");
  return read_wordpiece_folder(file, settings);
}

std::vector<ByteBpe::Merge> read_merges(const fs::path& file) {
  const MappedFile mapped(file);
  require_valid_utf8(mapped.text(), file);
  std::vector<ByteBpe::Merge> merges;
  size_t number = 0;
  each_line(mapped.text(), [&](std::string_view line) {
    ++number;
    if (line.empty() || (number == 1 && line.substr(0, 9) == "#version:")) return;
    const size_t space = line.find(' ');
    if (space == std::string_view::npos || line.find(' ', space + 1) != std::string_view::npos) {
      throw Error(Code::DataCorrupt, "{}: line {} is not two tokens with a space between",
                  file.string(), number);
    }
    merges.emplace_back(line.substr(0, space), line.substr(space + 1));
  });
  return merges;
}

TokenizerParts read_byte_bpe_folder(const fs::path& folder, const TokenizerSettings& settings) {
  const fs::path file = folder / "vocab.json";
  TokenizerParts parts;
  const JsonMap vocab = read_json_map(file);
  const JsonField field(vocab, file.string());
  for (const auto& [token, id] : field.object()) {
    if (!id.is_number_integer()) field.refuse("an object of integers");
    parts.vocabulary.add(token, id.get<int64_t>(), file.string());
  }
  apply_settings(settings, file.string(), parts);
  const fs::path merges = folder / "merges.txt";
  std::vector<PreTokenizer> words;
  words.push_back(byte_level_pre_tokenizer(settings.add_prefix_space.value_or(false), true));
  const auto unknown = parts.unk_id < 0 ? std::nullopt : std::optional(parts.unk_id);
  parts.encoder = std::make_unique<Pipeline>(
      std::vector<Normalizer>{}, AddedTokens{}, std::move(words),
      std::make_unique<ByteBpe>(parts.vocabulary, read_merges(merges), unknown, merges.string()));
  // As in the reference, the unknown token stands for special tokens that have no id.
  if (parts.cls_id < 0) parts.cls_id = parts.unk_id;
  if (parts.sep_id < 0) parts.sep_id = parts.unk_id;
  put_around(parts, file, "<s>", "</s>");
  parts.added = AddedTokens(tokens_in_text(settings, true, parts));
  return parts;
}

TokenizerParts read_albert_folder(const fs::path& file, const TokenizerSettings& settings) {
  TokenizerParts parts;
  SentencePieceModel model(file);
  for (int32_t id = 0; static_cast<size_t>(id) < model.size(); ++id) {
    parts.vocabulary.add(model.piece(id), id, file.string());
  }
  AlbertOptions options;
  options.lower = settings.lower.value_or(options.lower);
  options.keep_accents = settings.keep_accents.value_or(options.keep_accents);
  options.remove_space = settings.remove_space.value_or(options.remove_space);
  parts.encoder = std::make_unique<AlbertEncoder>(options, std::move(model));
  apply_settings(settings, file.string(), parts);
  put_around(parts, file, "[CLS]", "[SEP]");
  if (settings.names_special_tokens) {
    parts.added = AddedTokens(tokens_in_text(settings, true, parts));
  }
  return parts;
}

TokenizerParts read_deberta_folder(const fs::path& file, const TokenizerSettings& settings) {
  TokenizerParts parts;
  SentencePieceModel model(file);
  for (int32_t id = 0; static_cast<size_t>(id) < model.size(); ++id) {
    parts.vocabulary.add(model.piece(id), id, file.string());
  }
  // The reference adds the mask to each model that lacks it.
  if (!parts.vocabulary.find("[MASK]"))
    parts.vocabulary.add("[MASK]", static_cast<int64_t>(model.size()), file.string());
  parts.encoder = std::make_unique<PieceEncoder>(settings.lower.value_or(false), std::move(model));
  apply_settings(settings, file.string(), parts);
  put_around(parts, file, "[CLS]", "[SEP]");
  parts.added = AddedTokens(tokens_in_text(settings, false, parts));
  return parts;
}

TokenizerParts read_xlm_roberta_folder(const fs::path& file, const TokenizerSettings& settings) {
  TokenizerParts parts;
  SentencePieceModel model(file);
  const std::array<const char*, 4> fairseq = {"<s>", "<pad>", "</s>", "<unk>"};
  const auto first = static_cast<int32_t>(fairseq.size()) - XlmRobertaEncoder::kOffset;
  for (int32_t id = first; static_cast<size_t>(id) < model.size(); ++id) {
    parts.vocabulary.add(model.piece(id), id + XlmRobertaEncoder::kOffset, file.string());
  }
  for (size_t id = 0; id < fairseq.size(); ++id) {
    parts.vocabulary.add(fairseq[id], static_cast<int64_t>(id), file.string());
  }
  parts.vocabulary.add("<mask>", static_cast<int64_t>(model.size()) + XlmRobertaEncoder::kOffset,
                       file.string());
  parts.encoder = std::make_unique<XlmRobertaEncoder>(std::move(model));
  apply_settings(settings, file.string(), parts);
  put_around(parts, file, "<s>", "</s>");
  if (settings.names_special_tokens) {
    parts.added = AddedTokens(tokens_in_text(settings, true, parts));
  }
  return parts;
}

// Of transformers' class `name`, with or without "Fast" at the end.
TokenizerKind kind_of_class(const std::string& name, const fs::path& folder) {
  const std::string_view start = std::string_view(name).substr(0, name.rfind("Tokenizer"));
  std::string known;
  for (const Family& family : families()) {
    if (!family.tokenizer || family.tokenizer == TokenizerKind::NoOther) continue;
    if (family.transformers == start) return *family.tokenizer;
    known += (known.empty() ? "" : ", ") + family.transformers + "Tokenizer";
  }
  throw Error(Code::InvalidArgument,
              "{} names the tokenizer {}, which is read from a tokenizer.json alone, but there is "
              "none; save it once more with transformers' AutoTokenizer, which writes one (without "
              "are read: {})",
              (folder / "tokenizer_config.json").string(), name, known);
}

bool has_pieces(const Family& family) {
  return family.tokenizer == TokenizerKind::AlbertPieces ||
         family.tokenizer == TokenizerKind::DebertaPieces ||
         family.tokenizer == TokenizerKind::XlmRobertaPieces;
}

// Of a SentencePiece file: whose it is says the model's type, or without one the file's name.
TokenizerKind kind_of_pieces(const fs::path& folder, const std::string& model_type,
                             bool named_as_alberts) {
  if (model_type.empty()) {
    return named_as_alberts ? TokenizerKind::AlbertPieces : TokenizerKind::XlmRobertaPieces;
  }
  std::string known;
  for (const Family& family : families()) {
    if (!has_pieces(family)) continue;
    if (family.model_type == model_type) return *family.tokenizer;
    known += (known.empty() ? "" : " and ") + family.model_type;
  }
  throw Error(
      Code::InvalidArgument,
      "{}: the SentencePiece tokenizer of model type \"{}\" is not known, only those of {}; "
      "name it in tokenizer_config.json as tokenizer_class, or add a tokenizer.json",
      folder.string(), model_type, known);
}

// Of a folder that names no class, by its files and the model's type.
std::optional<TokenizerKind> kind_of_files(const fs::path& folder, const std::string& model_type) {
  const auto there = [&](const char* name) { return fs::exists(folder / name); };
  if (there("spiece.model") || there("sentencepiece.bpe.model")) {
    return kind_of_pieces(folder, model_type, there("spiece.model"));
  }
  if (there("spm.model")) return TokenizerKind::DebertaPieces;
  if (there("vocab.json") && there("merges.txt")) return TokenizerKind::ByteBpe;
  if (there("vocab.txt")) {
    const Family* family = find_family(model_type);
    const bool mpnets = family != nullptr && family->tokenizer == TokenizerKind::MpnetWordPiece;
    return mpnets ? TokenizerKind::MpnetWordPiece : TokenizerKind::WordPiece;
  }
  return std::nullopt;
}

TokenizerParts read_kind(TokenizerKind kind, const fs::path& folder,
                         const TokenizerSettings& settings) {
  // The files that the kind may be in; the first that is there.
  const auto file = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (fs::exists(folder / name)) return folder / name;
    }
    throw Error(Code::NotFound, "{} holds no {}, which its {} is read from", folder.string(),
                *names.begin(), settings.tokenizer_class);
  };
  switch (kind) {
    case TokenizerKind::WordPiece:
      return read_wordpiece_folder(file({"vocab.txt"}), settings);
    case TokenizerKind::MpnetWordPiece:
      return read_mpnet_folder(file({"vocab.txt"}), settings);
    case TokenizerKind::ByteBpe:
      file({"merges.txt"});
      return read_byte_bpe_folder(file({"vocab.json"}).parent_path(), settings);
    case TokenizerKind::AlbertPieces:
      return read_albert_folder(file({"spiece.model", "sentencepiece.bpe.model"}), settings);
    case TokenizerKind::DebertaPieces:
      return read_deberta_folder(file({"spm.model", "spiece.model"}), settings);
    case TokenizerKind::XlmRobertaPieces:
      return read_xlm_roberta_folder(file({"sentencepiece.bpe.model", "spiece.model"}), settings);
    case TokenizerKind::NoOther:
      break;
  }
  ensure(false, "a kind of tokenizer has a reader");
  return {};
}

/// Of a family that reads no tokens, whatever the text.
class NoTokens final : public TextEncoder {
 public:
  void append_ids(std::string_view, size_t, std::vector<int32_t>&) const override {}
};

TokenizerParts no_tokens() {
  TokenizerParts parts;
  parts.encoder = std::make_unique<NoTokens>();
  return parts;
}

TokenizerParts read_folder(const fs::path& folder) {
  const TokenizerSettings settings = read_tokenizer_settings(folder);
  const Family* family = find_family(settings.model_type);
  if (family != nullptr && !family->tokenizer) return no_tokens();
  if (const fs::path file = folder / "tokenizer.json"; fs::exists(file)) {
    return parts_from_tokenizer_json(read_json_map(file), settings, file.string());
  }
  if (family != nullptr && family->tokenizer == TokenizerKind::NoOther) {
    throw Error(Code::NotFound,
                "{} holds no tokenizer.json, which models of the type {} have; copy it from where "
                "the model came from",
                folder.string(), family->model_type);
  }
  const std::optional<TokenizerKind> by_files =
      kind_of_files(folder, settings.tokenizer_class.empty() ? settings.model_type : std::string());
  if (!by_files) {
    throw Error(Code::NotFound,
                "{} holds no tokenizer: neither tokenizer.json nor vocab.txt, vocab.json with "
                "merges.txt, spiece.model, spm.model or sentencepiece.bpe.model",
                folder.string());
  }
  return read_kind(settings.tokenizer_class.empty()
                       ? *by_files
                       : kind_of_class(settings.tokenizer_class, folder),
                   folder, settings);
}

}  // namespace

std::unique_ptr<Tokenizer> load_tokenizer(const fs::path& model_folder) {
  return std::make_unique<Tokenizer>(read_folder(model_folder));
}

std::vector<std::string> tokenizer_files(const fs::path& model_folder) {
  std::vector<std::string> files;
  for (const auto name : kFiles) {
    if (fs::is_regular_file(model_folder / name)) files.emplace_back(name);
  }
  return files;
}

}  // namespace sempurna
