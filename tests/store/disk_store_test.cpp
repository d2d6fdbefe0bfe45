#include "store/disk_store.h"

#include <fstream>

#include "store/frames.h"
#include "store_folder.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using DiskStoreTest = StoreFolder;

TEST_F(DiskStoreTest, GivesBackWhatWasWritten) {
  const ObjectAttributes attributes{.headers = {{"content-type", "text/plain"}},
                                    .metadata = {{"note", "bytes: \xE9\xFF"}, {"empty", ""}},
                                    .tags = {{"kind", "test"}}};
  auto writer = store->write("box", "a/b", {.attributes = attributes});
  writer->write("hel");
  writer->write("");
  writer->write("lo");
  writer->keep_checksum(DigestKind::Crc32, digest(DigestKind::Crc32, "hello"));
  const ObjectInfo written = writer->commit();
  writer.reset();
  EXPECT_EQ(written.etag, "5d41402abc4b2a76b9719d911017c592");

  for (int opened = 0; opened < 2; ++opened) {
    const auto reader = store->read("box", "a/b");
    EXPECT_EQ(read_all(*reader), "hello");
    for (const ObjectInfo& info : {written, reader->info(), store->head("box", "a/b").value()}) {
      EXPECT_EQ(info.bucket, "box");
      EXPECT_EQ(info.key, "a/b");
      EXPECT_EQ(info.size, 5);
      EXPECT_EQ(info.etag, written.etag);
      EXPECT_EQ(info.modified, clock.time);
      EXPECT_EQ(info.attributes.headers, attributes.headers);
      EXPECT_EQ(info.attributes.metadata, attributes.metadata);
      EXPECT_EQ(info.attributes.tags, attributes.tags);
      EXPECT_EQ(info.checksums.at(DigestKind::Crc32), digest(DigestKind::Crc32, "hello"));
      EXPECT_FALSE(info.seal.has_value());
      EXPECT_EQ(info.parts, 0);
    }
    open();
  }
}

TEST_F(DiskStoreTest, KeepsObjectsOfEverySizeAroundAFrame) {
  for (const size_t size : {size_t{0}, size_t{1}, kFrameBytes - 1, kFrameBytes, kFrameBytes + 1,
                            3 * kFrameBytes, 3 * kFrameBytes + 17}) {
    const std::string content = noise(size, size);
    EXPECT_EQ(put("size", content).size, size);
    EXPECT_EQ(store->head("box", "size")->etag.size(), 32);
    EXPECT_TRUE(get("size") == content) << size;
  }
}

TEST_F(DiskStoreTest, ReadsRanges) {
  const std::string content = noise(2 * kFrameBytes + 1000, 7);
  put("k", content);
  const std::pair<uint64_t, uint64_t> ranges[] = {{0, 1},
                                                  {0, kFrameBytes},
                                                  {kFrameBytes - 1, 2},
                                                  {kFrameBytes, 5},
                                                  {100, 3 * kFrameBytes},
                                                  {2 * kFrameBytes + 999, 1},
                                                  {content.size(), 10},
                                                  {1 << 30, 1}};
  for (const auto& [offset, length] : ranges) {
    const std::string expected = offset > content.size() ? "" : content.substr(offset, length);
    EXPECT_TRUE(get("k", ByteRange{offset, length}) == expected) << offset << " " << length;
  }
}

TEST_F(DiskStoreTest, AnObjectWithoutCommitNeverWas) {
  put("k", "before");
  {
    auto writer = store->write("box", "k", ObjectAttributes{});
    writer->write(noise(2 * kFrameBytes, 1));
    EXPECT_EQ(incoming().size(), 1);
    EXPECT_EQ(get("k"), "before");
  }
  EXPECT_EQ(get("k"), "before");
  EXPECT_THAT(incoming(), IsEmpty());
  EXPECT_EQ(objects().size(), 1);
}

