#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "config/server_config.h"

namespace sempurna {

/// What comes from outside the configuration file.
struct ConfigSources {
  /// Named by --config or SEMPURNA_CONFIG; without one, those that are there of
  /// <data folder>/config.yaml and ~/.config/sempurna/config.yaml.
  std::optional<fs::path> file;
  /// Options of the command line by the names of settings ("region", "listen"); "data-dir" too.
  std::map<std::string, std::string> options;
  /// Gives a variable's value or empty: SEMPURNA_REGION and its like, HOME, XDG_…
  std::function<std::string(const char*)> environment;
};

/// Reads and checks everything. Throws InvalidArgument with every fault of the file, one a line,
/// each with file and line.
ServerConfig read_config(const ConfigSources& sources);

}  // namespace sempurna
