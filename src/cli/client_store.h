#pragma once

#include <functional>
#include <memory>
#include <string>

#include "store/remote_store.h"

namespace sempurna {

/// The S3 that this machine's settings lead to: those of any AWS client (signing/credentials.h).
/// Throws Denied when there are no credentials.
std::unique_ptr<RemoteStore> open_client_store();

/// What `place` holds, as files on this machine: of s3://… a copy below <home>/s3
/// (jobs/staging.h); another place is given back as it is.
std::string local_copy(const std::string& place,
                       const std::function<void(const std::string&)>& say);

/// A `say` for commands without a progress view.
void say_on_error_stream(const std::string& line);

}  // namespace sempurna
