#pragma once

#include <string>

#include "api/json/operation.h"
#include "base/files.h"

namespace sempurna::own {

/// A whole data folder as it is now, in a folder that is not there yet: store, identities, keys;
/// only when asked also what opens them, the master key where it lies in the data folder and the
/// first access key. To restore it, serve it with --data-dir. Throws AlreadyExists, or what writing
/// it throws; then nothing is left.
void back_up(Services& services, const fs::path& folder, bool with_master_key);

/// The same text for the same folder, whatever it is called.
std::string identity_of(const fs::path& folder);

}  // namespace sempurna::own
