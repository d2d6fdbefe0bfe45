#include "api/hosts.h"

#include <unistd.h>

#include <array>

#include "base/ascii.h"

namespace sempurna {

namespace {

std::string name_of_machine() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? lower_ascii(name.data()) : "";
}

}  // namespace

std::string host_of(const ServerRequest& request) {
  std::string host = lower_ascii(request.header("host"));
  if (const auto colon = host.rfind(':'); colon != std::string::npos && host.back() != ']') {
    host.resize(colon);
  }
  return host;
}

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1";
}

bool is_address(std::string_view host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_own_host(const ServerConfig& config, std::string_view host) {
  if (host.empty()) return false;
  return is_address(host) || host == "localhost" || host == lower_ascii(config.host_name) ||
         host == name_of_machine();
}

std::string bucket_of_host(const ServerConfig& config, const ServerRequest& request) {
  const std::string host = host_of(request);
  if (is_address(host)) return "";
  for (const std::string& own : {std::string("localhost"), lower_ascii(config.host_name)}) {
    if (own.empty() || host == own) continue;
    if (host.size() > own.size() + 1 && host.ends_with("." + own)) {
      return host.substr(0, host.size() - own.size() - 1);
    }
  }
  return "";
}

}  // namespace sempurna
