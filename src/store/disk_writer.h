#pragma once

#include <functional>
#include <memory>

#include "store/index_writer.h"

namespace sempurna {

/// What came in, as far as writing a file finds it out.
struct Written {
  Segment segment;
  std::string etag;
  std::map<DigestKind, std::string> checksums;
};

/// Makes the change of the index that names what was written, and fills in what it became.
using NameWritten = std::function<FileIds(DiskIndex&, Written&, ObjectInfo&)>;

/// A writer of one file. An empty key leaves it unsealed.
std::unique_ptr<DiskWriter> make_disk_writer(StoredFiles& files, IndexWriter& index,
                                             const DataKey& key, NameWritten name);

}  // namespace sempurna
