#include "image/inspect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "image/encode.h"
#include "image/pictures.h"
#include "image/png_maker.h"

namespace sempurna {
namespace {

using ::testing::HasSubstr;

std::string jpeg() {
  return encode_jpeg(smooth_picture(40, 30), 90);
}

std::string png(std::string_view before = "") {
  return make_png(2, 1, 8, 2, std::string("\0abcdef", 7), before);
}

/// EXIF with one entry, the orientation, in big-endian TIFF.
std::string exif(int orientation) {
  std::string tiff("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", 26);
  tiff[19] = static_cast<char>(orientation);
  return tiff;
}

/// The same with a value of another type, in TIFF's numbers.
std::string exif_of_type(char type, std::string_view value) {
  std::string tiff = exif(0);
  tiff[13] = type;
  return tiff.replace(18, value.size(), value);
}

std::string riff(std::string_view chunks) {
  const auto size = static_cast<uint32_t>(chunks.size() + 4);
  return "RIFF" +
         std::string{static_cast<char>(size), static_cast<char>(size >> 8),
                     static_cast<char>(size >> 16), static_cast<char>(size >> 24)} +
         "WEBP" + std::string(chunks);
}

std::string problem(std::string_view bytes) {
  return inspect(as_bytes(bytes)).problem.value_or("");
}

TEST(Inspect, AnOrientationMayBeOfAnyIntegerType) {
  using namespace std::string_view_literals;
  const auto orientation = [](char type, std::string_view value) {
    const std::string bytes = png(png_chunk("eXIf", exif_of_type(type, value)));
    return inspect(as_bytes(bytes)).orientation;
  };
  EXPECT_EQ(orientation(1, "\6"sv), 6) << "BYTE";
  EXPECT_EQ(orientation(3, "\0\6"sv), 6) << "SHORT";
  EXPECT_EQ(orientation(4, "\0\0\0\6"sv), 6) << "LONG";
  EXPECT_EQ(orientation(6, "\6"sv), 6) << "SBYTE";
  EXPECT_EQ(orientation(8, "\0\6"sv), 6) << "SSHORT";
  EXPECT_EQ(orientation(9, "\0\0\0\6"sv), 6) << "SLONG";
  EXPECT_EQ(orientation(4, "\0\1\0\6"sv), 1) << "beyond 8";
  EXPECT_EQ(orientation(9, "\xff\xff\xff\xff"sv), 1) << "below 0";
  EXPECT_EQ(orientation(2, "6\0"sv), 1) << "ASCII";
  EXPECT_EQ(orientation(7, "\6"sv), 1) << "UNDEFINED";
}

TEST(Inspect, ASoundJpegHasASizeAndNoProblem) {
  const std::string bytes = jpeg();
  const Inspection found = inspect(as_bytes(bytes));
  EXPECT_EQ(found.format, Format::Jpeg);
  EXPECT_EQ(found.width, 40);
  EXPECT_EQ(found.height, 30);
  EXPECT_EQ(found.orientation, 1);
  EXPECT_FALSE(found.problem) << *found.problem;
  EXPECT_TRUE(found.notes.empty());
}

TEST(Inspect, AJpegCutAnywhereHasAProblem) {
  const std::string whole = jpeg();
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(problem(whole.substr(0, length)), "") << "cut to " << length << " bytes";
  }
  EXPECT_EQ(problem(whole.substr(0, whole.size() - 1)),
            "the JPEG ends before its end marker (EOI): the file is probably truncated; copy or "
            "download it again");
}

TEST(Inspect, APngCutAnywhereHasAProblem) {
  const std::string whole = png();
  ASSERT_EQ(problem(whole), "");
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(problem(whole.substr(0, length)), "") << "cut to " << length << " bytes";
  }
  EXPECT_EQ(problem(whole.substr(0, whole.size() - 1)),
            "the PNG ends before its last chunk (IEND): the file is probably truncated; copy or "
            "download it again");
}

