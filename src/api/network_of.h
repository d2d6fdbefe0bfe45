#pragma once

#include <string>

namespace sempurna {

/// Whose an address is, for limits: of IPv6 the first 64 bits, which one customer has whole; of
/// IPv4 all of it.
std::string network_of(const std::string& address);

}  // namespace sempurna
