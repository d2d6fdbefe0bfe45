#include <fstream>
#include <functional>

#include "store/frames.h"
#include "store_folder.h"

namespace sempurna {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const DataKey kKey(32, 'k');
const DataKey kOtherKey(32, 'o');

/// Of three frames, plain and sealed.
class DiskDamage : public StoreFolder, public testing::WithParamInterface<bool> {
 protected:
  DiskDamage()
      : is_sealed(GetParam()), frame(kFrameBytes + (is_sealed ? kTagBytes : 0) + kCheckBytes) {
    write("k", content);
    file = objects().front();
    whole = read_file(file);
  }

  void write(const std::string& key, const std::string& text) {
    WriteOptions options;
    if (is_sealed) {
      options.seal = Seal{.algorithm = "aws:kms", .key_id = "arn", .wrapped_key = "wrapped"};
      options.data_key = kKey;
    }
    put(key, text, options);
  }

  std::string read(std::optional<ByteRange> range = std::nullopt) {
    const std::string etag = store->head("box", "k")->etag;
    return read_all(*store->read_sealed("box", "k", etag, is_sealed ? kKey : DataKey(), range));
  }

  std::vector<DiskStore::Damage> verify() {
    std::vector<DiskStore::Damage> all;
    store->verify([&](const DiskStore::Damage& damage) { all.push_back(damage); });
    return all;
  }

  /// Reading fails and verifying finds it, until the file is as before.
  void expect_damage(const std::string& changed, const std::string& how) {
    std::ofstream(file, std::ios::trunc) << changed;
    expect_fault(StoreFault::Corrupt, "is damaged: frame", [&] { read(); });
    const auto found = verify();
    ASSERT_EQ(found.size(), 1) << how;
    EXPECT_EQ(found[0].bucket, "box");
    EXPECT_EQ(found[0].key, "k");
    EXPECT_THAT(found[0].what, HasSubstr(file.string()));
    std::ofstream(file, std::ios::trunc) << whole;
    ASSERT_TRUE(read() == content) << how;
    ASSERT_THAT(verify(), IsEmpty()) << how;
  }

  const bool is_sealed;
  const size_t frame;
  const std::string content = noise(2 * kFrameBytes + 1000, 5);
  fs::path file;
  std::string whole;
};

TEST_P(DiskDamage, AFlippedBitIsFoundWhereverItIs) {
  for (const size_t place : {size_t{0}, kFrameBytes - 1, kFrameBytes, frame - 1, frame,
                             2 * frame + 500, whole.size() - 1}) {
    for (const int bit : {0, 7}) {
      std::string changed = whole;
      changed[place] = static_cast<char>(changed[place] ^ (1 << bit));
      expect_damage(changed, "bit at " + std::to_string(place));
    }
  }
}

TEST_P(DiskDamage, FramesThatMoveAreFound) {
  const std::string a = whole.substr(0, frame);
  const std::string b = whole.substr(frame, frame);
  const std::string c = whole.substr(2 * frame);
  expect_damage(b + a + c, "swapped");
  expect_damage(a + a + c, "repeated");
  expect_damage(a + c, "missing");
  expect_damage(b + c, "the first is missing");
  expect_damage(a + b, "the last is missing");
  expect_damage(a + b + c + c, "appended");
  expect_damage(whole + 'x', "a byte appended");
  expect_damage(whole.substr(0, whole.size() - 1), "cut");
  expect_damage("", "emptied");
}

TEST_P(DiskDamage, AFrameOfAnotherFileIsFound) {
  write("other", content);
  const auto files = objects();
  const fs::path other = files[0] == file ? files[1] : files[0];
  const std::string foreign = read_file(other);
  expect_damage(foreign, "the whole of another");
  expect_damage(foreign.substr(0, frame) + whole.substr(frame), "one frame of another");
}

TEST_P(DiskDamage, AMissingFileIsFound) {
  fs::remove(file);
  expect_fault(StoreFault::Corrupt, "is missing", [&] { read(); });
  ASSERT_EQ(verify().size(), 1);
  EXPECT_THAT(verify()[0].what, HasSubstr("is missing"));
}

TEST_P(DiskDamage, RangesNeedOnlyTheirFrames) {
  std::string changed = whole;
  changed[10] ^= 1;
  std::ofstream(file, std::ios::trunc) << changed;
  EXPECT_TRUE(read(ByteRange{kFrameBytes, kFrameBytes + 500}) ==
              content.substr(kFrameBytes, kFrameBytes + 500));
  expect_fault(StoreFault::Corrupt, "frame 0", [&] { read(ByteRange{kFrameBytes - 1, 2}); });
}

TEST_P(DiskDamage, IsFoundInPartsOfUploadsToo) {
  const Upload upload = store->create_upload({.bucket = "box", .key = "large"});
  auto writer = store->write_part(upload, 1, {});
  writer->write("part");
  writer->commit();
  for (const auto& each : objects()) {
    if (each != file) std::ofstream(each, std::ios::app) << "x";
  }
  ASSERT_EQ(verify().size(), 1);
  EXPECT_EQ(verify()[0].key, "large");
}

INSTANTIATE_TEST_SUITE_P(PlainAndSealed, DiskDamage, testing::Bool(),
                         [](const auto& info) { return info.param ? "Sealed" : "Plain"; });

class SealedObject : public StoreFolder {
 protected:
  ObjectInfo put_sealed(const std::string& key, const std::string& text) {
    return put(key, text,
               {.seal = Seal{.algorithm = "aws:kms", .key_id = "arn:key", .wrapped_key = wrapped},
                .data_key = kKey});
  }
  std::string read(const ObjectInfo& info, const DataKey& key,
                   std::optional<ByteRange> range = std::nullopt) {
    return read_all(*store->read_sealed("box", info.key, info.etag, key, range));
  }

