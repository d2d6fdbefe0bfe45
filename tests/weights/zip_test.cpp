#include "weights/zip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>
#include <vector>

#include "support/expect_error.h"

namespace sempurna {
namespace {

template <typename T>
std::string raw(T value) {
  std::string text(sizeof value, '\0');
  std::memcpy(text.data(), &value, sizeof value);
  return text;
}

uint32_t checksum(std::string_view text) {
  return static_cast<uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
}

/// An archive built field by field, so that a test can set any of them wrong.
struct Fields {
  std::string name = "a/data";
  std::string content = "hello";
  uint16_t flags = 0;
  uint16_t method = 0;
  bool zip64 = false;
  int64_t size_lie = 0;
  int64_t offset_lie = 0;
  uint64_t count = 1;
  std::string comment = {};
};

std::string archive(const Fields& f, int copies = 1) {
  std::string file;
  std::string directory;
  for (int i = 0; i < copies; ++i) {
    const uint64_t offset = file.size() + static_cast<uint64_t>(f.offset_lie);
    const uint64_t size = f.content.size() + static_cast<uint64_t>(f.size_lie);
    file += raw(0x04034b50U) + std::string(22, '\0') + raw(static_cast<uint16_t>(f.name.size())) +
            raw(uint16_t{3}) + f.name + "pad" + f.content;
    const std::string extra =
        f.zip64 ? raw(uint16_t{1}) + raw(uint16_t{24}) + raw(size) + raw(size) + raw(offset) : "";
    const auto narrow = [&](uint64_t value) {
      return raw(f.zip64 ? 0xffffffffU : static_cast<uint32_t>(value));
    };
    directory += raw(0x02014b50U) + raw(uint32_t{0}) + raw(f.flags) + raw(f.method) +
                 raw(uint32_t{0}) + raw(checksum(f.content)) + narrow(size) + narrow(size) +
                 raw(static_cast<uint16_t>(f.name.size())) +
                 raw(static_cast<uint16_t>(extra.size())) + raw(uint16_t{0}) + raw(uint16_t{0}) +
                 raw(uint16_t{0}) + raw(uint32_t{0}) + narrow(offset) + f.name + extra;
  }
  const uint64_t at = file.size();
  file += directory;
  if (f.zip64) {
    const uint64_t end64 = file.size();
    file += raw(0x06064b50U) + raw(uint64_t{44}) + raw(uint32_t{0}) + raw(uint32_t{0}) +
            raw(uint32_t{0}) + raw(f.count) + raw(f.count) + raw(uint64_t{directory.size()}) +
            raw(at);
    file += raw(0x07064b50U) + raw(uint32_t{0}) + raw(end64) + raw(uint32_t{1});
  }
  const auto count = f.zip64 ? uint16_t{0xffff} : static_cast<uint16_t>(f.count);
  file += raw(0x06054b50U) + raw(uint32_t{0}) + raw(count) + raw(count) +
          raw(f.zip64 ? 0xffffffffU : static_cast<uint32_t>(directory.size())) +
          raw(f.zip64 ? 0xffffffffU : static_cast<uint32_t>(at)) +
          raw(static_cast<uint16_t>(f.comment.size())) + f.comment;
  return file;
}

std::map<std::string, ZipEntry, std::less<>> read(const std::string& file) {
  return read_zip(std::as_bytes(std::span(file)), "m.pth");
}

std::string content_of(const std::map<std::string, ZipEntry, std::less<>>& entries) {
  const auto& bytes = entries.at("a/data").bytes;
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(Zip, ReadsAnUncompressedEntryInBothForms) {
  for (const bool zip64 : {false, true}) {
    const std::string file = archive({.zip64 = zip64, .comment = "a comment"});
    const auto entries = read(file);
    EXPECT_EQ(content_of(entries), "hello");
    EXPECT_NO_THROW(check_entry("a/data", entries.at("a/data"), "m.pth"));
    EXPECT_TRUE(looks_like_zip(std::as_bytes(std::span(file))));
  }
}

TEST(Zip, RefusesEveryCutOfAnArchive) {
  for (const bool zip64 : {false, true}) {
    const std::string file = archive({.zip64 = zip64});
    for (size_t length = 0; length < file.size(); ++length) {
      SCOPED_TRACE(length);
      const std::string cut = file.substr(0, length);
      expect_error(Code::DataCorrupt, "the end of the archive is missing", [&] { read(cut); });
    }
  }
}

TEST(Zip, SurvivesAnyByteBeingWrong) {
  const std::string file = archive({.zip64 = true}, 1);
  for (size_t at = 0; at < file.size(); ++at) {
    for (const char value : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string damaged = file;
      damaged[at] = value;
      try {
        read(damaged);
      } catch (const Error& error) {
        EXPECT_NE(error.code(), Code::Internal) << error.what();
      }
    }
  }
}

TEST(Zip, RefusesToUseAnEntryThatIsNotPlain) {
  for (const Fields& fields : {Fields{.method = 8}, Fields{.flags = 1}}) {
    const std::string file = archive(fields);
    const auto entries = read(file);
    expect_error(Code::InvalidArgument, "m.pth: a/data is compressed or encrypted",
                 [&] { check_entry("a/data", entries.at("a/data"), "m.pth"); });
  }
}

TEST(Zip, RefusesLiesAboutPlacesAndSizes) {
  const auto refused = [](const Fields& fields, std::string_view part, int copies = 1) {
    const std::string file = archive(fields, copies);
    expect_error(Code::DataCorrupt, part, [&] { read(file); });
  };
  for (const bool zip64 : {false, true}) {
    refused({.zip64 = zip64, .size_lie = 1000}, "a/data would lie outside the");
    refused({.zip64 = zip64, .offset_lie = 1}, "a/data does not begin where the directory says");
    refused({.zip64 = zip64, .offset_lie = 100000}, "a/data would lie outside the");
    refused({.zip64 = zip64, .count = 2}, "2 entries cannot lie in");
  }
  refused({.zip64 = true, .size_lie = -6}, "a/data would lie outside the");
  refused({.zip64 = true, .count = uint64_t{1} << 63}, "entries cannot lie in");
  refused({.count = 2}, "a/data is there twice", 2);
}

TEST(Zip, RefusesEntriesThatOverlap) {
  // Two names for the same bytes: the directory's second entry points at the first one's place.
  Fields fields;
  std::string file = archive(fields);
  const size_t directory = file.find(raw(0x02014b50U));
  const size_t end = file.find(raw(0x06054b50U));
  std::string second = file.substr(directory, end - directory);
  second.replace(46, 6, "b/data");
  const auto size = static_cast<uint32_t>(2 * (end - directory));
  file = file.substr(0, end) + second + raw(0x06054b50U) + raw(uint32_t{0}) + raw(uint16_t{2}) +
         raw(uint16_t{2}) + raw(size) + raw(static_cast<uint32_t>(directory)) + raw(uint16_t{0});
  expect_error(Code::DataCorrupt, "a/data and b/data overlap", [&] { read(file); });
}

TEST(Zip, NoticesContentThatDoesNotMatchItsChecksum) {
  std::string file = archive({});
  file[file.find("hello")] = 'j';
  const auto entries = read(file);
  expect_error(Code::DataCorrupt, "m.pth: a/data does not match its checksum",
               [&] { check_entry("a/data", entries.at("a/data"), "m.pth"); });
}

}  // namespace
}  // namespace sempurna
