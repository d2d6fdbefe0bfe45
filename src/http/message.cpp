#include "http/message.h"

#include <array>

namespace sempurna {

std::string RequestBody::read_all(size_t limit) {
  std::string whole;
  std::array<std::byte, 16384> piece;
  while (const size_t count = read(piece)) {
    if (whole.size() + count > limit) {
      throw HttpError(413, "the body is larger than the {} bytes that are allowed here", limit);
    }
    whole.append(reinterpret_cast<const char*>(piece.data()), count);
  }
  return whole;
}

std::optional<std::string> ServerRequest::parameter(std::string_view name) const {
  for (auto& [known, value] : parse_query(query)) {
    if (known == name) return std::move(value);
  }
  return std::nullopt;
}

void ResponseWriter::send(int status, const std::vector<Header>& headers, std::string_view body) {
  start(status, headers, body.size());
  if (!body.empty()) write(std::as_bytes(std::span(body)));
}

}  // namespace sempurna
