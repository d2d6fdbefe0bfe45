#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "store/bucket_settings.h"
#include "store/object_store.h"
#include "store/store_error.h"
#include "store/store_limits.h"

namespace sempurna {

struct Bucket {
  std::string name;
  std::string region{};
  std::string owner{};  ///< account id
  Time created{};
  std::string policy{};  ///< JSON; empty: none
  BucketSettings settings{};
};

/// What must hold for a write to happen, decided in the same step as the write. ETags without
/// quotes; "*" is any.
struct WriteConditions {
  std::string if_match{};
  std::string if_none_match{};
};

/// How an object shall be written.
struct WriteOptions {
  ObjectAttributes attributes{};
  WriteConditions conditions{};
  std::optional<Seal> seal{};
  DataKey data_key{};  ///< with a seal
};

/// A write whose checksums become known only at its end, as with trailers.
class DiskWriter : public ObjectWriter {
 public:
  /// A checksum that the caller found right, to be kept with the object. Before commit().
  virtual void keep_checksum(DigestKind kind, std::string raw) = 0;
};

/// The parts of an upload are numbered from 1 to this.
constexpr int kMaxParts = 10000;

/// Every part but the last has at least as many bytes.
constexpr uint64_t kMinPartBytes = uint64_t{5} << 20;

struct Upload {
  std::string id{};
  std::string bucket;
  std::string key;
  Time started{};
  std::string owner{};  ///< ARN of who began it
  ObjectAttributes attributes{};
  std::optional<DigestKind> checksum{};
  bool checksum_of_whole = false;  ///< FULL_OBJECT; else COMPOSITE
  std::optional<Seal> seal{};
};

struct Part {
  int number = 0;  ///< 1 to 10000
  uint64_t size = 0;
  std::string etag{};
  Time modified{};
  std::map<DigestKind, std::string> checksums{};
};

/// A part as it is named when an upload is completed.
struct PartChoice {
  int number = 0;
  std::string etag;
  std::map<DigestKind, std::string> checksums{};  ///< those named; compared
};

struct UploadListing {
  std::vector<Upload> uploads;
  std::vector<std::string> common_prefixes;
  std::string next_key;
  std::string next_id;
  bool is_truncated = false;
};

/// Objects in a folder: metadata in SQLite, bytes in files that are written once, synced and
/// renamed into place before the metadata names them. Safe to use from several threads, and by one
/// process at a time (FolderLock by whoever opens it). Readers and writers end before it does.
///
/// docs/formats.md draws the files.
class DiskStore : public ObjectStore {
 public:
  /// Opens or makes it; what an earlier process left half done is swept. Throws Conflict when the
  /// folder is of a later format. `clock` must outlive it.
  explicit DiskStore(const fs::path& folder, const Clock& clock = system_clock());
  ~DiskStore() override;

  /// From now on; those of no call are the defaults.
  void set_limits(const StoreLimits& limits);

  // Buckets. Throws BucketAlreadyOwnedByYou, InvalidBucketName, NoSuchBucket, BucketNotEmpty.
  // Uploads that are not completed go with their bucket.
  void create_bucket(const Bucket& bucket);
  std::optional<Bucket> bucket(const std::string& name);
  std::vector<Bucket> buckets();
  void remove_bucket(const std::string& name);
  void set_bucket_policy(const std::string& name, const std::string& policy);
  /// `change` is given the settings as they are, and may be called again when others write.
  void change_bucket_settings(const std::string& name,
                              const std::function<void(BucketSettings&)>& change);