TEST_F(DiskStoreTest, KeysAreDataAndNeverPaths) {
  const std::vector<std::string> keys = {".",
                                         "..",
                                         "/",
                                         "//",
                                         "a/../b",
                                         "a/b",
                                         "b",
                                         "../../etc/passwd",
                                         "a",
                                         "A",
                                         "a/",
                                         "\u00E9",
                                         "e\u0301",
                                         "CON",
                                         "a\nb",
                                         "%2e%2e",
                                         "\\",
                                         " ",
                                         std::string(1024, 'k'),
                                         std::string(1023, 'k')};
  for (const auto& key : keys) put(key, "of " + key);
  for (const auto& key : keys) EXPECT_EQ(get(key), "of " + key);
  EXPECT_EQ(store->list("box", {}).objects.size(), keys.size());
  EXPECT_EQ(objects().size(), keys.size());
  EXPECT_EQ(files_below(folder.path()).size(), keys.size() + 4)
      << "beside format, store.sqlite and its two companions";
}

TEST_F(DiskStoreTest, SaysWhatIsNotThere) {
  EXPECT_EQ(store->head("box", "none"), std::nullopt);
  expect_fault(StoreFault::NoSuchKey, "there is no object none in the bucket box",
               [&] { get("none"); });
  const auto in_none = [&](auto&& act) {
    expect_fault(StoreFault::NoSuchBucket, "there is no bucket none", act);
  };
  in_none([&] { store->head("none", "k"); });
  in_none([&] { store->read("none", "k"); });
  in_none([&] { store->write("none", "k", ObjectAttributes{}); });
  in_none([&] { store->remove("none", "k"); });
  in_none([&] { store->list("none", {}); });
  in_none([&] { store->set_tags("none", "k", {}); });
  in_none([&] { store->remove_bucket("none"); });
  in_none([&] { store->set_bucket_policy("none", "{}"); });
  in_none([&] { store->change_bucket_settings("none", [](BucketSettings&) {}); });
  in_none([&] { store->create_upload({.bucket = "none", .key = "k"}); });
  in_none([&] { store->upload("none", "k", "id"); });
  in_none([&] { store->uploads("none", {}, ""); });
  expect_fault(StoreFault::NoSuchKey, "none", [&] { store->set_tags("box", "none", {}); });
  EXPECT_NO_THROW(store->remove("box", "none"));
  expect_fault(StoreFault::InvalidKey, "empty", [&] { put("", ""); });
}

TEST_F(DiskStoreTest, ABucketKeepsWhatItsOwnerHasSet) {
  EXPECT_FALSE(store->bucket("box")->settings.default_seal);
  EXPECT_FALSE(store->bucket("box")->settings.public_access_block);
  store->change_bucket_settings("box", [](BucketSettings& settings) {
    settings.default_seal = DefaultSeal{"aws:kms", "alias/mine"};
    settings.tags = {{"team", "vision"}};
  });
  store->change_bucket_settings("box", [](BucketSettings& settings) {
    settings.public_access_block = PublicAccessBlock{true, false, true, false};
  });
  open();
  BucketSettings settings = store->bucket("box")->settings;
  EXPECT_EQ(settings.default_seal.value().algorithm, "aws:kms");
  EXPECT_EQ(settings.default_seal.value().key, "alias/mine");
  EXPECT_EQ(settings.tags.at("team"), "vision");
  EXPECT_TRUE(settings.public_access_block.value().block_public_policy);
  EXPECT_FALSE(settings.public_access_block.value().restrict_public_buckets);
  store->change_bucket_settings("box", [](BucketSettings& changed) { changed = {}; });
  settings = store->bucket("box")->settings;
  EXPECT_FALSE(settings.default_seal);
  EXPECT_FALSE(settings.public_access_block);
  EXPECT_TRUE(settings.tags.empty());
}

