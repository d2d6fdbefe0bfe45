#pragma once

#include <string>

#include "store/remote_http.h"

namespace sempurna {

/// Throws what an answer that is no success means, in a sentence with the place and what to do.
[[noreturn]] void throw_remote_error(const RemoteHttp& http, const RemoteAnswer& answer,
                                     const std::string& bucket, const std::string& key);

}  // namespace sempurna
