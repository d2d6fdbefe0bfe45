#pragma once

#include <string_view>

#include "base/files.h"

namespace sempurna {

/// Who besides its owner may read a file that holds a secret. A certificate's key may be its
/// group's too, as Debian's ssl-cert has it.
enum class Readers { OwnerAlone, OwnerAndGroup };

/// Throws Denied, naming `what` and the command that mends it, when others may read or write it.
void require_private(const fs::path& file, std::string_view what, Readers readers);

}  // namespace sempurna
