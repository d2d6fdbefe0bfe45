#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/server_config.h"

namespace sempurna {

/// A setting that is one value: by its name in the file ("limits.connections"), as --option where
/// it has one, and as SEMPURNA_LIMITS_CONNECTIONS in the environment.
struct Setting {
  std::string_view name;
  std::string (*get)(const ServerConfig&);
  /// Throws InvalidArgument saying what is allowed.
  void (*set)(ServerConfig&, const std::string&);
};

const std::vector<Setting>& settings();
std::string environment_name(std::string_view setting);

}  // namespace sempurna
