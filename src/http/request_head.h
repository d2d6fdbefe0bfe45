#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/message.h"
#include "http/read_ahead.h"
#include "http/server.h"

namespace sempurna {

/// A request line and its headers, as they came.
struct RequestHead {
  std::string method;
  std::string path;   ///< of an absolute-form target, its path
  std::string query;  ///< what follows '?'
  std::vector<Header> headers;
  std::optional<uint64_t> body_length = 0;  ///< empty: the body is chunked
  bool keep_alive = false;
};

/// Reads until a head is there whole, and parses it. Throws HttpError (400, 413, 431, 501, 505) for
/// what is wrong with it, and what the connection throws.
RequestHead read_request_head(ReadAhead& ahead, const HttpLimits& limits);

/// A head with the empty line that ends it. Throws HttpError.
RequestHead parse_request_head(std::string text, const HttpLimits& limits);

}  // namespace sempurna
