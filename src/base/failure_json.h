#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace sempurna {

/// {"error": {"code", "message"}}: what a command that was to answer in JSON says when it fails.
std::string failure_json(Code code, std::string_view sentence);

}  // namespace sempurna
