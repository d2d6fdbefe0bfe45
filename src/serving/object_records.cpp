#include "serving/object_records.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "store/gzip.h"

namespace sempurna {

namespace {

constexpr size_t kPiece = 256 << 10;

/// A copy of a packed object, which is read as a file, as long as this lives.
class PackedCopy {
 public:
  PackedCopy(ObjectReader& reader, const fs::path& folder) : own_(folder) {
    AtomicFile file(path());
    std::vector<std::byte> piece(kPiece);
    while (const size_t count = reader.read(piece)) {
      file.write(std::span<const std::byte>(piece).first(count));
    }
    file.commit();
    told([&] { unpacked_.emplace(path()); });
  }

  size_t read(std::span<std::byte> bytes) {
    size_t count = 0;
    told([&] { count = unpacked_->read(bytes); });
    return count;
  }

 private:
  template <typename Work>
  static void told(const Work& work) {
    try {
      work();
    } catch (const Error& error) {
      if (error.code() != Code::DataCorrupt && error.code() != Code::InvalidArgument) throw;
      throw Error(Code::DataCorrupt, "the object is no whole gzip file, as CompressionType says");
    }
  }
  fs::path path() const { return own_.path() / "object"; }

  TemporaryFolder own_;
  std::optional<GzipReader> unpacked_;
};

ByteSource open(ObjectStore& objects, const TransformPlan& plan, const TransformInput& input,
                const fs::path& folder) {
  const std::shared_ptr<ObjectReader> reader = objects.read(input.bucket, input.key);
  if (!plan.is_packed) {
    return [reader](std::span<std::byte> bytes) { return reader->read(bytes); };
  }
  const auto copy = std::make_shared<PackedCopy>(*reader, folder);
  return [copy](std::span<std::byte> bytes) { return copy->read(bytes); };
}

}  // namespace

std::string place_of_record(const std::string& place, uint64_t line) {
  return line == 0 ? place : fmt::format("{}, line {}", place, line);
}

ObjectRecords::ObjectRecords(ObjectStore& objects, const TransformPlan& plan,
                             const TransformInput& input, const fs::path& folder)
    : place_(input.place()) {
  try {
    records_.emplace(open(objects, plan, input, folder), plan.by_line,
                     static_cast<size_t>(plan.most_bytes));
  } catch (const Error& error) {
    throw Error(error.code(), "{} cannot be read: {}", place_, error.what());
  }
}

std::optional<std::string> ObjectRecords::next() {
  try {
    return records_->next();
  } catch (const Error& error) {
    throw Error(error.code(), "{}: {}", place_of_record(place_, line()), error.what());
  }
}

}  // namespace sempurna
