#include "weights/safetensors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "base/sha256.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using namespace std::string_literals;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

std::string file_with(std::string_view header, std::string_view data) {
  const uint64_t length = header.size();
  std::string file(sizeof length, '\0');
  std::memcpy(file.data(), &length, sizeof length);
  return file + std::string(header) + std::string(data);
}

Safetensors parse(const std::string& file) {
  return parse_safetensors(bytes_of(file), "m.safetensors");
}

void expect_refused(std::string_view header, std::string_view data, std::string_view part,
                    Code code = Code::DataCorrupt) {
  SCOPED_TRACE(header);
  expect_error(code, part, [&] { parse(file_with(header, data)); });
}

TEST(Safetensors, ReadsTensorsInTheOrderOfTheirBytes) {
  const std::string file = file_with(
      R"({"__metadata__":{"format":"pt"},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]},)"
      R"("a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},)"
      R"("none":{"shape":[3,0],"dtype":"I64","data_offsets":[6,6]}}   )",
      "\x00\x00\x80\x3f\x07\x08"s);
  const Safetensors content = parse(file);
  ASSERT_EQ(content.tensors.size(), 3U);
  EXPECT_EQ(content.metadata.at("format"), "pt");
  EXPECT_EQ(content.tensors[0].name, "a");
  float value = 0;
  std::memcpy(&value, content.tensors[0].bytes.data(), 4);
  EXPECT_EQ(value, 1.0F);
  EXPECT_EQ(content.tensors[1].name, "b");
  EXPECT_EQ(content.tensors[1].bytes[1], std::byte{8});
  EXPECT_EQ(content.tensors[2].shape, (std::vector<int64_t>{3, 0}));
  EXPECT_TRUE(content.tensors[2].bytes.empty());
}

TEST(Safetensors, RefusesAFileThatIsCut) {
  const std::string file =
      file_with(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", "01234567");
  EXPECT_EQ(parse(file).tensors.size(), 1U);
  for (size_t length = 0; length < file.size(); ++length) {
    SCOPED_TRACE(length);
    expect_error(Code::DataCorrupt, "m.safetensors: ", [&] { parse(file.substr(0, length)); });
  }
}

TEST(Safetensors, RefusesAHeaderThatIsTooLongOrLongerThanTheFile) {
  std::string file(16, '\xff');
  expect_error(Code::DataCorrupt, "would be 18446744073709551615 bytes long, the limit is",
               [&] { parse(file); });
  file.replace(0, 8, "\x09\0\0\0\0\0\0\0"s);
  expect_error(Code::DataCorrupt, "would be 9 bytes long, but only 8 follow", [&] { parse(file); });
}

TEST(Safetensors, RefusesOffsetsOutsideTheFile) {
  expect_refused(R"({"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}})", "1234",
                 "tensor a lies at bytes 0 to 5 of 4");
  expect_refused(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[4,2]}})", "1234",
                 "tensor a lies at bytes 4 to 2 of 4");
  expect_refused(
      R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[18446744073709551612,18446744073709551615]}})",
      "1234", "tensor a lies at bytes 18446744073709551612");
}

TEST(Safetensors, RefusesOverlapsAndHoles) {
  expect_refused(R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},)"
                 R"("b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}})",
                 "1234", "tensor b overlaps the one before it");
  expect_refused(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                 R"("b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}})",
                 "1234", "1 bytes before tensor b belong to no tensor");
  expect_refused(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "1234",
                 "3 bytes after the last tensor belong to none");
  expect_refused(R"({})", "1", "1 bytes after the last tensor");
}

TEST(Safetensors, RefusesASizeThatIsNotShapeTimesKind) {
  expect_refused(R"({"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,4]}})", "1234",
                 "tensor a needs 16 bytes for [2, 2] numbers of kind F32, but has 4");
  expect_refused(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}})",
                 "1234", "which is beyond any memory");
  expect_refused(R"({"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}})",
                 "1234", "has a size beyond any memory for tensor a");
  expect_refused(R"({"a":{"dtype":"F32","shape":[9223372036854775807,0],"data_offsets":[0,4]}})",
                 "1234", "needs 0 bytes");
}

TEST(Safetensors, RefusesNamesThatAreThereTwice) {
  expect_refused(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                 R"("a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                 "12", "the header names tensor a twice");
  expect_refused(R"({"__metadata__":{"a":"b","a":"c"}})", "", "the metadata entry a twice");
  expect_refused(R"({"__metadata__":{},"__metadata__":{}})", "", "two __metadata__ entries");
}

TEST(Safetensors, RefusesAnUnknownKindOfNumberAndNamesIt) {
  expect_refused(R"({"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}})", "1",
                 "tensor a holds numbers of the kind \"F8_E4M3\"", Code::InvalidArgument);
}

