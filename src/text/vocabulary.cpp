#include "text/vocabulary.h"

#include "base/error.h"

namespace sempurna {

void Vocabulary::add(std::string token, int64_t id, std::string_view where) {
  if (id < 0 || id > kMaxId) {
    throw Error(Code::DataCorrupt, "{} gives a token the id {}, which is not from 0 to {}", where,
                id, kMaxId);
  }
  if (token.size() > kMaxTokenBytes) {
    throw Error(Code::DataCorrupt, "{} holds a token of {} bytes (id {}); at most {} are read",
                where, token.size(), id, kMaxTokenBytes);
  }
  bytes_ += token.size();
  if (bytes_ > kMaxBytes) {
    throw Error(Code::DataCorrupt, "{} holds more than {} MiB of tokens", where, kMaxBytes >> 20);
  }
  const auto at = static_cast<size_t>(id);
  if (at >= tokens_.size()) tokens_.resize(at + 1);
  const auto [entry, added] = ids_.insert_or_assign(std::move(token), static_cast<int32_t>(id));
  tokens_[at] = &entry->first;
}

const std::string& Vocabulary::token(int32_t id) const {
  const auto at = static_cast<size_t>(id);
  if (id < 0 || at >= tokens_.size() || tokens_[at] == nullptr) {
    throw Error(Code::InvalidArgument, "no token has the id {}; ids go from 0 to {}", id,
                tokens_.empty() ? 0 : tokens_.size() - 1);
  }
  return *tokens_[at];
}

std::optional<int32_t> Vocabulary::find(std::string_view token) const {
  const auto found = ids_.find(token);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::pair<std::string_view, int32_t>> Vocabulary::entries() const {
  std::vector<std::pair<std::string_view, int32_t>> entries;
  entries.reserve(ids_.size());
  for (size_t id = 0; id < tokens_.size(); ++id) {
    if (tokens_[id] == nullptr) continue;
    const auto last = ids_.find(*tokens_[id])->second;
    if (static_cast<size_t>(last) == id) entries.emplace_back(*tokens_[id], last);
  }
  return entries;
}

}  // namespace sempurna
