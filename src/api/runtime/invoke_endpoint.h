#pragma once

#include <chrono>
#include <string>

#include "api/service.h"

namespace sempurna::runtime {

/// Answers with what a variant of the endpoint says. `came`: when the request did.
void invoke_endpoint(Services& services, Call& call, const std::string& endpoint,
                     const std::string& body, std::chrono::steady_clock::time_point came);

}  // namespace sempurna::runtime
