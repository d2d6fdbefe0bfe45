#include "weights/torch_archive.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>

#include "base/files.h"
#include "base/json.h"
#include "support/expect_error.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

fs::path golden(std::string_view file) {
  return source_tree() / "tests/golden/weights" / file;
}

template <typename T>
T value_at(const TensorView& view, size_t i) {
  T value;
  std::memcpy(&value, view.bytes.data() + i * sizeof value, sizeof value);
  return value;
}

double half(uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const double fraction = bits & 1023;
  const double size =
      exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(fraction + 1024, exponent - 25);
  return (bits & 0x8000) != 0 ? -size : size;
}

double number(const TensorView& view, size_t i) {
  switch (view.dtype) {
    case DType::F64:
      return value_at<double>(view, i);
    case DType::F32:
      return value_at<float>(view, i);
    case DType::F16:
      return half(value_at<uint16_t>(view, i));
    case DType::BF16:
      return std::bit_cast<float>(uint32_t{value_at<uint16_t>(view, i)} << 16);
    case DType::I64:
      return static_cast<double>(value_at<int64_t>(view, i));
    case DType::I32:
      return value_at<int32_t>(view, i);
    case DType::I16:
      return value_at<int16_t>(view, i);
    case DType::I8:
      return value_at<int8_t>(view, i);
    case DType::U8:
    case DType::Bool:
      return value_at<uint8_t>(view, i);
  }
  return 0;
}

class TorchArchiveFile : public testing::TestWithParam<std::string> {};

TEST_P(TorchArchiveFile, HoldsExactlyWhatTorchSaved) {
  const Json expected = read_json(golden("expected.json")).at(GetParam());
  const MappedFile file(golden(GetParam()));
  const TorchArchive archive = read_torch_archive(file.bytes(), GetParam());
  ASSERT_EQ(archive.tensors.size(), expected.size());
  for (const TensorView& view : archive.tensors) {
    SCOPED_TRACE(view.name);
    const Json& tensor = expected.at(view.name);
    EXPECT_EQ(name(view.dtype), tensor.at("dtype").get<std::string>());
    EXPECT_EQ(view.shape, tensor.at("shape").get<std::vector<int64_t>>());
    const Json& values = tensor.at("values");
    ASSERT_EQ(view.bytes.size(), values.size() * size_of(view.dtype));
    for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(number(view, i), values[i].get<double>());
  }
}

INSTANTIATE_TEST_SUITE_P(All, TorchArchiveFile,
                         testing::Values("kinds.pth", "strided.pth", "model.bin", "parameters.pth",
                                         "wrapped.pth", "nested.pth", "protocol_4.pth",
                                         "rezipped.pth"),
                         [](const auto& file) {
                           return file.param.substr(0, file.param.find('.'));
                         });

void expect_refused(std::string_view file, Code code, std::string_view part) {
  SCOPED_TRACE(file);
  const MappedFile map(golden(file));
  expect_error(code, part, [&] { read_torch_archive(map.bytes(), file); });
}

TEST(TorchArchive, CopiesOnlyWhatDoesNotLieInRowOrder) {
  const MappedFile file(golden("model.bin"));
  EXPECT_TRUE(read_torch_archive(file.bytes(), "model.bin").copies.empty());
  const MappedFile strided(golden("strided.pth"));
  // transposed, every_other, column, channels_last, expanded
  EXPECT_EQ(read_torch_archive(strided.bytes(), "strided.pth").copies.size(), 5U);
}

TEST(TorchArchive, RefusesWhatWouldRunCodeAndNamesIt) {
  expect_refused("evil.pth", Code::InvalidArgument, "evil.pth: the pickle asks for posix.system");
  expect_refused("whole_model.pth", Code::InvalidArgument,
                 "asks for torch.nn.modules.container.Sequential");
  expect_refused("sparse.pth", Code::InvalidArgument,
                 "asks for torch._utils._rebuild_sparse_tensor");
  expect_refused("script.pt", Code::InvalidArgument, "this is a TorchScript program");
}

TEST(TorchArchive, RefusesWhatHoldsNoStateDict) {
  expect_refused("list.pth", Code::InvalidArgument, "the file holds no dict of tensors");
  expect_refused("no_tensors.pth", Code::InvalidArgument, "holds no tensors, only epoch, loss");
}

TEST(TorchArchive, RefusesStoragesThatAreMissingCompressedOrTooShort) {
  expect_refused("compressed.pth", Code::InvalidArgument, "data.pkl is compressed or encrypted");
  expect_refused("storage_missing.pth", Code::DataCorrupt, "data/0 is missing in the archive");
  expect_refused("storage_short.pth", Code::DataCorrupt,
                 "storage 0 should hold 18 numbers of kind F32, but has 68 bytes");
}

TEST(TorchArchive, RefusesATensorThatRepeatsOneNumberBillionsOfTimes) {
  expect_refused("expanded_huge.pth", Code::ResourceLimit,
                 "tensor huge of shape [1048576, 4096] repeats its few stored numbers to "
                 "17179869184 bytes");
}

TEST(TorchArchive, KnowsTheOldFormat) {
  EXPECT_TRUE(looks_like_old_torch(MappedFile(golden("old_format.pth")).bytes()));
  EXPECT_FALSE(looks_like_old_torch(MappedFile(golden("model.bin")).bytes()));
  EXPECT_FALSE(looks_like_old_torch({}));
}

TEST(TorchArchive, SurvivesAnyByteBeingWrong) {
  for (const auto* const file : {"strided.pth", "wrapped.pth"}) {
    const std::string whole = read_file(golden(file));
    for (size_t at = 0; at < whole.size(); ++at) {
      for (const char mask : {'\x01', '\x40', '\xff'}) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ mask);
        try {
          read_torch_archive(std::as_bytes(std::span(damaged)), file);
        } catch (const Error& error) {
          EXPECT_NE(error.code(), Code::Internal) << error.what();
        }
      }
    }
  }
}

}  // namespace
}  // namespace sempurna
