#pragma once

#include <functional>
#include <string>

#include "base/files.h"
#include "store/location.h"

namespace sempurna {

/// What an s3:// location holds, as files on this machine: all objects below the key, or the one
/// object that the key names. They lie under <home>/s3 in a folder for exactly this content, so
/// that what is there already is not fetched again, and a job that reads it never sees it change.
/// Another location is given back as it is.
///
/// Settings and credentials are those of any AWS client (signing/credentials.h). `say` gets a line
/// now and then. Throws NotFound when nothing is there, InvalidArgument for keys that cannot be
/// files beside one another, ResourceLimit when the disk has no room.
std::string local_copy(const std::string& place,
                       const std::function<void(const std::string&)>& say);

/// A `say` for commands without a progress view.
void say_on_error_stream(const std::string& line);

/// Puts a file there, in s3://bucket/key.
void upload_file(const fs::path& file, const std::string& bucket, const std::string& key);

/// Throws unless the bucket can be reached with the credentials that there are; whether an object
/// is there.
bool exists_in_s3(const std::string& bucket, const std::string& key);

}  // namespace sempurna
