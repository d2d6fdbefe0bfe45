#pragma once

#include "access/directory.h"
#include "base/json.h"

namespace sempurna::own {

/// Temporary credentials with the members that STS gives them; Expiration in seconds since 1970.
Json credentials_of(const Session& session);

}  // namespace sempurna::own
