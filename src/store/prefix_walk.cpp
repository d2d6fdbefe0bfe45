#include "store/prefix_walk.h"

#include <algorithm>

namespace sempurna {

std::string end_of_prefix(std::string prefix) {
  while (prefix.ends_with('\xFF')) prefix.pop_back();
  if (prefix.empty()) return "\xFF";
  prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

std::string PrefixWalk::start() const {
  if (request_.after.empty()) return request_.prefix;
  const bool has_prefix = request_.after.starts_with(request_.prefix);
  const auto common = has_prefix ? common_prefix(request_.after) : std::nullopt;
  // A key has no NUL, so that this is the next text above `after`.
  const std::string next = common ? end_of_prefix(*common) : request_.after + '\0';
  return std::max(next, request_.prefix);
}

std::optional<std::string> PrefixWalk::common_prefix(std::string_view key) const {
  if (request_.delimiter.empty()) return std::nullopt;
  const size_t found = key.find(request_.delimiter, request_.prefix.size());
  if (found == key.npos) return std::nullopt;
  return std::string(key.substr(0, found + request_.delimiter.size()));
}

}  // namespace sempurna
