#include "support/source_tree.h"

namespace sempurna {

std::filesystem::path source_tree() {
  return SEMPURNA_SOURCE_DIR;
}

}  // namespace sempurna
