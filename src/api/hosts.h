#pragma once

#include <string>
#include <string_view>

#include "config/server_config.h"
#include "http/message.h"

namespace sempurna {

/// The Host header in lower case, as names of hosts and of buckets are (RFC 9110, section 4.2.3),
/// without the port.
std::string host_of(const ServerRequest& request);
/// Whether an address of a client's is this machine's own.
bool is_loopback(std::string_view address);
/// Whether it is an address rather than a name.
bool is_address(std::string_view host);
/// Whether it is one of our own names: an address, localhost, the setting host-name, this machine's
/// name. A page of another site that has its own name lead here is none of them (DNS rebinding).
bool is_own_host(const ServerConfig& config, std::string_view host);
/// The bucket of virtual-host style, "bucket.host"; empty of path style. A host without a dot, a
/// number, or one that the configuration calls the server's own is the server itself.
std::string bucket_of_host(const ServerConfig& config, const ServerRequest& request);

}  // namespace sempurna
