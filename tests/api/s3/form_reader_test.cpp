#include "api/s3/form_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/s3/s3_error.h"

namespace sempurna::s3 {
namespace {

/// A body that comes in pieces of this size.
class Text : public RequestBody {
 public:
  Text(std::string text, size_t piece) : text_(std::move(text)), piece_(piece) {}
  size_t read(std::span<std::byte> bytes) override {
    const size_t count = std::min({piece_, bytes.size(), text_.size() - at_});
    std::memcpy(bytes.data(), text_.data() + at_, count);
    at_ += count;
    return count;
  }
  std::optional<uint64_t> length() const override { return text_.size(); }

 private:
  std::string text_;
  size_t piece_;
  size_t at_ = 0;
};

constexpr std::string_view kType = "multipart/form-data; boundary=xyz";

std::string part(const std::string& disposition, const std::string& value) {
  return "--xyz\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n";
}
std::string file(const std::string& value, const std::string& name = "a.png") {
  return part("name=\"file\"; filename=\"" + name + "\"", value);
}
constexpr auto kEnd = "--xyz--\r\n";

std::string read_file(FormReader& form) {
  std::string whole;
  std::array<std::byte, 1000> piece;
  while (const size_t count = form.read(piece)) {
    whole.append(reinterpret_cast<const char*>(piece.data()), count);
  }
  return whole;
}

std::string code_of(const std::string& body, std::string_view type = kType) {
  try {
    Text text(body, 100);
    FormReader form(text, type);
    read_file(form);
  } catch (const S3Error& error) {
    return error.code_name();
  }
  return "";
}

class Pieces : public testing::TestWithParam<size_t> {};

TEST_P(Pieces, OfABodyMakeTheSameForm) {
  // What looks like a boundary and is none stays in the file.
  std::string content = "\r\n--xy\r\n--xz\r\n\r\n--\r";
  for (int i = 0; i < 5000; ++i) content += static_cast<char>(i * 7);
  Text text(part("name=\"key\"", "up/${filename}") + part("name=\"X-Amz-Meta-A\"", "") +
                part("name=policy", "a\r\nb") + file(content) + part("name=\"submit\"", "Go") +
                kEnd,
            GetParam());
  FormReader form(text, kType);
  EXPECT_THAT(form.fields(), testing::ElementsAre(testing::Pair("key", "up/${filename}"),
                                                  testing::Pair("policy", "a\r\nb"),
                                                  testing::Pair("x-amz-meta-a", "")));
  EXPECT_EQ(form.file_name(), "a.png");
  EXPECT_EQ(read_file(form), content);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Pieces, testing::Values(1, 2, 3, 7, 64, 100000));

TEST(AForm, GivesTheFilesNameWithoutItsFolders) {
  for (const char* name : {"a.png", "/etc/a.png", "..\\..\\a.png", "C:\\x/y\\a.png", "../a.png"}) {
    Text text(file("x", name) + kEnd, 100);
    EXPECT_EQ(FormReader(text, kType).file_name(), "a.png") << name;
  }
}

TEST(AForm, HasEachFieldOnce) {
  EXPECT_EQ(code_of(part("name=\"key\"", "a") + part("name=\"KEY\"", "b") + file("x") + kEnd),
            "InvalidArgument");
}

TEST(AForm, HasAFile) {
  EXPECT_EQ(code_of(part("name=\"key\"", "a") + kEnd), "InvalidArgument");
}

TEST(AForm, HasTwentyKibibytesOfFieldsAtMost) {
  EXPECT_EQ(code_of(part("name=\"key\"", std::string(20000, 'x')) + file("x") + kEnd), "");
  EXPECT_EQ(code_of(part("name=\"key\"", std::string(20480, 'x')) + file("x") + kEnd),
            "MaxPostPreDataLengthExceeded");
  // Nor as one line that never ends, nor as many small ones, nor before the first boundary.
  EXPECT_EQ(code_of("--xyz\r\nA: " + std::string(1 << 20, 'x')), "MaxPostPreDataLengthExceeded");
  std::string many;
  for (int i = 0; i < 2000; ++i) many += part("name=\"x" + std::to_string(i) + "\"", "");
  EXPECT_EQ(code_of(many + file("x") + kEnd), "MaxPostPreDataLengthExceeded");
  EXPECT_EQ(code_of(std::string(1 << 20, 'x')), "MaxPostPreDataLengthExceeded");
  EXPECT_EQ(code_of(file("x") + part("name=\"later\"", std::string(1 << 20, 'x')) + kEnd),
            "MaxPostPreDataLengthExceeded");
}

TEST(AForm, IsRefusedWhenItIsNotWellFormed) {
  const std::string sound = part("name=\"key\"", "a") + file("x") + kEnd;
  EXPECT_EQ(code_of(sound), "");
  const size_t last = sound.rfind("--xyz--") + 5;  // the final boundary without its dashes will do
  for (size_t length = 0; length < last; ++length) {
    EXPECT_EQ(code_of(sound.substr(0, length)), "MalformedPOSTRequest") << length;
  }
  for (const std::string& wrong :
       {"x" + sound, std::string("--xyz\r\n\r\nno name\r\n") + kEnd,
        std::string("--xyz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n") + kEnd,
        std::string("--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n") + kEnd,
        std::string("--xyz\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n") + kEnd,
        std::string("--xyz\r\nno header\r\n\r\nx\r\n") + kEnd,
        std::string("--xyzzy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n") + kEnd}) {
    EXPECT_EQ(code_of(wrong), "MalformedPOSTRequest") << wrong;
  }
  for (const std::string& type :
       {std::string("multipart/form-data"), std::string("multipart/form-data; boundary="),
        "multipart/form-data; boundary=" + std::string(71, 'x')}) {
    EXPECT_EQ(code_of(sound, type), "MalformedPOSTRequest") << type;
  }
}

TEST(AForm, TakesABoundaryInQuotes) {
  EXPECT_EQ(code_of(file("x") + kEnd, "multipart/form-data; charset=utf-8; Boundary=\"xyz\""), "");
}

}  // namespace
}  // namespace sempurna::s3
