#pragma once

#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <string>

#include "store/object_store.h"
#include "store/remote_http.h"

namespace sempurna {

/// An object in ranges of 8 MiB, a few on their way at a time. Every range is of the same version.
std::unique_ptr<ObjectReader> make_remote_reader(RemoteHttp& http, ObjectInfo info,
                                                 ByteRange range);

/// Up to 8 MiB by one PutObject, more by a multipart upload of growing parts, a few on their way at
/// a time; what is not committed is aborted.
std::unique_ptr<ObjectWriter> make_remote_writer(RemoteHttp& http, const std::string& bucket,
                                                 const std::string& key,
                                                 const ObjectAttributes& attributes);

/// "/key" as a request's path has it.
std::string object_path(const std::string& key);

}  // namespace sempurna