TEST(Inspect, AWrongChecksumInAPngIsNamedWhereItMatters) {
  std::string broken = png();
  broken[broken.find("IDAT") + 6] ^= 1;
  EXPECT_EQ(problem(broken),
            "the checksum (CRC) of the PNG's chunk IDAT at byte 33 is wrong: the file is damaged; "
            "copy or download it again");
  broken = png(png_chunk("tEXt", "Title\0hello"));
  broken[broken.find("Title")] ^= 1;
  const Inspection found = inspect(as_bytes(broken));
  EXPECT_FALSE(found.problem) << *found.problem;
  EXPECT_THAT(found.notes,
              ::testing::ElementsAre(
                  "the checksum of the PNG's chunk tEXt at byte 33 is wrong; it is not needed"));
}

TEST(Inspect, APngOfImpossibleKindIsRefused) {
  const auto with_header = [](std::string_view header) {
    return std::string(kPngSignature) + std::string(header) + png_chunk("IDAT", "") +
           png_chunk("IEND", "");
  };
  EXPECT_THAT(problem(with_header(png_header(0, 1, 8, 2))), HasSubstr("its size as 0 x 1"));
  EXPECT_THAT(problem(with_header(png_header(1, 1, 3, 2))), HasSubstr("3 bits with colour type 2"));
  EXPECT_THAT(problem(with_header(png_header(1, 1, 8, 2, 7))), HasSubstr("(0, 0, 7)"));
  EXPECT_THAT(problem(with_header(png_header(1, 1, 8, 3))), HasSubstr("palette (PLTE)"));
  EXPECT_THAT(problem(with_header(png_header(2000000, 1, 8, 2))), HasSubstr("2000000 x 1"));
  EXPECT_THAT(problem(with_header(png_chunk("CgBI", "1234"))), HasSubstr("Apple's variant"));
  EXPECT_THAT(problem(with_header("")), HasSubstr("begins with a chunk IDAT"));
  EXPECT_THAT(problem(std::string(kPngSignature) + png_header(1, 1, 8, 2) + png_chunk("IEND", "")),
              HasSubstr("no picture data (IDAT)"));
}

TEST(Inspect, OrientationIsReadFromPngAndTurnsTheSize) {
  const Inspection found = inspect(as_bytes(png(png_chunk("eXIf", exif(6)))));
  EXPECT_EQ(found.orientation, 6);
  EXPECT_EQ(found.width, 1);
  EXPECT_EQ(found.height, 2);
  EXPECT_EQ(inspect(as_bytes(png(png_chunk("eXIf", exif(9))))).orientation, 1);
  EXPECT_EQ(inspect(as_bytes(png(png_chunk("eXIf", "no TIFF")))).orientation, 1);
}

TEST(Inspect, OrientationIsReadFromJpeg) {
  const std::string body = std::string("Exif\0\0", 6) + exif(8);
  const std::string segment =
      std::string("\xff\xe1\0", 3) + static_cast<char>(body.size() + 2) + body;
  const Inspection found = inspect(as_bytes(jpeg().insert(2, segment)));
  EXPECT_FALSE(found.problem) << *found.problem;
  EXPECT_EQ(found.orientation, 8);
  EXPECT_EQ(found.width, 30);
}

TEST(Inspect, JpegStructureThatCannotBeDecodedIsNamed) {
  const std::string whole = jpeg();
  const size_t frame = whole.find("\xff\xc0");
  std::string changed = whole;
  changed[frame + 1] = '\xc3';
  EXPECT_THAT(problem(changed), HasSubstr("lossless or hierarchical"));
  changed = whole;
  changed[frame + 4] = 12;
  EXPECT_THAT(problem(changed), HasSubstr("12 bits a sample"));
  changed = whole;
  changed[frame + 5] = changed[frame + 6] = 0;
  EXPECT_THAT(problem(changed), HasSubstr("its size as 40 x 0"));
  EXPECT_THAT(problem(whole.substr(0, 2) + whole), HasSubstr("a second JPEG begins"));
  EXPECT_THAT(problem("\xff\xd8\xff\xd9"), HasSubstr("no picture data"));
  EXPECT_THAT(problem(std::string("\xff\xd8\xff\xda\0\x08", 6) + std::string(20, '\0')),
              HasSubstr("begins before its frame header"));
  EXPECT_THAT(problem(std::string("\xff\xd8\xff\xe0\0\1", 6)), HasSubstr("gives its length as 1"));
  EXPECT_THAT(problem("\xff\xd8\xff\xf5"), HasSubstr("unknown JPEG marker 0xF5 at byte 2"));
}

