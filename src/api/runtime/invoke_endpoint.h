#pragma once

#include <string>

#include "api/service.h"

namespace sempurna::runtime {

/// Answers with what a variant of the endpoint says.
void invoke_endpoint(Services& services, Call& call, const std::string& endpoint,
                     const std::string& body);

}  // namespace sempurna::runtime
