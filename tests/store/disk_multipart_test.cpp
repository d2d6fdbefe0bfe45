#include "base/base64.h"
#include "store/frames.h"
#include "store_folder.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DiskMultipart : public StoreFolder {
 protected:
  ObjectInfo put_part(const Upload& upload, int number, std::string_view content,
                      std::optional<DigestKind> kind = std::nullopt) {
    auto writer = store->write_part(upload, number, {});
    writer->write(content);
    if (kind) writer->keep_checksum(*kind, digest(*kind, content));
    return writer->commit();
  }

  std::vector<PartChoice> all_parts(const Upload& upload) {
    std::vector<PartChoice> choices;
    for (const auto& part : store->parts(upload, 0, kMaxParts)) {
      choices.push_back({.number = part.number, .etag = part.etag, .checksums = {}});
    }
    return choices;
  }

  Upload begin(const std::string& key = "k") {
    return store->create_upload({.bucket = "box", .key = key});
  }

  const std::string first = noise(kMinPartBytes, 1);
  const std::string second = noise(kMinPartBytes + 12'345, 2);
  const std::string third = noise(1000, 3);
};

TEST_F(DiskMultipart, PartsBecomeTheObject) {
  const Upload upload =
      store->create_upload({.bucket = "box",
                            .key = "k",
                            .attributes = {.metadata = {{"a", "1"}}, .tags = {{"t", "2"}}}});
  EXPECT_EQ(upload.started, clock.time);
  put_part(upload, 7, third);
  put_part(upload, 2, "to be replaced");
  put_part(upload, 1, first);
  put_part(upload, 2, second);
  EXPECT_EQ(store->head("box", "k"), std::nullopt);
  const ObjectInfo info = store->complete(upload, all_parts(upload), {});
  std::string etags;
  for (const auto& part : {first, second, third}) etags += digest(DigestKind::Md5, part);
  EXPECT_EQ(info.etag, encode_hex(digest(DigestKind::Md5, etags)) + "-3");
  EXPECT_EQ(info.parts, 3);
  const std::string whole = first + second + third;
  EXPECT_EQ(info.size, whole.size());
  open();
  EXPECT_TRUE(get("k") == whole);
  EXPECT_EQ(store->head("box", "k")->attributes.metadata.at("a"), "1");
  EXPECT_EQ(store->head("box", "k")->attributes.tags.at("t"), "2");
  EXPECT_EQ(store->list("box", {}).objects.front().parts, 3);
  EXPECT_EQ(objects().size(), 3);
  for (const auto& [offset, length] :
       std::vector<std::pair<uint64_t, uint64_t>>{{first.size() - 1, 2},
                                                  {first.size(), 10},
                                                  {kFrameBytes, kFrameBytes},
                                                  {first.size() - 5, second.size() + 10},
                                                  {whole.size() - 1, 1},
                                                  {whole.size(), 1}}) {
    EXPECT_TRUE(get("k", ByteRange{offset, length}) == whole.substr(offset, length)) << offset;
  }
  expect_fault(StoreFault::NoSuchUpload, upload.id, [&] { store->upload("box", "k", upload.id); });
}

TEST_F(DiskMultipart, IsReadOnWhenItIsReplaced) {
  const Upload upload = begin();
  put_part(upload, 1, first);
  put_part(upload, 2, third);
  store->complete(upload, all_parts(upload), {});
  auto reader = store->read("box", "k");
  auto other = store->read("box", "k");
  put("k", "other");
  EXPECT_EQ(objects().size(), 3);
  EXPECT_TRUE(read_all(*reader) == first + third);
  reader.reset();
  EXPECT_EQ(objects().size(), 3) << "another still reads";
  other.reset();
  EXPECT_EQ(objects().size(), 1);
}

TEST_F(DiskMultipart, UnchosenPartsGo) {
  const Upload upload = begin();
  put_part(upload, 1, "left out");
  const ObjectInfo chosen = put_part(upload, 2, "chosen");
  store->complete(upload, {{.number = 2, .etag = chosen.etag, .checksums = {}}}, {});
  EXPECT_EQ(get("k"), "chosen");
  EXPECT_EQ(objects().size(), 1);
}

