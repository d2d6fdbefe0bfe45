#pragma once

#include "config/server_config.h"
#include "config/yaml_file.h"

namespace sempurna {

/// The sections that declare things: policies, identities, roles, networks, instance-types. What is
/// wrong becomes a fault of the file.
void read_declared(YamlFile& file, ServerConfig& config);

}  // namespace sempurna