TEST_F(DiskStoreTest, BucketsAreMadeShownAndRemoved) {
  store->create_bucket({.name = "arc",
                        .region = "eu-west-1",
                        .owner = "000000000002",
                        .created = clock.time,
                        .policy = ""});
  expect_fault(StoreFault::BucketAlreadyOwnedByYou, "there is a bucket arc already",
               [&] { store->create_bucket({.name = "arc"}); });
  expect_fault(StoreFault::InvalidBucketName, "\"no\"",
               [&] { store->create_bucket({.name = "no"}); });
  store->set_bucket_policy("arc", R"({"Version":"2012-10-17"})");
  open();
  const auto buckets = store->buckets();
  ASSERT_EQ(buckets.size(), 2);
  EXPECT_EQ(buckets[0].name, "arc");
  EXPECT_EQ(buckets[1].name, "box");
  const Bucket arc = store->bucket("arc").value();
  EXPECT_EQ(arc.region, "eu-west-1");
  EXPECT_EQ(arc.owner, "000000000002");
  EXPECT_EQ(arc.created, clock.time);
  EXPECT_EQ(arc.policy, R"({"Version":"2012-10-17"})");
  EXPECT_FALSE(store->bucket("none"));

  put("k", "x");
  expect_fault(StoreFault::BucketNotEmpty, "box", [&] { store->remove_bucket("box"); });
  store->remove("box", "k");
  const Upload upload = store->create_upload({.bucket = "box", .key = "k"});
  auto part = store->write_part(upload, 1, {});
  part->write("part");
  part->commit();
  EXPECT_EQ(objects().size(), 1);
  store->remove_bucket("box");
  EXPECT_FALSE(store->bucket("box"));
  EXPECT_THAT(objects(), IsEmpty());
}

TEST_F(DiskStoreTest, TheFileOfAnObjectGoesWithIt) {
  put("k", "one");
  put("k", "two");
  EXPECT_EQ(objects().size(), 1);
  EXPECT_EQ(get("k"), "two");
  store->remove("box", "k");
  EXPECT_THAT(objects(), IsEmpty());
  EXPECT_EQ(store->head("box", "k"), std::nullopt);
}

TEST_F(DiskStoreTest, ConditionsDecideAboutTheWrite) {
  const auto with = [](std::string if_match, std::string if_none_match) {
    return WriteOptions{
        .conditions = {.if_match = std::move(if_match), .if_none_match = std::move(if_none_match)}};
  };
  expect_fault(StoreFault::NoSuchKey, "If-Match", [&] { put("k", "0", with("*", "")); });
  const ObjectInfo first = put("k", "1", with("", "*"));
  expect_fault(StoreFault::PreconditionFailed, "If-None-Match",
               [&] { put("k", "2", with("", "*")); });
  expect_fault(StoreFault::PreconditionFailed, "If-None-Match",
               [&] { put("k", "2", with("", first.etag)); });
  expect_fault(StoreFault::PreconditionFailed, "another than If-Match demands",
               [&] { put("k", "2", with("other", "")); });
  EXPECT_EQ(get("k"), "1");
  put("k", "3", with(first.etag, ""));
  put("k", "4", with("*", "other"));
  EXPECT_EQ(get("k"), "4");
  EXPECT_EQ(objects().size(), 1) << "refused writes leave nothing";
}

TEST_F(DiskStoreTest, ATimeNeverMovesBackwards) {
  const Time first = put("k", "1").modified;
  clock.time -= std::chrono::hours(24);
  EXPECT_EQ(put("k", "2").modified, first);
  EXPECT_EQ(put("new", "2").modified, clock.time);
  clock.time += std::chrono::hours(48);
  EXPECT_EQ(put("k", "3").modified, clock.time);
}

TEST_F(DiskStoreTest, CopiesShareTheirFiles) {
  const ObjectInfo source = put("k", "content", {.attributes = {.metadata = {{"a", "1"}}}});
  store->create_bucket({.name = "other"});
  clock.time += std::chrono::seconds(1);
  const ObjectInfo copy = store->copy(source, "other", "copy", std::nullopt, {});
  EXPECT_EQ(copy.etag, source.etag);
  EXPECT_EQ(copy.modified, clock.time);
  EXPECT_EQ(copy.attributes.metadata.at("a"), "1");
  EXPECT_EQ(objects().size(), 1);
  // Onto itself, with other attributes.
  store->copy(source, "box", "k", ObjectAttributes{.metadata = {{"b", "2"}}}, {});
  EXPECT_EQ(store->head("box", "k")->attributes.metadata,
            (std::map<std::string, std::string>{{"b", "2"}}));
  store->remove("box", "k");
  EXPECT_EQ(read_all(*store->read("other", "copy")), "content");
  store->remove("other", "copy");
  EXPECT_THAT(objects(), IsEmpty());
  expect_fault(StoreFault::NoSuchKey, "k", [&] { store->copy(source, "box", "x", {}, {}); });
}

