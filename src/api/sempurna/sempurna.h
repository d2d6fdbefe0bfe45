#pragma once

#include <string>

#include "api/service.h"

namespace sempurna::own {

/// What AWS has no call for, in JSON 1.1: X-Amz-Target Sempurna.OPERATION.
///
///     Sempurna.Backup {"Folder": "/absolute/new/folder"}   action sempurna:Backup
void answer(Services& services, Call& call, const std::string& operation, const std::string& body);

/// A whole data folder as it is now, in a folder that is not there yet: store, identities, keys,
/// the master key where it lies in the data folder. To restore it, serve it with --data-dir. Throws
/// AlreadyExists, or what writing it throws; then nothing is left.
void back_up(Services& services, const fs::path& folder);

}  // namespace sempurna::own
