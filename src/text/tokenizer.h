#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "text/added_tokens.h"
#include "text/text_encoder.h"
#include "text/vocabulary.h"

namespace sempurna {

/// What a tokenizer is made of.
struct TokenizerParts {
  Vocabulary vocabulary;
  std::unique_ptr<TextEncoder> encoder;
  AddedTokens added;            ///< looked for in the text before it is encoded
  std::vector<int32_t> before;  ///< special tokens that encode() puts before a text
  std::vector<int32_t> after;   ///< … and behind it
  size_t model_max_length = std::numeric_limits<size_t>::max();
  bool truncate_left = false;  ///< cut a long text at its beginning
  /// Special tokens; -1 when there is none.
  int32_t pad_id = -1;
  int32_t cls_id = -1;
  int32_t sep_id = -1;
  int32_t mask_id = -1;
  int32_t unk_id = -1;
};

/// Text to token ids, as the reference tokenizers (Hugging Face) make them. Const calls may come
/// from several threads at once. Bytes that are not UTF-8 become U+FFFD. The time is linear in the
/// text, or n log n.
class Tokenizer {
 public:
  explicit Tokenizer(TokenizerParts parts) : parts_(std::move(parts)) {}

  /// Ids with the special tokens around them, at most `max_length` in all: a long text is cut, the
  /// special tokens stay. Throws InvalidArgument when not one token of text would fit.
  std::vector<int32_t> encode(std::string_view text, size_t max_length) const;

  /// Ids of the text alone, not cut.
  std::vector<int32_t> encode_raw(std::string_view text) const;

  /// How many special tokens encode() puts around a text.
  size_t special_token_count() const { return parts_.before.size() + parts_.after.size(); }

  /// One more than the largest id.
  size_t vocabulary_size() const { return parts_.vocabulary.size(); }
  /// The token with this id. Throws InvalidArgument when there is none.
  const std::string& token(int32_t id) const { return parts_.vocabulary.token(id); }
  std::optional<int32_t> find(std::string_view token) const {
    return parts_.vocabulary.find(token);
  }

  /// The longest text in tokens, special ones included, that the model was made for, as the folder
  /// says; the largest size_t when it does not.
  size_t model_max_length() const { return parts_.model_max_length; }

  /// Special tokens; -1 when there is none.
  int32_t pad_id() const { return parts_.pad_id; }
  int32_t cls_id() const { return parts_.cls_id; }
  int32_t sep_id() const { return parts_.sep_id; }
  int32_t mask_id() const { return parts_.mask_id; }
  int32_t unk_id() const { return parts_.unk_id; }

 private:
  void append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const;

  TokenizerParts parts_;
};

/// The tokenizer of a folder in Hugging Face layout, from tokenizer.json if there is one, else from
/// vocab.txt (WordPiece), vocab.json and merges.txt (byte-level BPE), or spiece.model, spm.model /
/// sentencepiece.bpe.model (SentencePiece); which of these is for tokenizer_config.json's
/// tokenizer_class to say, or for the model_type of config.json. The rest of tokenizer_config.json,
/// special_tokens_map.json and added_tokens.json are heeded. A family that reads no tokens has one
/// that makes none, of an empty vocabulary. Throws NotFound when the folder has no tokenizer,
/// DataCorrupt or InvalidArgument naming the file and what is wrong in it.
std::unique_ptr<Tokenizer> load_tokenizer(const std::filesystem::path& model_folder);

/// Throws InvalidArgument when the tokenizer has a token for which the model of config.json has no
/// row in its embedding. Whether config.json says how many it has is for the model's builder.
void check_tokenizer(const Tokenizer& tokenizer, const Json& config);

/// The names of those files of the folder that belong to the tokenizer, in alphabetical order.
std::vector<std::string> tokenizer_files(const std::filesystem::path& model_folder);

}  // namespace sempurna
