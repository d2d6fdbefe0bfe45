#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace sempurna {

/// What came back. A network that fails is an answer too, because it is to be expected.
struct HttpReply {
  long status = 0;                             ///< 0 when no answer came
  std::map<std::string, std::string> headers;  ///< of the last answer, names in lower case
  std::string body;     ///< of an answer that no sink took, at most HttpRequest::body_limit bytes
  std::string failure;  ///< why the network failed, even if a part came; empty when all came
  bool is_unreachable = false;  ///< no connection was made at all

  /// The header's value, or empty.
  std::string header(const std::string& name) const;
};

struct HttpRequest {
  std::string url;
  std::string token;                 ///< sent as a bearer to the url's own host, and to no other
  std::vector<std::string> headers;  ///< "Name: value"
  size_t body_limit = 1 << 20;
  /// Called once with the status and the headers before the first byte of a 200 or 206. When it is
  /// set, on_bytes gets the content. Both may throw, which ends the request and is passed on.
  std::function<void(const HttpReply&)> on_start;
  std::function<void(std::span<const std::byte>)> on_bytes;
  std::stop_token stop{};  ///< ends it within a second, with Cancelled
};

/// GET, redirects followed, at most ten; never from https to http. Gives up on a server that is
/// silent for a minute. Throws DataCorrupt for a body beyond the limit or a redirect that leads
/// nowhere.
HttpReply http_get(const HttpRequest& request);

/// A text as one part of a path, "refs/pr/1" as "refs%2Fpr%2F1".
std::string url_escape(std::string_view text);

}  // namespace sempurna
