#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "store/disk_store.h"

namespace sempurna {

/// A clock that stands where it is put.
class SetClock : public Clock {
 public:
  Time now() const override { return time; }
  Time time = Time(std::chrono::milliseconds(1'700'000'000'123));
};

inline std::string read_all(ObjectReader& reader, size_t at_once = 100'000) {
  std::string all;
  std::string piece(at_once, '\0');
  while (const size_t n = reader.read(std::as_writable_bytes(std::span(piece)))) {
    all.append(piece, 0, n);
  }
  return all;
}

/// Bytes without a pattern, the same for the same seed.
inline std::string noise(size_t size, uint64_t seed) {
  std::string bytes(size, '\0');
  Random random(seed);
  for (auto& byte : bytes) byte = static_cast<char>(random.next());
  return bytes;
}

inline std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Where tests may keep files that need no disk under them.
inline fs::path memory_folder() {
  const fs::path shared_memory = "/dev/shm";
  return ::access(shared_memory.c_str(), W_OK) == 0 ? shared_memory : fs::path();
}

/// A store with a bucket "box".
class StoreFolder : public testing::Test {
 protected:
  StoreFolder() {
    open();
    store->create_bucket({.name = "box", .region = "us-east-1", .owner = "000000000001"});
  }

  void open() {
    store.reset();
    store = std::make_unique<DiskStore>(path, clock);
  }

  ObjectInfo put(const std::string& key, std::string_view content,
                 const WriteOptions& options = {}) {
    auto writer = store->write("box", key, options);
    writer->write(content);
    return writer->commit();
  }

  std::string get(const std::string& key, std::optional<ByteRange> range = std::nullopt) {
    return read_all(*store->read("box", key, range));
  }

  std::vector<fs::path> objects() const { return files_below(path / "objects"); }
  std::vector<fs::path> incoming() const { return files_below(path / "incoming"); }

  TemporaryFolder folder{memory_folder()};
  fs::path path = folder.path() / "store";
  SetClock clock;
  std::unique_ptr<DiskStore> store;
};

/// Fails unless `act` throws that fault, with `part` in its message.
template <typename Act>
void expect_fault(StoreFault fault, std::string_view part, Act&& act) {
  try {
    act();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.fault(), fault) << error.what();
    EXPECT_THAT(error.what(), testing::HasSubstr(std::string(part)));
    return;
  }
  ADD_FAILURE() << "nothing was thrown where \"" << part << "\" was expected";
}

}  // namespace sempurna
