#pragma once

#include "api/dialect.h"

namespace sempurna::own {

/// What AWS has no call for, in JSON 1.1: X-Amz-Target Sempurna.OPERATION, signed for the service
/// sempurna.
///
///     Sempurna.Backup {"Folder": "/absolute/new/folder"}   action sempurna:Backup
///
/// With "WithMasterKey": true see back_up(); with "Parent": identity_of() the folder above, as
/// whoever asks sees it, so that a server with another view of the file system refuses.
const Dialect& dialect();

}  // namespace sempurna::own
