#include <algorithm>

#include "store/disk_index.h"
#include "store/frames.h"
#include "store/index_columns.h"
#include "store/index_query.h"
#include "store/object_names.h"
#include "store/object_record.h"
#include "store/prefix_walk.h"

namespace sempurna {

namespace {

constexpr size_t kSizeBytes = 8;

std::string pack_segments(const std::vector<Segment>& segments) {
  std::string bytes;
  for (const auto& segment : segments) {
    bytes += segment.file;
    for (size_t i = 0; i < kSizeBytes; ++i) bytes += static_cast<char>(segment.size >> 8 * i);
  }
  return bytes;
}

/// Throws DataCorrupt unless they hold `size` bytes together.
std::vector<Segment> unpack_segments(std::string_view bytes, uint64_t size) {
  constexpr size_t kEach = kFileIdBytes + kSizeBytes;
  std::vector<Segment> segments;
  for (; bytes.size() >= kEach; bytes.remove_prefix(kEach)) {
    Segment segment{.file = std::string(bytes.substr(0, kFileIdBytes))};
    for (size_t i = 0; i < kSizeBytes; ++i) {
      segment.size |= uint64_t{static_cast<unsigned char>(bytes[kFileIdBytes + i])} << 8 * i;
    }
    size -= segment.size;
    segments.push_back(std::move(segment));
  }
  if (!bytes.empty() || size != 0 || segments.empty()) {
    throw StoreError(StoreFault::Corrupt,
                     "store.sqlite is damaged: the files of an object do not make up its size");
  }
  return segments;
}

// The columns of `info_of`.
#define SEMPURNA_INFO "object.key, size, etag, modified, parts, record"

ObjectInfo info_of(const Statement& row, const std::string& bucket) {
  ObjectInfo info{.bucket = bucket,
                  .key = row.text(0),
                  .size = static_cast<uint64_t>(row.integer(1)),
                  .etag = row.text(2),
                  .modified = time_of(row.integer(3)),
                  .parts = row.integer(4)};
  unpack_record(row.text(5), info);
  return info;
}

bool matches(const std::string& condition, const std::string& etag) {
  return condition == "*" || condition == etag;
}

void check_conditions(const WriteConditions& conditions, const std::string& bucket,
                      const std::string& key, const std::optional<std::string>& etag) {
  if (!conditions.if_match.empty()) {
    if (!etag) {
      throw StoreError(StoreFault::NoSuchKey,
                       "there is no object {} in {} that could be as If-Match demands", key,
                       bucket);
    }
    if (!matches(conditions.if_match, *etag)) {
      throw StoreError(StoreFault::PreconditionFailed,
                       "the object {} in {} is another than If-Match demands", key, bucket);
    }
  }
  if (!conditions.if_none_match.empty() && etag && matches(conditions.if_none_match, *etag)) {
    throw StoreError(StoreFault::PreconditionFailed,
                     "there is an object {} in {} already, which If-None-Match forbids", key,
                     bucket);
  }
}

}  // namespace

std::optional<ObjectInfo> DiskIndex::head(const std::string& bucket, const std::string& key) {
  auto found = find(bucket, key, false);
  if (!found) return std::nullopt;
  return std::move(found->info);
}

std::optional<StoredObject> DiskIndex::find(const std::string& bucket, const std::string& key) {
  return find(bucket, key, true);
}

std::optional<StoredObject> DiskIndex::find(const std::string& bucket, const std::string& key,
                                            bool with_segments) {
  // The segments of an object in many parts are long: read only when wanted.
  Statement row = database_.prepare("SELECT " SEMPURNA_INFO
                                    ", CASE WHEN ?3 THEN segments END FROM object WHERE"
                                    " bucket=(SELECT number FROM bucket WHERE name=?1) AND key=?2");
  row.bind(1, bucket).bind_bytes(2, key).bind(3, int64_t{with_segments});
  if (!row.next()) {
    bucket_number(bucket);
    return std::nullopt;
  }
  StoredObject object{.info = info_of(row, bucket)};
  if (with_segments) object.segments = unpack_segments(row.text(6), object.info.size);
  return object;
}

FileIds DiskIndex::put(StoredObject& object, const WriteConditions& conditions, Time now) {
  ObjectInfo& info = object.info;
  const int64_t bucket = bucket_number(info.bucket);
  const auto before = find(info.bucket, info.key);
  check_conditions(conditions, info.bucket, info.key,
                   before ? std::optional(before->info.etag) : std::nullopt);
  info.modified = before ? std::max(now, before->info.modified) : now;
  for (const auto& segment : object.segments) hold_file(segment.file);
  database_
      .prepare("INSERT OR REPLACE INTO object(" SEMPURNA_OBJECT_COLUMNS
               ", sum)"
               " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, checksum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))")
      .bind(1, bucket)
      .bind_bytes(2, info.key)
      .bind(3, static_cast<int64_t>(info.size))
      .bind(4, info.etag)
      .bind(5, number_of(info.modified))
      .bind(6, info.parts)
      .bind_bytes(7, pack_record(info))
      .bind_bytes(8, pack_segments(object.segments))
      .run();
  add_bytes(bucket, info.size, before ? before->info.size : 0);
  FileIds unneeded;
  if (before) {
    for (const auto& segment : before->segments) drop_file(segment.file, unneeded);
  }
  return unneeded;
}

FileIds DiskIndex::remove(const std::string& bucket, const std::string& key,
                          const WriteConditions& conditions) {
  const auto object = find(bucket, key);
  check_conditions(conditions, bucket, key,
                   object ? std::optional(object->info.etag) : std::nullopt);
  FileIds unneeded;
  if (!object) return unneeded;
  add_bytes(bucket_number(bucket), 0, object->info.size);
  database_.prepare("DELETE FROM object WHERE bucket=? AND key=?")
      .bind(1, bucket_number(bucket))
      .bind_bytes(2, key)
      .run();
  for (const auto& segment : object->segments) drop_file(segment.file, unneeded);
  return unneeded;
}

void DiskIndex::set_tags(const std::string& bucket, const std::string& key,
                         const std::map<std::string, std::string>& tags) {
  auto info = head(bucket, key);
  if (!info) {
    throw StoreError(StoreFault::NoSuchKey, "there is no object {} in the bucket {}", key, bucket);
  }
  info->attributes.tags = tags;
  database_.prepare("UPDATE object SET record=? WHERE bucket=? AND key=?")
      .bind_bytes(1, pack_record(*info))
      .bind(2, bucket_number(bucket))
      .bind_bytes(3, key)
      .run();
  database_
      .prepare("UPDATE object SET sum=checksum(" SEMPURNA_OBJECT_COLUMNS
               ") WHERE bucket=? AND key=?")
      .bind(1, bucket_number(bucket))
      .bind_bytes(2, key)
      .run();
}

Listing DiskIndex::list(const std::string& bucket, const ListRequest& request) {
  const ReadView view(database_);
  const int64_t number = bucket_number(bucket);
  const PrefixWalk walk(request);
  const std::string end = walk.end();
  Listing page;
  std::string from = walk.start();
  std::string last;
  size_t left = request.limit;
  if (left == 0) return page;
  while (from < end) {
    Statement row = database_.prepare(
        "SELECT key, size, etag, modified, parts FROM object"
        " WHERE bucket=? AND key>=? AND key<? ORDER BY key");
    row.bind(1, number).bind_bytes(2, from).bind_bytes(3, end);
    from = end;
    while (row.next()) {
      if (left-- == 0) {
        page.next = last;
        return page;
      }
      const std::string key = row.text(0);
      if (const auto common = walk.common_prefix(key)) {
        page.common_prefixes.push_back(last = *common);
        from = end_of_prefix(*common);
        break;
      }
      page.objects.push_back({.bucket = bucket,
                              .key = last = key,
                              .size = static_cast<uint64_t>(row.integer(1)),
                              .etag = row.text(2),
                              .modified = time_of(row.integer(3)),
                              .parts = row.integer(4)});
    }
  }
  return page;
}

std::vector<StoredObject> DiskIndex::objects_after(const std::string& bucket,
                                                   const std::string& key, size_t limit) {
  Statement row = database_.prepare("SELECT " SEMPURNA_INFO
                                    ", segments, name FROM bucket JOIN object ON bucket=number"
                                    " WHERE (name, key)>(?, ?) ORDER BY name, key LIMIT ?");
  row.bind(1, bucket).bind_bytes(2, key).bind(3, static_cast<int64_t>(limit));
  std::vector<StoredObject> found;
  while (row.next()) {
    try {
      StoredObject object{.info = info_of(row, row.text(7))};
      object.segments = unpack_segments(row.text(6), object.info.size);
      found.push_back(std::move(object));
    } catch (const StoreError&) {
      found.push_back({.info = {.bucket = row.text(7), .key = row.text(0)}});
    }
  }
  return found;
}

}  // namespace sempurna
