#include "store/disk_index.h"
#include "store_folder.h"

namespace sempurna {
namespace {

using testing::IsEmpty;

class DiskLimits : public StoreFolder {
 protected:
  uint64_t bytes() { return DiskIndex(path / "store.sqlite").bytes_in("box"); }

  Upload begin(const std::string& key) {
    return store->create_upload({.bucket = "box", .key = key});
  }

  std::string put_part(const Upload& upload, int number, const std::string& content) {
    auto part = store->write_part(upload, number, {});
    part->write(content);
    return part->commit().etag;
  }

  void expect_over(const std::function<void()>& act) {
    expect_fault(StoreFault::QuotaExceeded, "the bucket box may hold 100 bytes", act);
  }
};

TEST_F(DiskLimits, BytesAreCountedAsTheyComeAndGo) {
  const ObjectInfo ten = put("a", std::string(10, 'x'));
  put("b", std::string(20, 'x'));
  EXPECT_EQ(bytes(), 30);
  put("b", std::string(5, 'x'));
  store->copy(ten, "box", "c", {}, {});
  EXPECT_EQ(bytes(), 25);
  const Upload upload = begin("u");
  put_part(upload, 1, std::string(7, 'x'));
  const std::string etag = put_part(upload, 1, std::string(8, 'x'));
  put_part(upload, 2, std::string(3, 'x'));
  EXPECT_EQ(bytes(), 36);
  store->complete(upload, {{1, etag, {}}}, {});
  EXPECT_EQ(bytes(), 33);
  const Upload other = begin("v");
  put_part(other, 1, std::string(50, 'x'));
  store->abort(other);
  store->remove_all("box", {"a", "b", "none"});
  EXPECT_EQ(bytes(), 18);
}

TEST_F(DiskLimits, AWriteBeyondTheQuotaLeavesWhatIsThere) {
  store->set_limits({.bucket_bytes = {{"box", 100}}});
  put("a", std::string(60, 'x'));
  expect_over([&] { put("b", std::string(41, 'x')); });
  expect_over([&] { put("a", std::string(101, 'x')); });
  EXPECT_EQ(get("a").size(), 60);
  EXPECT_EQ(objects().size(), 1);
  EXPECT_THAT(incoming(), IsEmpty());
  put("b", std::string(40, 'x'));
  expect_over([&] { store->copy(*store->head("box", "b"), "box", "c", {}, {}); });
  put("b", "smaller");
  store->copy(*store->head("box", "b"), "box", "c", {}, {});
}

TEST_F(DiskLimits, PartsCountTooAndACompletedUploadNotTwice) {
  store->set_limits({.bucket_bytes = {{"box", 100}}});
  const Upload upload = begin("u");
  const std::string etag = put_part(upload, 1, std::string(90, 'x'));
  expect_over([&] { put_part(upload, 2, std::string(11, 'x')); });
  expect_over([&] { put("a", std::string(11, 'x')); });
  store->complete(upload, {{1, etag, {}}}, {});
  EXPECT_EQ(get("u").size(), 90);
}

TEST_F(DiskLimits, AQuotaBelowWhatIsThereLetsItShrink) {
  put("a", std::string(200, 'x'));
  put("b", std::string(200, 'x'));
  store->set_limits({.other_buckets_bytes = 100});
  expect_over([&] { put("c", ""); });
  store->set_limits({.bucket_bytes = {{"box", 300}}, .other_buckets_bytes = 100});
  store->remove("box", "a");
  put("b", std::string(150, 'x'));
  EXPECT_EQ(bytes(), 150);
}

TEST_F(DiskLimits, UploadsThatAreNotCompletedAreBounded) {
  store->set_limits({.open_uploads = 2});
  const Upload first = begin("a");
  begin("a");
  expect_fault(StoreFault::QuotaExceeded, "has 2 uploads that are not completed",
               [&] { begin("b"); });
  store->abort(first);
  begin("b");
}

TEST_F(DiskLimits, OldUploadsAreAbortedWithTheirParts) {
  const Upload old = begin("a");
  put_part(old, 1, "part");
  clock.time += std::chrono::hours(24);
  const Upload young = begin("a");
  EXPECT_EQ(store->abort_older(clock.time - std::chrono::hours(1)), 1);
  expect_fault(StoreFault::NoSuchUpload, "", [&] { store->upload("box", "a", old.id); });
  EXPECT_EQ(store->upload("box", "a", young.id).id, young.id);
  EXPECT_THAT(objects(), IsEmpty());
  EXPECT_EQ(bytes(), 0);
}

}  // namespace
}  // namespace sempurna
