#include <algorithm>

#include "store/disk_index.h"
#include "store/index_columns.h"
#include "store/index_query.h"
#include "store/object_record.h"
#include "store/prefix_walk.h"

namespace sempurna {

namespace {

// The columns of `upload_of`.
#define SEMPURNA_UPLOAD "upload.key, upload.id, started, upload.owner, record"

Upload upload_of(const Statement& row, const std::string& bucket) {
  Upload upload{.id = row.text(1),
                .bucket = bucket,
                .key = row.text(0),
                .started = time_of(row.integer(2)),
                .owner = row.text(3)};
  unpack_record(row.text(4), upload);
  return upload;
}

}  // namespace

void DiskIndex::add_upload(const Upload& upload) {
  const int64_t bucket = bucket_number(upload.bucket);
  database_
      .prepare("INSERT INTO upload(" SEMPURNA_UPLOAD_COLUMNS
               ", sum)"
               " VALUES(?1, ?2, ?3, ?4, ?5, ?6, checksum(?1, ?2, ?3, ?4, ?5, ?6))")
      .bind(1, bucket)
      .bind_bytes(2, upload.key)
      .bind(3, upload.id)
      .bind(4, number_of(upload.started))
      .bind(5, upload.owner)
      .bind_bytes(6, pack_record(upload))
      .run();
}

Upload DiskIndex::upload(const std::string& bucket, const std::string& key, const std::string& id) {
  Statement row =
      database_.prepare("SELECT " SEMPURNA_UPLOAD " FROM upload WHERE bucket=? AND key=? AND id=?");
  row.bind(1, bucket_number(bucket)).bind_bytes(2, key).bind(3, id);
  if (!row.next()) {
    throw StoreError(StoreFault::NoSuchUpload,
                     "there is no upload {} for {} in the bucket {}; it was completed or aborted, "
                     "or never begun",
                     id, key, bucket);
  }
  return upload_of(row, bucket);
}

UploadListing DiskIndex::uploads(const std::string& bucket, const ListRequest& request,
                                 const std::string& after_id) {
  const ReadView view(database_);
  const int64_t number = bucket_number(bucket);
  const PrefixWalk walk(request);
  const std::string end = walk.end();
  UploadListing page;
  if (request.limit == 0) return page;
  // After (key, id); every id is above an empty one.
  std::string from = walk.start();
  std::string from_id;
  if (!after_id.empty() && from == request.after + '\0') {
    from = request.after;
    from_id = after_id;
  }
  size_t left = request.limit;
  while (from < end) {
    Statement row = database_.prepare("SELECT " SEMPURNA_UPLOAD
                                      " FROM upload WHERE bucket=? AND (key, id)>(?, ?) AND key<?"
                                      " ORDER BY key, id");
    row.bind(1, number).bind_bytes(2, from).bind(3, from_id).bind_bytes(4, end);
    from = end;
    while (row.next()) {
      if (left-- == 0) {
        page.is_truncated = true;
        return page;
      }
      Upload upload = upload_of(row, bucket);
      if (const auto common = walk.common_prefix(upload.key)) {
        page.common_prefixes.push_back(*common);
        page.next_key = *common;
        page.next_id.clear();
        from = end_of_prefix(*common);
        from_id.clear();
        break;
      }
      page.next_key = upload.key;
      page.next_id = upload.id;
      page.uploads.push_back(std::move(upload));
    }
  }
  page.next_key.clear();
  page.next_id.clear();
  return page;
}

FileIds DiskIndex::put_part(const Upload& upload, const StoredPart& part) {
  this->upload(upload.bucket, upload.key, upload.id);
  FileIds unneeded;
  uint64_t replaced = 0;
  const auto before = parts(upload, part.part.number - 1, 1);
  if (!before.empty() && before.front().part.number == part.part.number) {
    drop_file(before.front().file, unneeded);
    replaced = before.front().part.size;
  }
  add_bytes(bucket_number(upload.bucket), part.part.size, replaced);
  hold_file(part.file);
  database_
      .prepare("INSERT OR REPLACE INTO part(" SEMPURNA_PART_COLUMNS
               ", sum)"
               " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, checksum(?1, ?2, ?3, ?4, ?5, ?6, ?7))")
      .bind(1, upload.id)
      .bind(2, int64_t{part.part.number})
      .bind(3, static_cast<int64_t>(part.part.size))
      .bind(4, part.part.etag)
      .bind(5, number_of(part.part.modified))
      .bind_bytes(6, part.file)
      .bind_bytes(7, pack_record(part.part))
      .run();
  return unneeded;
}

std::vector<StoredPart> DiskIndex::parts(const Upload& upload, int after, size_t limit) {
  Statement row = database_.prepare(
      "SELECT number, size, etag, modified, file, record FROM part"
      " WHERE upload=? AND number>? ORDER BY number LIMIT ?");
  row.bind(1, upload.id).bind(2, int64_t{after}).bind(3, static_cast<int64_t>(limit));
  std::vector<StoredPart> found;
  while (row.next()) {
    StoredPart each{.part = {.number = static_cast<int>(row.integer(0)),
                             .size = static_cast<uint64_t>(row.integer(1)),
                             .etag = row.text(2),
                             .modified = time_of(row.integer(3))},
                    .file = row.text(4)};
    unpack_record(row.text(5), each.part);
    found.push_back(std::move(each));
  }
  return found;
}

FileIds DiskIndex::remove_upload(const Upload& upload) {
  const int64_t bucket = bucket_number(upload.bucket);
  FileIds unneeded;
  uint64_t bytes = 0;
  for (const auto& part : parts(upload, 0, kMaxParts)) {
    drop_file(part.file, unneeded);
    bytes += part.part.size;
  }
  add_bytes(bucket, 0, bytes);
  database_.prepare("DELETE FROM part WHERE upload=?").bind(1, upload.id).run();
  database_.prepare("DELETE FROM upload WHERE bucket=? AND key=? AND id=?")
      .bind(1, bucket)
      .bind_bytes(2, upload.key)
      .bind(3, upload.id)
      .run();
  return unneeded;
}

int64_t DiskIndex::uploads_in(const std::string& bucket) {
  Statement row = database_.prepare("SELECT count(*) FROM upload WHERE bucket=?");
  row.bind(1, bucket_number(bucket)).next();
  return row.integer(0);
}

std::vector<Upload> DiskIndex::all_uploads() {
  Statement row =
      database_.prepare("SELECT " SEMPURNA_UPLOAD
                        ", name FROM upload JOIN bucket ON bucket=number ORDER BY name, key, id");
  std::vector<Upload> found;
  while (row.next()) found.push_back(upload_of(row, row.text(5)));
  return found;
}

}  // namespace sempurna
