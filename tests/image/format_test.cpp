#include "image/format.h"

#include <gtest/gtest.h>

#include "image/pictures.h"

namespace sempurna {
namespace {

std::string said(std::string_view bytes) {
  return describe_unread(as_bytes(bytes));
}

TEST(Format, IsKnownByTheFirstBytes) {
  EXPECT_EQ(recognise(as_bytes("\xff\xd8\xff\xe0")), Format::Jpeg);
  EXPECT_EQ(recognise(as_bytes("\x89PNG\r\n\x1a\n...")), Format::Png);
  EXPECT_EQ(recognise(as_bytes("RIFF....WEBPVP8 ")), Format::WebP);
  EXPECT_EQ(recognise(as_bytes("RIFF....WAVE")), Format::None);
  EXPECT_EQ(recognise(as_bytes("")), Format::None);
  EXPECT_EQ(name(Format::WebP), "WebP");
}

TEST(Format, OthersAreNamedWithARemedy) {
  using std::string_literals::operator""s;
  EXPECT_EQ(said("GIF89a..."),
            "this is a GIF picture, which is not read: convert it to PNG or JPEG");
  EXPECT_EQ(said("II*\0..."s),
            "this is a TIFF picture (or a camera's raw file), which is not read: "
            "convert it to PNG or JPEG");
  EXPECT_EQ(said("\0\0\0\x18"
                 "ftypheic"s),
            "this is a HEIC picture, which is not read: convert it to PNG or JPEG");
  EXPECT_EQ(said("%PDF-1.4"),
            "this is a PDF document, which is not read: export its pictures as PNG or JPEG");
  EXPECT_EQ(said("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0...."s),
            "this is a BMP picture, which is not read: convert it to PNG or JPEG");
  EXPECT_EQ(said("P6\n2 2\n255\n"),
            "this is a Netpbm picture, which is not read: convert it to PNG or JPEG");
  EXPECT_EQ(said("\xef\xbb\xbf\n <!DOCTYPE HTML><html>"),
            "this is a web page (HTML), probably an error page saved in place of the picture: "
            "download the picture again");
  EXPECT_EQ(said("<?xml version=\"1.0\"?><svg/>"),
            "this is an SVG drawing, which is not read: convert it to PNG or JPEG");
  EXPECT_EQ(said("version https://git-lfs.github.com/spec/v1"),
            "this is a Git LFS pointer, not the picture itself, which is not read: fetch the "
            "pictures with \"git lfs pull\"");
  EXPECT_EQ(said("BMW is a maker of cars"),
            "this is text, not a picture, which is not read: remove it from the data");
  EXPECT_EQ(said(""), "the file is empty: copy or download it again");
  EXPECT_EQ(said("\0\0\0\0\0"s), "the file holds only zero bytes: copy or download it again");
  EXPECT_EQ(
      said("\x89PNG\n\x1a\n"),
      "the file begins like a PNG but its first bytes are damaged: copy or download it again");
  EXPECT_EQ(said("\x01\x02\x03"),
            "this is not a picture of a known format (JPEG, PNG or WebP): convert it or remove it "
            "from the data");
}

}  // namespace
}  // namespace sempurna