  const std::string wrapped = std::string("\0\xFF wrapped", 10);
};

TEST_F(SealedObject, IsReadUnderItsKeyAlone) {
  for (const size_t size : {size_t{0}, size_t{5}, kFrameBytes, 2 * kFrameBytes + 9}) {
    const std::string content = noise(size, size);
    const ObjectInfo info = put_sealed("k", content);
    EXPECT_EQ(info.etag, put("plain", content).etag);
    EXPECT_EQ(store->head("box", "k")->seal->wrapped_key, wrapped);
    EXPECT_EQ(store->head("box", "k")->seal->algorithm, "aws:kms");
    EXPECT_TRUE(read(info, kKey) == content);
    expect_fault(StoreFault::WrongKey, "sealed under another key", [&] { read(info, kOtherKey); });
    expect_fault(StoreFault::WrongKey, "32 bytes", [&] { read(info, "short"); });
    expect_fault(StoreFault::WrongKey, "sealed under arn:key", [&] { get("k"); });
  }
}

TEST_F(SealedObject, ShowsNothingOfItsContentOnDisk) {
  const std::string content(kFrameBytes, 'A');
  put_sealed("k", content);
  const std::string on_disk = read_file(objects().front());
  EXPECT_EQ(on_disk.size(), kFrameBytes + kTagBytes + kCheckBytes);
  EXPECT_EQ(on_disk.find("AAAA"), std::string::npos);
  put_sealed("same", content);
  EXPECT_NE(read_file(objects()[0]).substr(0, 64), read_file(objects()[1]).substr(0, 64));
}

TEST_F(SealedObject, IsReadInRanges) {
  const std::string content = noise(3 * kFrameBytes + 7, 1);
  const ObjectInfo info = put_sealed("k", content);
  for (const uint64_t offset :
       {uint64_t{0}, uint64_t{kFrameBytes - 3}, uint64_t{3 * kFrameBytes}}) {
    EXPECT_TRUE(read(info, kKey, ByteRange{offset, 2000}) == content.substr(offset, 2000));
  }
}

TEST_F(SealedObject, WhoeverMendsTheCheckStillCannotForgeTheSeal) {
  const ObjectInfo info = put_sealed("k", "secret");
  const fs::path file = objects().front();
  std::string id;
  const std::string name = file.filename().string();
  for (size_t i = 0; i < name.size(); i += 2) {
    id += static_cast<char>(std::stoi(name.substr(i, 2), nullptr, 16));
  }
  std::string forged = read_file(file);
  forged[0] ^= 1;
  const auto bytes = std::as_bytes(std::span(forged));
  const auto check = frame_check(frame_label(id, 0, true), bytes.first(bytes.size() - kCheckBytes));
  std::memcpy(forged.data() + forged.size() - kCheckBytes, check.data(), kCheckBytes);
  std::ofstream(file, std::ios::trunc) << forged;
  uint64_t damaged = 0;
  store->verify([&](const DiskStore::Damage&) { ++damaged; });
  EXPECT_EQ(damaged, 0) << "the check is right";
  expect_fault(StoreFault::WrongKey, "changed by someone without one", [&] { read(info, kKey); });
}

TEST_F(SealedObject, MayComeInParts) {
  const Upload upload = store->create_upload(
      {.bucket = "box",
       .key = "k",
       .seal = Seal{.algorithm = "AES256", .key_id = "arn:key", .wrapped_key = wrapped}});
  const std::string first = noise(kMinPartBytes, 1);
  std::vector<PartChoice> choices;
  for (const auto& [number, text] : std::map<int, std::string>{{1, first}, {2, "end"}}) {
    auto writer = store->write_part(store->upload("box", "k", upload.id), number, kKey);
    writer->write(text);
    choices.push_back({number, writer->commit().etag, {}});
  }
  const ObjectInfo info = store->complete(upload, choices, {});
  EXPECT_EQ(info.seal->algorithm, "AES256");
  EXPECT_TRUE(read(info, kKey) == first + "end");
  expect_fault(StoreFault::WrongKey, "another key", [&] { read(info, kOtherKey); });
  // A copy stays under the same seal.
  const ObjectInfo copy = store->copy(info, "box", "copy", {}, {});
  EXPECT_EQ(copy.seal->wrapped_key, wrapped);
  EXPECT_TRUE(read(copy, kKey, ByteRange{first.size(), 3}) == "end");
}

}  // namespace
}  // namespace sempurna
