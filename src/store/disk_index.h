#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/database.h"
#include "store/disk_store.h"
#include "store/stored_files.h"

namespace sempurna {

/// A file that holds an object's bytes, or the next of them.
struct Segment {
  std::string file;
  uint64_t size = 0;

  bool operator==(const Segment&) const = default;
};

struct StoredObject {
  ObjectInfo info;
  std::vector<Segment> segments{};
};

struct StoredPart {
  Part part;
  std::string file;
};

/// What the store knows of buckets, objects and uploads, in store.sqlite: one connection, for one
/// thread at a time. Whatever changes something belongs in a transaction; IndexWriter makes it.
/// Methods that let go of files return those that nothing names any more.
///
/// Throws the StoreErrors that DiskStore names.
class DiskIndex {
 public:
  explicit DiskIndex(const fs::path& file);

  Database& database() { return database_; }

  void add_bucket(const Bucket& bucket);
  std::optional<Bucket> bucket(const std::string& name);
  std::vector<Bucket> buckets();
  FileIds remove_bucket(const std::string& name);
  void set_bucket_policy(const std::string& name, const std::string& policy);
  void set_bucket_settings(const std::string& name, const BucketSettings& settings);
  /// Throws NoSuchBucket.
  int64_t bucket_number(const std::string& name);

  std::optional<ObjectInfo> head(const std::string& bucket, const std::string& key);
  std::optional<StoredObject> find(const std::string& bucket, const std::string& key);
  /// Puts it where its bucket and key say, at `now` or, should the clock have gone back, at the
  /// time of the one that it replaces.
  FileIds put(StoredObject& object, const WriteConditions& conditions, Time now);
  FileIds remove(const std::string& bucket, const std::string& key,
                 const WriteConditions& conditions = {});
  void set_tags(const std::string& bucket, const std::string& key,
                const std::map<std::string, std::string>& tags);
  Listing list(const std::string& bucket, const ListRequest& request);

  void add_upload(const Upload& upload);
  Upload upload(const std::string& bucket, const std::string& key, const std::string& id);
  UploadListing uploads(const std::string& bucket, const ListRequest& request,
                        const std::string& after_id);
  FileIds put_part(const Upload& upload, const StoredPart& part);
  std::vector<StoredPart> parts(const Upload& upload, int after, size_t limit);
  FileIds remove_upload(const Upload& upload);

  /// Of all objects and parts in a bucket together.
  uint64_t bytes_in(const std::string& bucket);
  int64_t uploads_in(const std::string& bucket);
  /// What is not as it was written in the file's structure and in its rows; reads all of it.
  std::vector<DiskStore::Damage> damage();
  /// The next objects after (bucket, key), of all buckets, in the order of both. Of one whose row
  /// cannot be read, no more than the two.
  std::vector<StoredObject> objects_after(const std::string& bucket, const std::string& key,
                                          size_t limit);
  std::vector<Upload> all_uploads();
  bool is_named(const std::string& file);
  /// The ids of all named files that begin with this byte.
  FileIds files_in(int first_byte);

 private:
  std::optional<StoredObject> find(const std::string& bucket, const std::string& key,
                                   bool with_segments);
  void sum_bucket(int64_t number);
  void add_bytes(int64_t bucket, uint64_t more, uint64_t less);
  void hold_file(const std::string& id);
  void drop_file(const std::string& id, FileIds& unneeded);

  Database database_;
};

}  // namespace sempurna
