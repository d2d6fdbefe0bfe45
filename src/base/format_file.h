#pragma once

#include "base/files.h"

namespace sempurna {

/// A folder's `format` file holds the number of the form that the folder's files have: made here
/// when there is none, else checked. Throws Conflict for a later form than `known`, DataCorrupt
/// when the file holds no such number.
void open_format(const fs::path& folder, int known);

}  // namespace sempurna
