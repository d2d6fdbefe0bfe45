#pragma once

#include <string>

#include "base/files.h"

namespace sempurna {

/// The systemd unit of a server that was installed into `prefix`.
std::string unit_file(const fs::path& prefix);

}  // namespace sempurna
