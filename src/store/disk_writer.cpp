#include "store/disk_writer.h"

#include <utility>

#include "base/base64.h"
#include "store/background_digest.h"
#include "store/frame_writer.h"

namespace sempurna {

namespace {

class FileWriter : public DiskWriter {
 public:
  FileWriter(StoredFiles& files, IndexWriter& index, const DataKey& key, NameWritten name)
      : files_(files),
        index_(index),
        name_(std::move(name)),
        file_(std::make_unique<NewFile>(files)),
        frames_(*file_, key) {}

  void write(std::span<const std::byte> bytes) override {
    md5_.update(bytes);
    frames_.write(bytes);
  }

  void keep_checksum(DigestKind kind, std::string raw) override {
    written_.checksums[kind] = std::move(raw);
  }

  ObjectInfo commit() override {
    frames_.finish();
    file_->place();
    written_.segment = {.file = file_->id(), .size = frames_.size()};
    written_.etag = encode_hex(md5_.finish());
    ObjectInfo info;
    FileIds unneeded;
    index_.commit([&](DiskIndex& index) { unneeded = name_(index, written_, info); }, file_.get());
    files_.remove(unneeded);
    return info;
  }

 private:
  StoredFiles& files_;
  IndexWriter& index_;
  NameWritten name_;
  std::unique_ptr<NewFile> file_;
  FrameWriter frames_;
  BackgroundDigest md5_{DigestKind::Md5};
  Written written_;
};

}  // namespace

std::unique_ptr<DiskWriter> make_disk_writer(StoredFiles& files, IndexWriter& index,
                                             const DataKey& key, NameWritten name) {
  return std::make_unique<FileWriter>(files, index, key, std::move(name));
}

}  // namespace sempurna