TEST_F(DiskMultipart, WrongChoicesAreRefusedAndTheUploadStays) {
  const Upload upload = begin();
  put_part(upload, 1, "small", DigestKind::Crc32);
  put_part(upload, 2, third);
  const auto choices = all_parts(upload);
  const auto refuse = [&](StoreFault fault, const char* part, std::vector<PartChoice> chosen) {
    expect_fault(fault, part, [&] { store->complete(upload, chosen, {}); });
  };
  refuse(StoreFault::InvalidPart, "no part is named", {});
  refuse(StoreFault::InvalidPart, "part 3 was not uploaded", {{3, choices[0].etag, {}}});
  refuse(StoreFault::InvalidPart, "part 1 has another ETag than", {{1, choices[1].etag, {}}});
  refuse(StoreFault::InvalidPart, "another checksum",
         {{1, choices[0].etag, {{DigestKind::Crc32, "1234"}}}});
  refuse(StoreFault::InvalidPart, "another checksum",
         {{1, choices[0].etag, {{DigestKind::Sha1, "1234"}}}});
  refuse(StoreFault::InvalidPartOrder, "part 1 is named after part 2", {choices[1], choices[0]});
  refuse(StoreFault::InvalidPartOrder, "part 1 is named after part 1", {choices[0], choices[0]});
  refuse(StoreFault::EntityTooSmall, "part 1 has 5 bytes; every part but the last needs 5242880",
         choices);
  expect_fault(StoreFault::NoSuchKey, "If-Match",
               [&] { store->complete(upload, {choices[0]}, {.if_match = "*"}); });
  store->complete(upload,
                  {{1, choices[0].etag, {{DigestKind::Crc32, digest(DigestKind::Crc32, "small")}}}},
                  {});
  EXPECT_EQ(get("k"), "small");
  refuse(StoreFault::NoSuchUpload, upload.id.c_str(), choices);
}

TEST_F(DiskMultipart, AChecksumOfTheWholeIsMadeOfTheParts) {
  for (const auto kind : {DigestKind::Crc32, DigestKind::Crc32c, DigestKind::Crc64Nvme}) {
    const Upload upload = store->create_upload(
        {.bucket = "box", .key = "k", .checksum = kind, .checksum_of_whole = true});
    put_part(upload, 1, first, kind);
    put_part(upload, 2, third, kind);
    const std::string right = digest(kind, first + third);
    expect_fault(StoreFault::BadDigest, "another checksum", [&] {
      store->complete(upload, all_parts(upload), {}, {{kind, std::string(right.size(), 'x')}});
    });
    const ObjectInfo info = store->complete(upload, all_parts(upload), {}, {{kind, right}});
    EXPECT_EQ(info.checksums.at(kind), right);
    EXPECT_FALSE(info.checksums_are_composite);
  }
  expect_error(Code::InvalidArgument, "only a CRC", [&] {
    store->create_upload(
        {.bucket = "box", .key = "k", .checksum = DigestKind::Sha256, .checksum_of_whole = true});
  });
}

TEST_F(DiskMultipart, ACompositeChecksumIsThatOfThePartsChecksums) {
  const auto kind = DigestKind::Sha256;
  const Upload upload = store->create_upload({.bucket = "box", .key = "k", .checksum = kind});
  EXPECT_EQ(store->upload("box", "k", upload.id).checksum, kind);
  put_part(upload, 1, first, kind);
  put_part(upload, 2, third, kind);
  EXPECT_EQ(store->parts(upload, 0, 10).back().checksums.at(kind), digest(kind, third));
  store->complete(upload, all_parts(upload), {});
  const ObjectInfo info = store->head("box", "k").value();
  EXPECT_EQ(info.checksums.at(kind), digest(kind, digest(kind, first) + digest(kind, third)));
  EXPECT_TRUE(info.checksums_are_composite);
}

