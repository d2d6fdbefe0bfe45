#pragma once

#include <span>

#include "api/dialect.h"

namespace sempurna {

/// Every service of this server.
std::span<const Dialect* const> dialects();

/// The one that a request is for: by the service that its signature names, or else by its headers
/// and path. Nothing is verified: authenticate_call() holds the signature to it.
const Dialect& dialect_of(const ServerRequest& request);

}  // namespace sempurna
