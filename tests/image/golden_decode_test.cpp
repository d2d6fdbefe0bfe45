// Pictures of every kind that Pillow writes, decoded to the very pixels that Pillow reads.
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "image/decode.h"
#include "image/golden.h"
#include "image/pictures.h"

namespace sempurna {
namespace {

std::string from_base64(const std::string& text) {
  std::string bytes(text.size(), 0);
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  bytes.resize(static_cast<size_t>(size));
  return bytes;
}

TEST(Decode, EqualsPillowPixelForPixel) {
  const Json cases = golden("decoding");
  EXPECT_EQ(cases.size(), 19U);
  for (const Json& one : cases) {
    const auto name = one["name"].get<std::string>();
    // The padding's zero bytes stay at the end, as bytes that follow the picture.
    const std::string bytes = from_base64(one["file"].get<std::string>());
    const Inspection found = inspect(as_bytes(bytes));
    ASSERT_FALSE(found.problem) << name << ": " << *found.problem;
    EXPECT_EQ(found.animated, name == "WebP animated") << name;
    EXPECT_EQ(found.progressive, name == "JPEG progressive") << name;
    EXPECT_EQ(found.orientation, name.ends_with("turned") ? 6 : 1) << name;
    const Image image = decode(as_bytes(bytes));
    EXPECT_EQ(image.width, one["width"].get<int>()) << name;
    EXPECT_EQ(image.height, one["height"].get<int>()) << name;
    EXPECT_EQ(crc32_of(image.pixels), one["crc32"].get<uint32_t>()) << name;
  }
}

}  // namespace
}  // namespace sempurna