TEST_F(DiskStoreTest, ACopyIsOfTheObjectThatWasSeen) {
  const ObjectInfo seen = put("k", "1");
  put("k", "2");
  expect_fault(StoreFault::PreconditionFailed, "replaced by another",
               [&] { store->copy(seen, "box", "copy", {}, {}); });
  expect_fault(StoreFault::PreconditionFailed, "replaced by another",
               [&] { store->read_sealed("box", "k", seen.etag, {}); });
  const ObjectInfo now = store->head("box", "k").value();
  expect_fault(StoreFault::PreconditionFailed, "If-None-Match",
               [&] { store->copy(now, "box", "k", {}, {.if_none_match = "*"}); });
  EXPECT_EQ(read_all(*store->read_sealed("box", "k", now.etag, {})), "2");
}

TEST_F(DiskStoreTest, TagsAreReplacedAlone) {
  const ObjectInfo before =
      put("k", "1", {.attributes = {.metadata = {{"m", "1"}}, .tags = {{"a", "1"}}}});
  clock.time += std::chrono::seconds(1);
  store->set_tags("box", "k", {{"b", "2"}});
  const ObjectInfo after = store->head("box", "k").value();
  EXPECT_EQ(after.attributes.tags, (std::map<std::string, std::string>{{"b", "2"}}));
  EXPECT_EQ(after.attributes.metadata, before.attributes.metadata);
  EXPECT_EQ(after.modified, before.modified);
  EXPECT_EQ(after.etag, before.etag);
}

TEST_F(DiskStoreTest, AReaderGoesOnWhenItsObjectIsReplacedOrRemoved) {
  const std::string content = noise(3 * kFrameBytes, 3);
  put("k", content);
  const auto replaced = store->read("box", "k");
  put("k", "other");
  EXPECT_TRUE(read_all(*replaced, 1000) == content);
  const auto removed = store->read("box", "k");
  store->remove("box", "k");
  EXPECT_EQ(read_all(*removed), "other");
}

TEST_F(DiskStoreTest, OfALaterFormatIsRefused) {
  store.reset();
  std::ofstream(path / "format") << "2\n";
  expect_error(Code::Conflict, "later version of sempurna (format 2, this one knows 1)",
               [&] { open(); });
  std::ofstream(path / "format") << "what\n";
  expect_error(Code::DataCorrupt, "does not hold the number of a format", [&] { open(); });
  std::ofstream(path / "format") << "1\n";
  open();
  EXPECT_TRUE(store->bucket("box"));
}

TEST_F(DiskStoreTest, SweepsWhatNothingNames) {
  put("k", "kept");
  store.reset();
  const std::string stray(32, 'a');
  std::ofstream(path / "incoming" / stray) << "half";
  std::ofstream(path / "objects" / "aa" / stray) << "whole, but nobody's";
  std::ofstream(path / "objects" / "aa" / "README") << "not ours";
  open();
  EXPECT_THAT(incoming(), IsEmpty());
  store->sweep();
  EXPECT_FALSE(fs::exists(path / "objects" / "aa" / stray));
  EXPECT_TRUE(fs::exists(path / "objects" / "aa" / "README"));
  EXPECT_EQ(get("k"), "kept");
  std::ofstream(path / "objects" / "ff" / std::string(32, 'f')) << "another";
  EXPECT_EQ(store->sweep(), 1);
  EXPECT_EQ(get("k"), "kept");
}

TEST_F(DiskStoreTest, ASweepSparesWhatIsOnItsWay) {
  auto writer = store->write("box", "k", ObjectAttributes{});
  writer->write("on its way");
  EXPECT_EQ(store->sweep(), 0);
  writer->commit();
  EXPECT_EQ(store->sweep(), 0);
  EXPECT_EQ(get("k"), "on its way");
}

}  // namespace
}  // namespace sempurna
