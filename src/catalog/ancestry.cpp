#include "catalog/ancestry.h"

#include <fmt/ranges.h>

namespace sempurna {

std::string Ancestry::chain() const {
  return fmt::format("{}", fmt::join(names, " → "));
}

}  // namespace sempurna
