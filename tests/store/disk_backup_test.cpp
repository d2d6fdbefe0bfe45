#include <atomic>
#include <fstream>
#include <thread>

#include "store_folder.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

class DiskBackup : public StoreFolder {
 protected:
  fs::path copy = folder.path() / "copy";

  /// Every object of a store, read whole.
  static std::map<std::string, std::string> content(DiskStore& from) {
    std::map<std::string, std::string> all;
    for (const auto& object : from.list("box", {.limit = 100'000}).objects) {
      all[object.key] = read_all(*from.read("box", object.key));
    }
    return all;
  }
};

TEST_F(DiskBackup, IsAStoreWithTheSameObjects) {
  for (int i = 0; i < 20; ++i) put(std::to_string(i), noise(1000, i));
  const Upload upload = store->create_upload({.bucket = "box", .key = "k"});
  auto part = store->write_part(upload, 1, {});
  part->write("part");
  const std::string etag = part->commit().etag;
  const auto before = content(*store);
  store->backup(copy);
  EXPECT_FALSE(fs::exists(folder.path() / "copy.partial"));
  for (int i = 0; i < 20; ++i) store->remove("box", std::to_string(i));
  DiskStore copied(copy, clock);
  EXPECT_EQ(content(copied), before);
  copied.complete(copied.upload("box", "k", upload.id), {{1, etag, {}}}, {});
  EXPECT_EQ(read_all(*copied.read("box", "k")), "part");
  EXPECT_EQ(copied.sweep(), 0);
}

TEST_F(DiskBackup, DoesNotOverwrite) {
  fs::create_directories(copy);
  expect_error(Code::AlreadyExists, "is there already", [&] { store->backup(copy); });
}

TEST_F(DiskBackup, IsOfOneMomentWhileOthersWrite) {
  for (int i = 0; i < 50; ++i) put(std::to_string(i), "0");
  std::atomic<bool> is_done = false;
  std::vector<std::jthread> writers;
  for (int t = 0; t < 3; ++t) {
    writers.emplace_back([&, t] {
      for (int i = t; !is_done; i += 3) put(std::to_string(i % 50), std::to_string(i));
    });
  }
  for (int round = 0; round < 3; ++round) {
    const fs::path here = folder.path() / ("copy" + std::to_string(round));
    store->backup(here);
    DiskStore copied(here, clock);
    EXPECT_EQ(content(copied).size(), 50);
    copied.verify([](const DiskStore::Damage& damage) { ADD_FAILURE() << damage.what; });
  }
  is_done = true;
  writers.clear();
  EXPECT_EQ(objects().size(), 50) << "files that were kept for the backup are gone";
}

}  // namespace
}  // namespace sempurna
