#include "store/disk_index.h"

#include "store/frames.h"
#include "store/index_columns.h"
#include "store/index_query.h"
#include "store/object_names.h"
#include "store/object_record.h"

namespace sempurna {

namespace {

// Texts that clients choose are blobs, so that they are compared byte by byte whatever they hold.
// An object's columns stand in the order in which listings need them; `segments` is a file's id and
// its size (8 bytes, little-endian), as often as there are files; `record` is object_record.h's.
constexpr std::string_view kTables = R"(
CREATE TABLE bucket(
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  region TEXT NOT NULL,
  owner TEXT NOT NULL,
  created INTEGER NOT NULL,
  policy TEXT NOT NULL);
CREATE TABLE file(
  id BLOB PRIMARY KEY,
  uses INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE object(
  bucket INTEGER NOT NULL REFERENCES bucket,
  key BLOB NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  modified INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  record BLOB NOT NULL,
  segments BLOB NOT NULL,
  PRIMARY KEY(bucket, key)) WITHOUT ROWID;
CREATE TABLE upload(
  bucket INTEGER NOT NULL REFERENCES bucket,
  key BLOB NOT NULL,
  id TEXT NOT NULL,
  started INTEGER NOT NULL,
  owner TEXT NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY(bucket, key, id)) WITHOUT ROWID;
CREATE TABLE part(
  upload TEXT NOT NULL,
  number INTEGER NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  modified INTEGER NOT NULL,
  file BLOB NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY(upload, number)) WITHOUT ROWID;
)";

// What a bucket's owner has set beside its policy; object_record.h's.
constexpr std::string_view kSettings =
    "ALTER TABLE bucket ADD COLUMN settings BLOB NOT NULL DEFAULT x''";

// The columns of `bucket_of`.
#define SEMPURNA_BUCKET "name, region, owner, created, policy, settings"

// Of each row that says what clients have set, a checksum over its other columns, so that `store
// verify` knows one that is not as it was written. The columns are those of this form; the macros
// of index_columns.h name those of the latest.
constexpr std::string_view kSums = R"(
ALTER TABLE bucket ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE object ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE upload ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE part ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
UPDATE bucket SET sum=checksum(number, name, region, owner, created, policy, settings);
UPDATE object SET sum=checksum(bucket, key, size, etag, modified, parts, record, segments);
UPDATE upload SET sum=checksum(bucket, key, id, started, owner, record);
UPDATE part SET sum=checksum(upload, number, size, etag, modified, file, record);
)";

Bucket bucket_of(const Statement& row) {
  Bucket bucket{.name = row.text(0),
                .region = row.text(1),
                .owner = row.text(2),
                .created = time_of(row.integer(3)),
                .policy = row.text(4)};
  unpack_record(row.text(5), bucket.settings);
  return bucket;
}

// How many bytes a bucket holds, counted as they come and go.
constexpr std::string_view kBytes = R"(
ALTER TABLE bucket ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE bucket SET bytes=
  (SELECT coalesce(sum(size), 0) FROM object WHERE bucket=number)+
  (SELECT coalesce(sum(size), 0) FROM part JOIN upload ON id=upload WHERE bucket=bucket.number);
)";

}  // namespace

DiskIndex::DiskIndex(const fs::path& file) : database_(file, {kTables, kSettings, kSums, kBytes}) {}

void DiskIndex::add_bucket(const Bucket& bucket) {
  check_bucket_name(bucket.name);
  if (this->bucket(bucket.name)) {
    throw StoreError(StoreFault::BucketAlreadyOwnedByYou, "there is a bucket {} already",
                     bucket.name);
  }
  database_.prepare("INSERT INTO bucket(" SEMPURNA_BUCKET ") VALUES(?, ?, ?, ?, ?, ?)")
      .bind(1, bucket.name)
      .bind(2, bucket.region)
      .bind(3, bucket.owner)
      .bind(4, number_of(bucket.created))
      .bind(5, bucket.policy)
      .bind_bytes(6, pack_record(bucket.settings))
      .run();
  sum_bucket(bucket_number(bucket.name));
}

void DiskIndex::sum_bucket(int64_t number) {
  database_.prepare("UPDATE bucket SET sum=checksum(" SEMPURNA_BUCKET_COLUMNS ") WHERE number=?")
      .bind(1, number)
      .run();
}

