#include "store/disk_index.h"
#include "store/index_columns.h"

namespace sempurna {

namespace {

// Each gives a bucket's name (NULL: there is none of this number), a key, and what is wrong.
constexpr std::string_view kChecks[] = {
    "SELECT name, '', 'what is kept of the bucket' FROM bucket"
    " WHERE sum IS NOT checksum(" SEMPURNA_BUCKET_COLUMNS ")",
    "SELECT name, '', 'how many bytes the bucket holds' FROM bucket WHERE bytes IS NOT"
    " (SELECT coalesce(sum(size), 0) FROM object WHERE bucket=number)+"
    " (SELECT coalesce(sum(size), 0) FROM part JOIN upload ON id=upload WHERE "
    "bucket=bucket.number)",
    "SELECT (SELECT name FROM bucket WHERE number=bucket), key, 'what is kept of the object'"
    " FROM object WHERE sum IS NOT checksum(" SEMPURNA_OBJECT_COLUMNS ")",
    "SELECT (SELECT name FROM bucket WHERE number=bucket), key, 'what is kept of an upload'"
    " FROM upload WHERE sum IS NOT checksum(" SEMPURNA_UPLOAD_COLUMNS ")",
    "SELECT (SELECT name FROM bucket, upload WHERE upload.id=part.upload AND bucket.number=bucket),"
    " (SELECT key FROM upload WHERE upload.id=part.upload), 'what is kept of part ' || number"
    " FROM part WHERE sum IS NOT checksum(" SEMPURNA_PART_COLUMNS ")",
};

}  // namespace

std::vector<DiskStore::Damage> DiskIndex::damage() {
  std::vector<DiskStore::Damage> found;
  for (const auto& what : database_.damage()) found.push_back({.what = "store.sqlite: " + what});
  if (!found.empty()) return found;
  for (const std::string_view check : kChecks) {
    Statement row = database_.prepare(check);
    while (row.next()) {
      found.push_back({.bucket = row.text(0),
                       .key = row.text(1),
                       .what = row.text(2) + " in store.sqlite is not as it was written"});
    }
  }
  return found;
}

}  // namespace sempurna
