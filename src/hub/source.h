#pragma once

#include <string>
#include <string_view>

namespace sempurna {

/// A model on a hub.
struct HubSource {
  std::string name;               ///< ORG/NAME, or NAME alone for the oldest ones
  std::string revision = "main";  ///< a branch, a tag or a commit
};

/// Understands ORG/NAME and ORG/NAME@REVISION. Throws InvalidArgument saying which part is wrong.
HubSource parse_hub_source(std::string_view text);

/// Which hub, and as whom.
struct HubAccess {
  std::string endpoint = "https://huggingface.co";  ///< without a slash at its end
  std::string token;                                ///< empty: as anybody
};

/// As HF_ENDPOINT and HF_TOKEN say. Throws InvalidArgument when one of them cannot be used.
HubAccess hub_access_from_environment();

}  // namespace sempurna
