#include "base/error.h"

#include <array>

namespace sempurna {

std::string_view name(Code code) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "InvalidArgument", "NotFound",    "AlreadyExists", "Conflict",  "Denied",
      "ResourceLimit",   "Unavailable", "DataCorrupt",   "Cancelled", "Internal"};
  return kNames.at(static_cast<size_t>(code));
}

}  // namespace sempurna
