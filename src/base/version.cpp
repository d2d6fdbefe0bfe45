#include "base/version.h"

namespace sempurna {

std::string version() {
  return SEMPURNA_VERSION;
}

}  // namespace sempurna
