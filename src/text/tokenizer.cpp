#include "text/tokenizer.h"

#include "base/error.h"
#include "text/utf8.h"

namespace sempurna {

void Tokenizer::append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const {
  std::string storage;
  text = valid_utf8(text, storage);
  size_t at = 0;
  while (at < text.size() && ids.size() < limit) {
    const auto match = parts_.added.find(text, at);
    const size_t end = match ? match->begin : text.size();
    if (end > at) parts_.encoder->append_ids(text.substr(at, end - at), limit, ids);
    if (!match) break;
    ids.push_back(match->id);
    at = match->end;
  }
}

std::vector<int32_t> Tokenizer::encode(std::string_view text, size_t max_length) const {
  if (max_length <= special_token_count()) {
    throw Error(Code::InvalidArgument,
                "a maximum length of {} tokens leaves no room for text beside {} special tokens; "
                "give at least {}",
                max_length, special_token_count(), special_token_count() + 1);
  }
  const auto unlimited = std::numeric_limits<size_t>::max();
  std::vector<int32_t> ids = parts_.before;
  const size_t room = max_length - parts_.after.size();
  append_ids(text, parts_.truncate_left ? unlimited : room, ids);
  if (ids.size() > room) {
    if (parts_.truncate_left) {
      const auto first = ids.begin() + static_cast<std::ptrdiff_t>(parts_.before.size());
      ids.erase(first, first + static_cast<std::ptrdiff_t>(ids.size() - room));
    } else {
      ids.resize(room);
    }
  }
  ids.insert(ids.end(), parts_.after.begin(), parts_.after.end());
  return ids;
}

std::vector<int32_t> Tokenizer::encode_raw(std::string_view text) const {
  std::vector<int32_t> ids;
  append_ids(text, std::numeric_limits<size_t>::max(), ids);
  return ids;
}

void check_tokenizer(const Tokenizer& tokenizer, const Json& config) {
  const auto said = config.is_object() ? config.find("vocab_size") : config.end();
  if (said == config.end() || !said->is_number_unsigned()) return;
  const auto rows = said->get<uint64_t>();
  if (tokenizer.vocabulary_size() <= rows || rows == 0) return;
  const size_t largest = tokenizer.vocabulary_size() - 1;
  throw Error(
      Code::InvalidArgument,
      "the tokenizer's token \"{}\" has the id {}, but the model's embedding has rows for "
      "the ids 0 to {} only (vocab_size in config.json); make room in transformers by "
      "model.resize_token_embeddings(len(tokenizer)) and save both again, or take the token "
      "out of the tokenizer's files (added_tokens.json)",
      tokenizer.token(static_cast<int32_t>(largest)), largest, rows - 1);
}

}  // namespace sempurna
