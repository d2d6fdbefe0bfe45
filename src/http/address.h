#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sempurna {

/// Where a server listens.
struct HttpAddress {
  std::string host;  ///< a name or an address; of IPv6 without brackets
  uint16_t port = 0;
};

/// Of ADDRESS:PORT, an address of IPv6 in brackets or not; empty for another text.
std::optional<HttpAddress> read_address(const std::string& text);
/// As read_address() reads it and URLs have it: [::1]:8080.
std::string to_text(const HttpAddress& address);

}  // namespace sempurna