  // Objects. Whatever is asked of a bucket that is not there throws NoSuchBucket. The first bytes
  // are read and checked when a reader is made, so that it throws Corrupt or WrongKey before
  // anything was answered. A range that reaches beyond the object ends with it.
  std::optional<ObjectInfo> head(const std::string& bucket, const std::string& key) override;
  std::unique_ptr<ObjectReader> read(const std::string& bucket, const std::string& key,
                                     std::optional<ByteRange> range = std::nullopt) override;
  /// Of a sealed object, or of another, which needs no key. Throws WrongKey. `etag` is what head()
  /// said, so that both speak of the same object; throws PreconditionFailed when another is there
  /// now.
  std::unique_ptr<ObjectReader> read_sealed(const std::string& bucket, const std::string& key,
                                            const std::string& etag, const DataKey& data_key,
                                            std::optional<ByteRange> range = std::nullopt);
  /// How long each part of an object written in parts is; empty of another object, or when it is
  /// another by now.
  std::vector<uint64_t> part_sizes(const ObjectInfo& info);
  /// Where a part of an object written in parts lies (from 1); of another object, part 1 is all of
  /// it. Empty: there is no such part, or the object is another by now.
  std::optional<ByteRange> part_range(const ObjectInfo& info, int number);
  /// Throws InvalidKey, NoSuchBucket or QuotaExceeded; commit() throws PreconditionFailed,
  /// QuotaExceeded, and NoSuchKey when If-Match finds no object.
  std::unique_ptr<ObjectWriter> write(const std::string& bucket, const std::string& key,
                                      const ObjectAttributes& attributes) override;
  std::unique_ptr<DiskWriter> write(const std::string& bucket, const std::string& key,
                                    const WriteOptions& options);
  void remove(const std::string& bucket, const std::string& key) override;
  /// Only what is as the conditions say. Throws NoSuchKey, PreconditionFailed.
  void remove(const std::string& bucket, const std::string& key, const WriteConditions& conditions);
  /// All or none, in one write to the disk.
  void remove_all(const std::string& bucket, const std::vector<std::string>& keys);
  Listing list(const std::string& bucket, const ListRequest& request) override;
  /// Copies without copying bytes: both objects share the files. `attributes` replace the source's
  /// when given. The seal stays as it is. Throws NoSuchKey, and PreconditionFailed when the source
  /// has another ETag by now.
  ObjectInfo copy(const ObjectInfo& source, const std::string& bucket, const std::string& key,
                  const std::optional<ObjectAttributes>& attributes,
                  const WriteConditions& conditions);
  void set_tags(const std::string& bucket, const std::string& key,
                const std::map<std::string, std::string>& tags);

  // Multipart uploads. The id of `upload` is made here. Throws QuotaExceeded, as parts do.
  Upload create_upload(Upload upload);
  Upload upload(const std::string& bucket, const std::string& key, const std::string& id);
  /// Replaces a part of this number. The data key is that of the upload's seal. commit() throws
  /// NoSuchUpload when the upload has ended meanwhile.
  std::unique_ptr<DiskWriter> write_part(const Upload& upload, int number, const DataKey& data_key);
  std::vector<Part> parts(const Upload& upload, int after, size_t limit);
  /// The parts become the object, without copying bytes. Its checksum is made of theirs when all
  /// have one of the upload's kind; one in `expected` must be equal. Throws NoSuchUpload,
  /// InvalidPart, InvalidPartOrder, EntityTooSmall, BadDigest, PreconditionFailed.
  ObjectInfo complete(const Upload& upload, const std::vector<PartChoice>& parts,
                      const WriteConditions& conditions,
                      const std::map<DigestKind, std::string>& expected = {});
  void abort(const Upload& upload);
  /// Aborts those that were begun before; returns how many.
  size_t abort_older(Time before);
  UploadListing uploads(const std::string& bucket, const ListRequest& request,
                        const std::string& after_id);

  struct Damage {
    std::string bucket{};  ///< empty: not of one alone
    std::string key{};     ///< empty: of the bucket itself
    std::string what;
  };
  /// Reads every stored byte, of the index too, and tells what is not as it was written. Sealed
  /// frames are checked by a checksum over the sealed bytes, so no key is needed. Returns the
  /// number of objects read.
  uint64_t verify(const std::function<void(const Damage&)>& found);

  /// A copy of everything as it is now, in a folder that is not there yet, while others write.
  /// Files are linked where the file system can, else copied. Throws AlreadyExists.
  void backup(const fs::path& folder);

  /// Removes files that nothing names, left by a crash; returns how many. That is done in the
  /// background once the store is open, so that only tests need to ask for it; this waits for it
  /// first.
  uint64_t sweep();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sempurna
