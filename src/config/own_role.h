#pragma once

#include "config/server_config.h"

namespace sempurna {

/// Where its role comes from, among the origins of settings.
inline constexpr auto kOwnRoleOrigin = "the server's own, as no roles are declared";

/// A configuration that declares no roles gets one, so that a job can run on a new server: it
/// trusts SageMaker, and reads and writes all buckets and uses all keys. Only who may pass roles
/// can have it used. It is the default of jobs where there is no other.
void add_own_role(ServerConfig& config);

}  // namespace sempurna
