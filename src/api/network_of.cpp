#include "api/network_of.h"

#include <arpa/inet.h>

#include <algorithm>

namespace sempurna {

std::string network_of(const std::string& address) {
  in6_addr six{};
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
  std::fill(std::begin(six.s6_addr) + 8, std::end(six.s6_addr), 0);
  char text[INET6_ADDRSTRLEN];
  ::inet_ntop(AF_INET6, &six, text, sizeof text);
  return text;
}

}  // namespace sempurna
