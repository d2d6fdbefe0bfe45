#include "api/jumpstart/bucket.h"

#include <fcntl.h>

#include <algorithm>

#include "api/jumpstart/content.h"
#include "api/jumpstart/names.h"
#include "catalog/locations.h"
#include "store/descriptor.h"
#include "store/prefix_walk.h"

namespace sempurna {

namespace {

constexpr std::chrono::seconds kFresh{1};

// As AWS has it: requests without a signature read it too. But of the models' files, which may be a
// person's own, only who may by a policy of theirs, who alone lists those of private hubs.
constexpr auto kPolicy = R"({"Version":"2012-10-17","Statement":[
  {"Sid":"EverybodyLists","Effect":"Allow","Principal":"*",
   "Action":["s3:GetBucketLocation","s3:ListBucket"],
   "Resource":"arn:aws:s3:::jumpstart-cache-prod-*",
   "Condition":{"StringNotLike":{"s3:prefix":"private-models/*"}}},
  {"Sid":"EverybodyReads","Effect":"Allow","Principal":"*",
   "Action":["s3:GetObject","s3:GetObjectAttributes"],
   "Resource":["arn:aws:s3:::jumpstart-cache-prod-*/models_manifest.json",
               "arn:aws:s3:::jumpstart-cache-prod-*/proprietary-sdk-manifest.json",
               "arn:aws:s3:::jumpstart-cache-prod-*/community_models/*",
               "arn:aws:s3:::jumpstart-cache-prod-*/source-directory-tarballs/*",
               "arn:aws:s3:::jumpstart-cache-prod-*/training-datasets/*"]}]})";

ByteRange within(const std::optional<ByteRange>& range, uint64_t size) {
  if (!range) return {0, size};
  const uint64_t offset = std::min(range->offset, size);
  return {offset, std::min(range->length, size - offset)};
}

class TextReader : public ObjectReader {
 public:
  TextReader(const jumpstart::Entry& entry, ByteRange range)
      : info_(entry.info), text_(entry.text.substr(range.offset, range.length)) {}

  const ObjectInfo& info() const override { return info_; }
  size_t read(std::span<std::byte> bytes) override {
    const size_t count = std::min(bytes.size(), text_.size() - at_);
    std::ranges::copy(std::as_bytes(std::span(text_)).subspan(at_, count), bytes.begin());
    at_ += count;
    return count;
  }

 private:
  ObjectInfo info_;
  std::string text_;
  size_t at_ = 0;
};

class FileReader : public ObjectReader {
 public:
  FileReader(const jumpstart::Entry& entry, ByteRange range)
      : info_(entry.info), range_(range), file_(::open(entry.file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (!file_) throw StoreError(StoreFault::NoSuchKey, "{} is no longer there", info_.key);
  }

  const ObjectInfo& info() const override { return info_; }
  size_t read(std::span<std::byte> bytes) override {
    const size_t wanted = std::min<uint64_t>(bytes.size(), range_.length);
    if (wanted == 0) return 0;
    const ssize_t count =
        ::pread(file_.get(), bytes.data(), wanted, static_cast<off_t>(range_.offset));
    if (count <= 0) throw StoreError(StoreFault::Corrupt, "{} cannot be read", info_.key);
    range_.offset += static_cast<uint64_t>(count);
    range_.length -= static_cast<uint64_t>(count);
    return static_cast<size_t>(count);
  }

 private:
  ObjectInfo info_;
  ByteRange range_;
  Descriptor file_;
};

bool is_about_data(const std::string& asked) {
  const size_t common = std::min(asked.size(), jumpstart::kData.size());
  return asked.compare(0, common, jumpstart::kData, 0, common) == 0;
}

}  // namespace

struct JumpStartBucket::Content {
  jumpstart::Entries entries;
  bool with_data = false;
};

JumpStartBucket::JumpStartBucket(const ServerConfig& config)
    : bucket_{.name = jumpstart::bucket_of(config.region),
              .region = config.region,
              .policy = kPolicy} {}

JumpStartBucket::~JumpStartBucket() = default;

bool JumpStartBucket::reserves(const std::string& bucket) {
  return bucket.starts_with(jumpstart::kBucketPrefix);
}

std::shared_ptr<const JumpStartBucket::Content> JumpStartBucket::content(const std::string& asked) {
  const std::lock_guard lock(mutex_);
  const bool with_data = is_about_data(asked) || (content_ && content_->with_data);
  const auto now = std::chrono::steady_clock::now();
  if (content_ && content_->with_data == with_data && now - made_ < kFresh) return content_;
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  content_ = std::make_shared<const Content>(
      Content{jumpstart::entries_of(catalog, bucket_.name, with_data), with_data});
  made_ = now;
  return content_;
}

std::optional<ObjectInfo> JumpStartBucket::head(const std::string& key) {
  const auto now = content(key);
  const auto found = now->entries.find(key);
  if (found == now->entries.end()) return std::nullopt;
  return found->second.info;
}

std::unique_ptr<ObjectReader> JumpStartBucket::read(const std::string& key, const std::string& etag,
                                                    std::optional<ByteRange> range) {
  const auto now = content(key);
  const auto found = now->entries.find(key);
  if (found == now->entries.end()) {
    throw StoreError(StoreFault::NoSuchKey, "{} is not there", key);
  }
  const jumpstart::Entry& entry = found->second;
  if (entry.info.etag != etag) {
    throw StoreError(StoreFault::PreconditionFailed, "{} has changed meanwhile", key);
  }
  const ByteRange bytes = within(range, entry.info.size);
  if (entry.file.empty()) return std::make_unique<TextReader>(entry, bytes);
  return std::make_unique<FileReader>(entry, bytes);
}

Listing JumpStartBucket::list(const ListRequest& request) {
  const auto now = content(request.prefix);
  const PrefixWalk walk(request);
  Listing page;
  // A list may be asked to go on behind all that has its prefix.
  if (walk.start() >= walk.end()) return page;
  const auto end = now->entries.lower_bound(walk.end());
  std::string last;
  const bool shows_private = request.prefix.starts_with(jumpstart::kPrivateModels);
  for (auto at = now->entries.lower_bound(walk.start()); at != end;) {
    if (!shows_private && at->first.starts_with(jumpstart::kPrivateModels)) {
      at = now->entries.lower_bound(end_of_prefix(std::string(jumpstart::kPrivateModels)));
      continue;
    }
    if (page.objects.size() + page.common_prefixes.size() == request.limit) {
      page.next = last;
      break;
    }
    if (const auto common = walk.common_prefix(at->first)) {
      page.common_prefixes.push_back(*common);
      last = *common;
      at = now->entries.lower_bound(end_of_prefix(*common));
    } else {
      page.objects.push_back(at->second.info);
      page.objects.back().attributes = {};
      last = at->first;
      ++at;
    }
  }
  return page;
}

}  // namespace sempurna
