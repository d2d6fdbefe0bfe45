#include "http/address.h"

#include <fmt/format.h>

#include "base/number.h"

namespace sempurna {

std::optional<HttpAddress> read_address(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto port = read_number<uint16_t>(text.substr(colon + 1));
  if (host.empty() || !port) return std::nullopt;
  return HttpAddress{host, *port};
}

std::string to_text(const HttpAddress& address) {
  const bool six = address.host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", six ? "[" : "", address.host, six ? "]" : "", address.port);
}

}  // namespace sempurna