TEST_F(DiskMultipart, APartWithoutAChecksumLeavesTheObjectWithoutOne) {
  const Upload upload =
      store->create_upload({.bucket = "box", .key = "k", .checksum = DigestKind::Crc32});
  put_part(upload, 1, third);
  EXPECT_THAT(store->complete(upload, all_parts(upload), {}).checksums, IsEmpty());
}

TEST_F(DiskMultipart, AbortingLeavesNothing) {
  const Upload upload = begin();
  put_part(upload, 1, third);
  auto late = store->write_part(upload, 2, {});
  late->write("late");
  store->abort(upload);
  expect_fault(StoreFault::NoSuchUpload, upload.id, [&] { late->commit(); });
  late.reset();
  expect_fault(StoreFault::NoSuchUpload, upload.id, [&] { store->abort(upload); });
  EXPECT_THAT(objects(), IsEmpty());
  EXPECT_THAT(incoming(), IsEmpty());
}

TEST_F(DiskMultipart, PartsAreNumberedFrom1To10000) {
  const Upload upload = begin();
  put_part(upload, 10'000, "last");
  for (const int number : {0, -1, 10'001}) {
    expect_error(Code::InvalidArgument, "not one of 1 to 10000",
                 [&] { store->write_part(upload, number, {}); });
  }
}

TEST_F(DiskMultipart, PartsAreListedInPages) {
  const Upload upload = begin();
  for (const int number : {5, 1, 3}) put_part(upload, number, std::to_string(number));
  const auto numbers = [&](int after, size_t limit) {
    std::vector<int> found;
    for (const auto& part : store->parts(upload, after, limit)) found.push_back(part.number);
    return found;
  };
  EXPECT_THAT(numbers(0, 2), ElementsAre(1, 3));
  EXPECT_THAT(numbers(3, 2), ElementsAre(5));
  EXPECT_THAT(numbers(5, 2), IsEmpty());
  EXPECT_EQ(store->parts(upload, 0, 1).front().etag, encode_hex(digest(DigestKind::Md5, "1")));
  EXPECT_EQ(store->parts(upload, 0, 1).front().size, 1);
}

TEST_F(DiskMultipart, UploadsAreListedByKeyAndStart) {
  std::vector<std::string> begun;
  for (const char* key : {"b", "a/1", "b", "a/2", "c", "b"}) {
    clock.time += std::chrono::seconds(1);
    begun.push_back(std::string(key) + " " + begin(key).id);
  }
  const auto list = [&](const ListRequest& request, const std::string& after_id = "") {
    const UploadListing page = store->uploads("box", request, after_id);
    std::vector<std::string> all = page.common_prefixes;
    for (const auto& upload : page.uploads) all.push_back(upload.key + " " + upload.id);
    return std::pair(all, page);
  };
  const auto [all, whole] = list({});
  EXPECT_THAT(all, ElementsAre(begun[1], begun[3], begun[0], begun[2], begun[5], begun[4]));
  EXPECT_FALSE(whole.is_truncated);
  EXPECT_THAT(list({.delimiter = "/"}).first,
              ElementsAre("a/", begun[0], begun[2], begun[5], begun[4]));
  EXPECT_THAT(list({.prefix = "a/"}).first, ElementsAre(begun[1], begun[3]));
  EXPECT_THAT(list({.after = "b"}).first, ElementsAre(begun[4]));
  EXPECT_THAT(list({.limit = 0}).first, IsEmpty());
  // Page by page.
  std::vector<std::string> paged;
  ListRequest request{.delimiter = "/", .limit = 1};
  std::string after_id;
  for (;;) {
    const auto [entries, page] = list(request, after_id);
    paged.insert(paged.end(), entries.begin(), entries.end());
    if (!page.is_truncated) break;
    request.after = page.next_key;
    after_id = page.next_id;
  }
  EXPECT_THAT(paged, ElementsAre("a/", begun[0], begun[2], begun[5], begun[4]));
}

}  // namespace
}  // namespace sempurna
