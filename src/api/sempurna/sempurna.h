#pragma once

#include <string>

#include "api/service.h"

namespace sempurna::own {

/// What AWS has no call for, in JSON 1.1: X-Amz-Target Sempurna.OPERATION.
///
///     Sempurna.Backup {"Folder": "/absolute/new/folder"}   action sempurna:Backup
///
/// With "WithMasterKey": true see back_up(); with "Parent": identity_of() the folder above, as
/// whoever asks sees it, so that a server with another view of the file system refuses.
void answer(Services& services, Call& call, const std::string& operation, const std::string& body);

/// A whole data folder as it is now, in a folder that is not there yet: store, identities, keys;
/// only when asked also what opens them, the master key where it lies in the data folder and the
/// first access key. To restore it, serve it with --data-dir. Throws AlreadyExists, or what writing
/// it throws; then nothing is left.
void back_up(Services& services, const fs::path& folder, bool with_master_key);

/// The same text for the same folder, whatever it is called.
std::string identity_of(const fs::path& folder);

}  // namespace sempurna::own
