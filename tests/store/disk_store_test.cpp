#include "store/disk_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(DiskStore, GivesBackWhatWasWritten) {
  TemporaryFolder folder;
  DiskStore store(folder.path());
  store.create_bucket(
      {.name = "first", .region = "us-east-1", .owner = "1", .created = {}, .policy = {}});
  auto writer =
      store.write("first", "a/b", ObjectAttributes{.headers = {{"content-type", "text/plain"}}});
  writer->write("hello");
  const ObjectInfo info = writer->commit();
  EXPECT_EQ(info.etag, "5d41402abc4b2a76b9719d911017c592");
  auto reader = store.read("first", "a/b");
  std::string text(10, ' ');
  text.resize(reader->read(std::as_writable_bytes(std::span(text))));
  EXPECT_EQ(text, "hello");
  EXPECT_EQ(reader->info().attributes.headers.at("content-type"), "text/plain");
}

}  // namespace
}  // namespace sempurna