std::optional<Bucket> DiskIndex::bucket(const std::string& name) {
  Statement row = database_.prepare("SELECT " SEMPURNA_BUCKET " FROM bucket WHERE name=?");
  row.bind(1, name);
  if (!row.next()) return std::nullopt;
  return bucket_of(row);
}

std::vector<Bucket> DiskIndex::buckets() {
  Statement row = database_.prepare("SELECT " SEMPURNA_BUCKET " FROM bucket ORDER BY name");
  std::vector<Bucket> found;
  while (row.next()) found.push_back(bucket_of(row));
  return found;
}

FileIds DiskIndex::remove_bucket(const std::string& name) {
  const int64_t bucket = bucket_number(name);
  if (database_.prepare("SELECT 1 FROM object WHERE bucket=? LIMIT 1").bind(1, bucket).next()) {
    throw StoreError(StoreFault::BucketNotEmpty,
                     "the bucket {} still holds objects; remove them first", name);
  }
  FileIds unneeded;
  for (const auto& upload : all_uploads()) {
    if (upload.bucket != name) continue;
    const FileIds more = remove_upload(upload);
    unneeded.insert(unneeded.end(), more.begin(), more.end());
  }
  database_.prepare("DELETE FROM bucket WHERE number=?").bind(1, bucket).run();
  return unneeded;
}

void DiskIndex::set_bucket_policy(const std::string& name, const std::string& policy) {
  const int64_t bucket = bucket_number(name);
  database_.prepare("UPDATE bucket SET policy=? WHERE number=?")
      .bind(1, policy)
      .bind(2, bucket)
      .run();
  sum_bucket(bucket);
}

void DiskIndex::set_bucket_settings(const std::string& name, const BucketSettings& settings) {
  const int64_t bucket = bucket_number(name);
  database_.prepare("UPDATE bucket SET settings=? WHERE number=?")
      .bind_bytes(1, pack_record(settings))
      .bind(2, bucket)
      .run();
  sum_bucket(bucket);
}

int64_t DiskIndex::bucket_number(const std::string& name) {
  Statement row = database_.prepare("SELECT number FROM bucket WHERE name=?");
  row.bind(1, name);
  if (!row.next()) {
    throw StoreError(StoreFault::NoSuchBucket, "there is no bucket {}", name);
  }
  return row.integer(0);
}

void DiskIndex::hold_file(const std::string& id) {
  database_.prepare("INSERT INTO file VALUES(?, 1) ON CONFLICT DO UPDATE SET uses=uses+1")
      .bind_bytes(1, id)
      .run();
}

void DiskIndex::drop_file(const std::string& id, FileIds& unneeded) {
  Statement last = database_.prepare("DELETE FROM file WHERE id=? AND uses=1 RETURNING id");
  last.bind_bytes(1, id);
  if (last.next()) {
    unneeded.push_back(id);
    return;
  }
  database_.prepare("UPDATE file SET uses=uses-1 WHERE id=?").bind_bytes(1, id).run();
}

bool DiskIndex::is_named(const std::string& file) {
  return database_.prepare("SELECT 1 FROM file WHERE id=?").bind_bytes(1, file).next();
}

uint64_t DiskIndex::bytes_in(const std::string& bucket) {
  Statement row = database_.prepare("SELECT bytes FROM bucket WHERE name=?");
  row.bind(1, bucket);
  return row.next() ? static_cast<uint64_t>(row.integer(0)) : 0;
}

void DiskIndex::add_bytes(int64_t bucket, uint64_t more, uint64_t less) {
  if (more == less) return;
  database_.prepare("UPDATE bucket SET bytes=bytes+? WHERE number=?")
      .bind(1, static_cast<int64_t>(more - less))
      .bind(2, bucket)
      .run();
}

FileIds DiskIndex::files_in(int first_byte) {
  Statement row = database_.prepare("SELECT id FROM file WHERE id>=? AND id<?");
  const auto first = static_cast<char>(first_byte);
  row.bind_bytes(1, std::string(1, first));
  row.bind_bytes(2, first_byte == 255 ? std::string(kFileIdBytes + 1, first)
                                      : std::string(1, static_cast<char>(first_byte + 1)));
  FileIds found;
  while (row.next()) found.push_back(row.text(0));
  return found;
}

}  // namespace sempurna