TEST(Inspect, AJpegOfEndlessScansIsRefused) {
  std::string bytes = jpeg();
  const size_t scan = bytes.find("\xff\xda");
  const std::string header = bytes.substr(scan, 14);
  std::string many = bytes.substr(0, scan);
  for (int i = 0; i < 201; ++i) many += header;
  EXPECT_THAT(problem(many + "\xff\xd9"), HasSubstr("more than 200 scans"));
}

TEST(Inspect, BytesAfterTheEndAreNoted) {
  EXPECT_THAT(inspect(as_bytes(jpeg() + "xyz")).notes,
              ::testing::ElementsAre("3 bytes follow the JPEG's end marker"));
  EXPECT_THAT(inspect(as_bytes(png() + "xyz")).notes,
              ::testing::ElementsAre("3 bytes follow the PNG's last chunk"));
}

TEST(Inspect, TooManyPixelsAreRefusedByTheHeaderAlone) {
  const std::string bomb = std::string(kPngSignature) + png_header(100000, 100000, 8, 2) +
                           png_chunk("IDAT", "") + png_chunk("IEND", "");
  EXPECT_EQ(problem(bomb),
            "the picture has 100000 x 100000 pixels, more than the 178956970 that are allowed: "
            "make it smaller");
  const std::string small = png();
  EXPECT_TRUE(inspect(as_bytes(small), 1).problem);
  EXPECT_FALSE(inspect(as_bytes(small), 2).problem);
}

TEST(Inspect, WebpSizesAreChecked) {
  const std::string lossless("VP8L\x06\0\0\0\x2f\x04\x40\0\0\0", 14);  // 5 x 2
  const Inspection found = inspect(as_bytes(riff(lossless)));
  EXPECT_EQ(found.format, Format::WebP);
  EXPECT_FALSE(found.problem) << *found.problem;
  EXPECT_EQ(found.width, 5);
  EXPECT_EQ(found.height, 2);
  const std::string whole = riff(lossless);
  EXPECT_THAT(problem(whole.substr(0, whole.size() - 1)), HasSubstr("shorter than it says"));
  std::string reaching = whole;
  reaching[16] = 100;
  EXPECT_THAT(problem(reaching), HasSubstr("chunk at byte 12 reaches past the end"));
  EXPECT_THAT(problem(riff("")), HasSubstr("holds no picture data"));
  std::string wrong = whole;
  wrong[20] = 0;
  EXPECT_THAT(problem(wrong), HasSubstr("frame header is wrong"));
}

TEST(Inspect, AnimationsAreSaid) {
  const std::string extended("VP8X\x0a\0\0\0\x02\0\0\0\x09\0\0\x04\0\0", 18);  // 10 x 5
  const std::string frame = std::string("ANMF\x10\0\0\0", 8) + std::string(16, '\0');
  const Inspection webp = inspect(as_bytes(riff(extended + frame)));
  EXPECT_FALSE(webp.problem) << *webp.problem;
  EXPECT_TRUE(webp.animated);
  EXPECT_EQ(webp.width, 10);
  EXPECT_EQ(webp.height, 5);
  EXPECT_THAT(problem(riff(frame)), HasSubstr("frame header is wrong"));
  EXPECT_TRUE(inspect(as_bytes(png(png_chunk("acTL", std::string(8, '\0'))))).animated);
}

TEST(Inspect, ChangedBytesNeverLeadOutOfBounds) {
  const std::string lossless("VP8L\x06\0\0\0\x2f\x04\x40\0\0\0", 14);
  for (const std::string& whole : {jpeg(), png(png_chunk("eXIf", exif(6))), riff(lossless)}) {
    Random random(7);
    for (int round = 0; round < 3000; ++round) {
      std::string changed = whole.substr(0, random.below(whole.size()) + 1);
      for (int i = 0; i < 3; ++i) {
        changed[random.below(changed.size())] = static_cast<char>(random.below(256));
      }
      inspect(as_bytes(changed));
    }
  }
}

}  // namespace
}  // namespace sempurna