TEST(Safetensors, RefusesAHeaderThatIsNoHeader) {
  expect_refused("", "", "is not valid JSON");
  expect_refused("[]", "", "is a list where an object is needed");
  expect_refused("7", "", "is a number where an object is needed");
  expect_refused(R"({"a":)", "", "is not valid JSON at byte");
  expect_refused(R"({"a":{}} x)", "", "has no \"dtype\" for tensor a");
  expect_refused(R"({"__metadata__":{}} x)", "", "is not valid JSON at byte");
  expect_refused(R"({"a":3})", "", "has a number as the value of a");
  expect_refused(R"({"a":{"dtype":{}}})", "", "has an object in \"dtype\" of tensor a");
  expect_refused(R"({"a":{"dtype":"U8","dtype":"U8"}})", "", "says \"dtype\" twice");
  expect_refused(R"({"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}})", "",
                 "has a negative number in \"shape\" of tensor a");
  expect_refused(R"({"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,0]}})", "",
                 "has a number that is not whole in \"shape\" of tensor a");
  expect_refused(R"({"a":{"dtype":"U8","shape":[[1]],"data_offsets":[0,0]}})", "",
                 "has a list in \"shape\" of tensor a");
  expect_refused(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0,0]}})", "",
                 "has 3 data offsets for tensor a where two are needed");
  expect_refused(R"({"a":{"dtype":"U8","shape":[0]}})", "", "has no \"data_offsets\"");
  expect_refused(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}})", "",
                 "has an unknown member \"x\" for tensor a");
  expect_refused(R"({"__metadata__":{"a":1}})", "", "has a number as the value of a");
  expect_refused("{\"\xff\":{}}", "", "is not valid JSON at byte");
  expect_refused(std::string(1'000'000, '['), "", "is a list where an object is needed");
}

TEST(Safetensors, WritesTheSameBytesForTensorsInAnyOrder) {
  const TemporaryFolder folder;
  const std::string data = "0123456789abcdef";
  const auto at = [&](size_t from, size_t length) {
    return bytes_of(std::string_view(data)).subspan(from, length);
  };
  std::vector<TensorView> tensors = {{"b", DType::U8, {2}, at(0, 2)},
                                     {"a", DType::Bool, {1}, at(2, 1)},
                                     {"y", DType::F32, {1, 2}, at(0, 8)},
                                     {"x", DType::F32, {}, at(8, 4)},
                                     {"\xc3\xa9\"", DType::I64, {1}, at(8, 8)}};
  write_safetensors(folder.path() / "1", tensors);
  std::reverse(tensors.begin(), tensors.end());
  write_safetensors(folder.path() / "2", tensors);
  const std::string file = read_file(folder.path() / "1");
  EXPECT_EQ(write_hashed_safetensors(folder.path() / "2", tensors), sha256_hex(file));
  EXPECT_EQ(file, read_file(folder.path() / "2"));
  // The library's own order: widest kinds first, then names; header padded to a multiple of 8.
  const std::string header =
      R"({"__metadata__":{"format":"pt"},)"
      "\"\xc3\xa9\\\"\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
      R"("x":{"dtype":"F32","shape":[],"data_offsets":[8,12]},)"
      R"("y":{"dtype":"F32","shape":[1,2],"data_offsets":[12,20]},)"
      R"("b":{"dtype":"U8","shape":[2],"data_offsets":[20,22]},)"
      R"("a":{"dtype":"BOOL","shape":[1],"data_offsets":[22,23]}})";
  EXPECT_EQ(file.substr(8, header.size()), header);
  EXPECT_EQ(static_cast<unsigned char>(file[0]) % 8, 0);
  EXPECT_EQ(file.substr(file.size() - 23),
            "89abcdef"
            "89ab"
            "01234567"
            "01"
            "2");
  EXPECT_EQ(parse(file).tensors.size(), 5U);
}

TEST(Safetensors, WritesAFileWithoutTensorsOrMetadata) {
  const TemporaryFolder folder;
  write_safetensors(folder.path() / "none", {}, {});
  const std::string file = read_file(folder.path() / "none");
  EXPECT_EQ(file.substr(8), "{}      ");
  EXPECT_TRUE(parse(file).tensors.empty());
}

TEST(Safetensors, RefusesToWriteWhatDoesNotFit) {
  const TemporaryFolder folder;
  const auto refused = [&](std::vector<TensorView> tensors, std::string_view part) {
    expect_error(Code::InvalidArgument, part,
                 [&] { write_safetensors(folder.path() / "x", tensors); });
  };
  refused({{"a", DType::F32, {2}, bytes_of("1234")}},
          "tensor a of shape [2] and kind F32 comes with 4 bytes");
  refused({{"a", DType::U8, {-1}, {}}}, "tensor a of shape [-1]");
  refused({{"a", DType::U8, {0}, {}}, {"a", DType::U8, {0}, {}}}, "two tensors are named a");
  refused({{"\xff", DType::U8, {0}, {}}}, "is not UTF-8");
  refused({{"__metadata__", DType::U8, {0}, {}}}, "no tensor can be named __metadata__");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace sempurna
