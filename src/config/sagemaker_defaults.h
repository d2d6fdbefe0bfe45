#pragma once

#include <functional>
#include <string>

#include "config/server_config.h"

namespace sempurna {

/// The defaults for jobs from the SageMaker SDK's own config.yaml: the administrator's
/// (SAGEMAKER_ADMIN_CONFIG_OVERRIDE, else /etc/xdg/sagemaker/config.yaml), then the user's
/// (SAGEMAKER_USER_CONFIG_OVERRIDE, else ~/.config/sagemaker/config.yaml). What belongs to others
/// in it is left alone. Throws InvalidArgument when a file is not YAML or a value has the wrong
/// kind. Source: SageMaker Python SDK, "Configuring and using defaults".
void read_sagemaker_defaults(const std::function<std::string(const char*)>& environment,
                             ServerConfig& config);

}  // namespace sempurna
