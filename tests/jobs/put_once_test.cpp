#include "jobs/put_once.h"

#include <gtest/gtest.h>

#include "jobs/seen_store.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

/// Counts what is put, and refuses a key.
struct CountingStore : public SeenStore {
  using SeenStore::SeenStore;
  std::unique_ptr<ObjectWriter> write(const std::string& b, const std::string& k,
                                      const ObjectAttributes& attributes) override {
    if (k == refused) throw Error(Code::Denied, "not {}", k);
    ++puts[k];
    return SeenStore::write(b, k, attributes);
  }
  std::string refused;
  std::map<std::string, int> puts;
};

class PuttingOnce : public testing::Test {
 protected:
  PuttingOnce() : disk_(root_.path() / "store"), store_(disk_) {
    disk_.create_bucket({.name = "results"});
    for (const char* name : {"a", "b", "c"}) write_file_atomic(root_.path() / name, name);
  }
  /// An attempt of a process of its own.
  void put_all(const fs::path& note) {
    PutOnce files(store_, "results", note);
    for (const std::string name : {"a", "b", "c"}) files.put(root_.path() / name, "out/" + name);
  }

  TemporaryFolder root_;
  DiskStore disk_;
  CountingStore store_;
};

TEST_F(PuttingOnce, AnAttemptGoesOnWhereTheLastOneEnded) {
  const fs::path note = root_.path() / "note";
  store_.refused = "out/c";
  expect_error(Code::Denied, "not out/c", [&] { put_all(note); });
  store_.refused = "";
  put_all(note);
  put_all(note);
  EXPECT_EQ(store_.puts, (std::map<std::string, int>{{"out/a", 1}, {"out/b", 1}, {"out/c", 1}}));
}

TEST_F(PuttingOnce, WithoutANoteAllIsPutAgain) {
  put_all("");
  put_all("");
  EXPECT_EQ(store_.puts["out/a"], 2);
}

}  // namespace
}  // namespace sempurna
