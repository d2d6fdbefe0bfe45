#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "store/fault_point.h"
#include "store_folder.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::IsEmpty;

class DiskFaults : public StoreFolder {
 protected:
  ~DiskFaults() override { set_fault(""); }

  /// "k" holds "old", and nothing is left of what failed.
  void expect_old() {
    set_fault("");
    EXPECT_EQ(get("k"), "old");
    EXPECT_EQ(store->list("box", {}).objects.size(), 1);
    EXPECT_EQ(objects().size(), 1);
    EXPECT_THAT(incoming(), IsEmpty());
  }
};

TEST_F(DiskFaults, AFullDiskFailsTheWriteAndNothingElse) {
  put("k", "old");
  for (const char* step : {"create", "write", "sync", "rename", "sync-folder", "commit"}) {
    set_fault(std::string(step) + ":1:full");
    expect_fault(StoreFault::DiskFull, "the disk is full; free some space and try again",
                 [&] { put("k", "new"); });
    EXPECT_EQ(get("k"), "old") << step;
    expect_old();
  }
  put("k", "new");
  EXPECT_EQ(get("k"), "new");
}

TEST_F(DiskFaults, AReadOnlyOrBrokenDiskIsSaidAsSuch) {
  put("k", "old");
  for (const char* step : {"create", "write", "sync", "rename", "sync-folder", "commit"}) {
    set_fault(std::string(step) + ":1:read-only");
    expect_error(Code::Denied, "check its permissions", [&] { put("k", "new"); });
    expect_old();
    set_fault(std::string(step) + ":1:io");
    expect_error(Code::Unavailable, "Input/output error", [&] { put("k", "new"); });
    expect_old();
  }
}

TEST_F(DiskFaults, AFullDiskFailsPartsCopiesAndRemovalsToo) {
  const ObjectInfo old = put("k", "old");
  const Upload upload = store->create_upload({.bucket = "box", .key = "k"});
  set_fault("sync:1:full");
  auto part = store->write_part(upload, 1, {});
  part->write("new");
  expect_fault(StoreFault::DiskFull, "full", [&] { part->commit(); });
  part.reset();
  set_fault("commit:1:full");
  expect_fault(StoreFault::DiskFull, "full", [&] { store->copy(old, "box", "copy", {}, {}); });
  expect_fault(StoreFault::DiskFull, "full", [&] { store->remove("box", "k"); });
  expect_fault(StoreFault::DiskFull, "full", [&] { store->abort(upload); });
  expect_fault(StoreFault::DiskFull, "full", [&] { store->create_bucket({.name = "other"}); });
  expect_old();
  EXPECT_THAT(store->parts(upload, 0, 10), IsEmpty());
}

TEST_F(DiskFaults, AFileThatCannotBeUnlinkedIsSweptLater) {
  put("k", "old");
  store->sweep();
  set_fault("unlink:1:io");
  put("k", "new");
  EXPECT_EQ(get("k"), "new");
  set_fault("");
  // The one that runs in the background may have been first.
  store->sweep();
  EXPECT_EQ(objects().size(), 1);
  EXPECT_EQ(get("k"), "new");
}

TEST_F(DiskFaults, HappenAtTheirCountAndLater) {
  set_fault("create:3:full");
  put("a", "1");
  put("b", "2");
  for (int i = 0; i < 2; ++i) expect_fault(StoreFault::DiskFull, "full", [&] { put("c", "3"); });
  set_fault("");
  put("c", "3");
}

TEST(FaultPoint, RefusesWhatItDoesNotKnow) {
  for (const char* wrong :
       {"write", "write:", "write:0", "write:x", "write:1:", "write:1:odd", ":1", "write:1x"}) {
    expect_error(Code::InvalidArgument, "is no fault", [&] { set_fault(wrong); });
  }
  EXPECT_EQ(fault_at("write"), 0);
}

/// A file system of a few megabytes beside the reserve.
class SmallDisk : public testing::Test {
 protected:
  void SetUp() override {
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=20m") != 0) {
      GTEST_SKIP() << "no file system can be mounted here: " << std::strerror(errno);
    }
    is_mounted = true;
  }
  void TearDown() override {
    if (is_mounted) ::umount2(folder.path().c_str(), MNT_DETACH);
  }

  void put(DiskStore& store, const std::string& key, const std::string& content) {
    auto writer = store.write("box", key, WriteOptions{});
    writer->write(content);
    writer->commit();
    written[key] = content;
  }

  void expect_all(DiskStore& store) {
    EXPECT_EQ(store.list("box", {}).objects.size(), written.size());
    for (const auto& [key, content] : written) {
      EXPECT_TRUE(read_all(*store.read("box", key)) == content) << key;
    }
    EXPECT_THAT(files_below(path / "incoming"), IsEmpty());
    EXPECT_EQ(files_below(path / "objects").size(), written.size());
  }

  TemporaryFolder folder;
  fs::path path = folder.path() / "store";
  std::map<std::string, std::string> written;
  bool is_mounted = false;
};

TEST_F(SmallDisk, ThatIsFilledByTheStoreLetsObjectsBeRemoved) {
  DiskStore store(path);
  store.create_bucket({.name = "box"});
  expect_fault(StoreFault::DiskFull, "the disk is full", [&] {
    for (int i = 0; i < 100; ++i) put(store, std::to_string(i), noise(300'000, i));
  });
  EXPECT_GT(written.size(), 2);
  expect_all(store);
  store.remove("box", "0");
  written.erase("0");
  put(store, "fits", noise(200'000, 0));
  expect_all(store);
}

TEST_F(SmallDisk, ThatOthersFillLeavesEverythingReadable) {
  {
    DiskStore store(path);
    store.create_bucket({.name = "box"});
    for (int i = 0; i < 5; ++i) put(store, std::to_string(i), noise(100'000, i));
    std::ofstream filler(folder.path() / "filler");
    const std::string zeros(4096, '0');
    while (filler << zeros << std::flush) {
    }
    expect_fault(StoreFault::DiskFull, "the disk is full", [&] { put(store, "new", "x"); });
    expect_fault(StoreFault::DiskFull, "free some space", [&] {
      for (int i = 0; i < 1000; ++i) store.set_tags("box", "0", {{"tag", std::to_string(i)}});
    });
    expect_all(store);
  }
  fs::remove(folder.path() / "filler");
  DiskStore store(path);
  expect_all(store);
  put(store, "new", "x");
  expect_all(store);
}

}  // namespace
}  // namespace sempurna
