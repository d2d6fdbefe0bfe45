#include "image/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <webp/encode.h>

#include "base/error.h"
#include "base/random.h"
#include "image/encode.h"
#include "image/exif_maker.h"
#include "image/pictures.h"
#include "image/png_maker.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Image decode_text(std::string_view bytes, const DecodeOptions& options = {}) {
  return decode(as_bytes(bytes), options);
}

std::string refusal(std::string_view bytes) {
  try {
    decode_text(bytes);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::DataCorrupt);
    return error.what();
  }
  return "";
}

std::string lossless_webp(const Image& image) {
  uint8_t* data = nullptr;
  const size_t size =
      WebPEncodeLosslessRGB(image.pixels.data(), image.width, image.height, image.width * 3, &data);
  std::string bytes(reinterpret_cast<char*>(data), size);
  WebPFree(data);
  return bytes;
}

TEST(Decode, AJpegComesBackAsItWasButForItsLoss) {
  const Image picture = smooth_picture(61, 47);
  EXPECT_LE(largest_difference(decode_text(encode_jpeg(picture, 95)), picture), 12);
}

TEST(Decode, AWebpComesBackExactly) {
  const Image picture = test_picture(61, 47);
  EXPECT_EQ(largest_difference(decode_text(lossless_webp(picture)), picture), 0);
}

TEST(Decode, PngOfEveryKindBecomesRgb) {
  using std::string_literals::operator""s;
  const auto pixels = [](std::string_view png) { return decode_text(png).pixels; };
  EXPECT_THAT(pixels(make_png(2, 1, 8, 2, "\0\1\2\3\4\5\6"s)), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(pixels(make_png(1, 1, 8, 6, "\0\1\2\3\0"s)), ElementsAre(1, 2, 3));
  EXPECT_THAT(pixels(make_png(1, 1, 16, 2, "\0\1\xff\2\xff\3\xff"s)), ElementsAre(1, 2, 3));
  EXPECT_THAT(pixels(make_png(1, 1, 16, 0, "\0\x7f\xff"s)), ElementsAre(127, 127, 127));
  EXPECT_THAT(pixels(make_png(1, 1, 8, 4, "\0\x09\x80"s)), ElementsAre(9, 9, 9));
  EXPECT_THAT(pixels(make_png(2, 1, 1, 0, "\0\x40"s)), ElementsAre(0, 0, 0, 255, 255, 255));
  EXPECT_THAT(pixels(make_png(2, 1, 4, 0, "\0\x1f"s)), ElementsAre(17, 17, 17, 255, 255, 255));
  EXPECT_THAT(pixels(make_png(2, 1, 2, 3, "\0\x40"s, png_chunk("PLTE", "abcdef"))),
              ElementsAre('d', 'e', 'f', 'a', 'b', 'c'));
}

TEST(Decode, TransparencyOfAPaletteIsDropped) {
  using std::string_literals::operator""s;
  const std::string chunks = png_chunk("PLTE", "abcdef") + png_chunk("tRNS", "\0\x80"s);
  EXPECT_THAT(decode_text(make_png(1, 1, 8, 3, "\0\1"s, chunks)).pixels,
              ElementsAre('d', 'e', 'f'));
}

TEST(Decode, EveryOrientationLooksTheSame) {
  const Image picture = smooth_picture(48, 32);
  // What a camera stores whose picture is then turned or mirrored back, orientation by orientation.
  const auto stored = [&](int orientation) {
    const bool turned = orientation >= 5;
    Image image(turned ? 32 : 48, turned ? 48 : 32);
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 48; ++x) {
        const int right = 47 - x;
        const int down = 31 - y;
        const int at[9][2] = {{},     {x, y},     {right, y},    {right, down}, {x, down},
                              {y, x}, {y, right}, {down, right}, {down, x}};
        for (int channel = 0; channel < 3; ++channel) {
          image.row(at[orientation][1])[3 * at[orientation][0] + channel] =
              picture.row(y)[3 * x + channel];
        }
      }
    }
    return image;
  };
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const std::string bytes = with_orientation(encode_jpeg(stored(orientation), 95), orientation);
    EXPECT_LE(largest_difference(decode_text(bytes), picture), 12) << orientation;
  }
}

