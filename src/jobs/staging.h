#pragma once

#include <functional>
#include <string>

#include "base/files.h"
#include "store/location.h"
#include "store/object_store.h"

namespace sempurna {

/// A store of objects and what people call it, as an endpoint's URL.
struct NamedStore {
  ObjectStore& objects;
  std::string name;
  /// Throws unless an object may be read, though a copy of it is here. Empty: whoever has the copy
  /// may.
  std::function<void(const ObjectInfo&)> require_readable = {};
};

/// What lies below `location`, s3://bucket/key, as files on this machine: all objects below the
/// key, or the one object that the key names. They lie in `copies` in a folder for exactly this
/// content, so that what is there already is not fetched again, and a job that reads it never sees
/// it change. `say` gets a line now and then. Returns the folder, or the one object's file.
///
/// Throws NotFound when nothing is there, InvalidArgument for keys that cannot be files beside one
/// another, ResourceLimit when the disk has no room, Conflict while another fetches the same.
std::string stage_in(const NamedStore& store, const Location& location, const fs::path& copies,
                     const std::function<void(const std::string&)>& say);

/// Puts a file into s3://bucket/key.
void stage_out(ObjectStore& store, const fs::path& file, const std::string& bucket,
               const std::string& key);

}  // namespace sempurna