TEST(Decode, AJpegIsDecodedAtTheSmallestScaleThatCovers) {
  const std::string bytes = encode_jpeg(smooth_picture(400, 240), 95);
  const auto size = [&](int width, int height) {
    const Image image = decode_text(bytes, {.min_width = width, .min_height = height});
    return std::pair(image.width, image.height);
  };
  EXPECT_EQ(size(0, 0), std::pair(400, 240));
  EXPECT_EQ(size(50, 30), std::pair(50, 30));
  EXPECT_EQ(size(51, 30), std::pair(100, 60));
  EXPECT_EQ(size(50, 61), std::pair(200, 120));
  EXPECT_EQ(size(201, 1), std::pair(400, 240));
  EXPECT_EQ(size(5000, 5000), std::pair(400, 240));
  const std::string turned = with_orientation(bytes, 6);
  const Image image = decode_text(turned, {.min_width = 60, .min_height = 100});
  EXPECT_EQ(image.width, 60);
  EXPECT_EQ(image.height, 100);
  const Image scaled = decode_text(bytes, {.min_width = 100, .min_height = 60});
  EXPECT_LE(largest_difference(scaled, smooth_picture(100, 60)), 12);
}

TEST(Decode, WhatInspectRefusesIsRefusedInTheSameWords) {
  const std::string whole = encode_jpeg(smooth_picture(40, 30), 90);
  for (const std::string& bytes : {std::string(), std::string("GIF89a"),
                                   whole.substr(0, whole.size() / 2), whole.substr(0, 20)}) {
    const std::string said = refusal(bytes);
    EXPECT_NE(said, "");
    EXPECT_EQ(said, inspect(as_bytes(bytes)).problem);
  }
}

TEST(Decode, DamageInsideTheDataIsRefusedOrNoted) {
  using std::string_literals::operator""s;
  // The rows are one byte short of what the header promises.
  EXPECT_THAT(refusal(make_png(2, 1, 8, 2, "\0\1\2\3\4\5"s)),
              HasSubstr("the PNG's data cannot be decoded"));
  const std::string no_deflate = std::string(kPngSignature) + png_header(2, 1, 8, 2) +
                                 png_chunk("IDAT", "nonsense") + png_chunk("IEND", "");
  EXPECT_THAT(refusal(no_deflate), HasSubstr("the PNG's data cannot be decoded"));

  const std::string whole = encode_jpeg(test_picture(64, 64), 90);
  const std::string short_data = whole.substr(0, whole.size() - 300) + "\xff\xd9";
  std::vector<std::string> notes;
  decode_text(short_data, {.notes = &notes});
  EXPECT_THAT(notes, ElementsAre(HasSubstr("the JPEG's data is damaged (Corrupt JPEG data")));

  std::string no_tables = whole;
  no_tables.erase(no_tables.find("\xff\xdb"), 2 * 69);
  EXPECT_THAT(refusal(no_tables), HasSubstr("the JPEG's data cannot be decoded (Quantization"));

  std::string webp = lossless_webp(test_picture(20, 20));
  for (size_t i = 30; i < webp.size(); ++i) webp[i] = '\xff';
  EXPECT_THAT(refusal(webp), HasSubstr("the WebP's data cannot be decoded"));
}

TEST(Decode, ChangedBytesAreRefusedOrDecodedNeverCrashed) {
  const Image picture = test_picture(24, 17);
  const std::string png =
      make_png(2, 2, 8, 3, std::string("\0\0\1\0\1\0", 6), png_chunk("PLTE", "abcdef"));
  for (const std::string& whole : {encode_jpeg(picture, 80), lossless_webp(picture), png}) {
    Random random(3);
    for (int round = 0; round < 500; ++round) {
      std::string changed = whole;
      for (int i = 0; i < 2; ++i) {
        changed[random.below(changed.size())] = static_cast<char>(random.below(256));
      }
      try {
        const Image image = decode_text(changed, {.max_pixels = 1000000});
        EXPECT_EQ(image.pixels.size(), size_t{3} * image.width * image.height);
        EXPECT_FALSE(inspect(as_bytes(changed)).problem);
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::DataCorrupt) << error.what();
      }
    }
  }
}

}  // namespace
}  // namespace sempurna
