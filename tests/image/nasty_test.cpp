// Pillow's own decoder test pictures, and pictures in all EXIF orientations.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "base/error.h"
#include "base/files.h"
#include "image/decode.h"
#include "image/pictures.h"
#include "support/shared_data.h"

namespace sempurna {
namespace {

/// Where our verdict is not Pillow's; docs/formats.md lists the same with the reasons.
const std::map<std::string, std::string> kDifferences = {
    {"broken_data_stream.png", "the checksum (CRC) of the PNG's chunk IDAT at byte 33 is wrong"},
    {"truncated_end_chunk.png", "the PNG ends before its last chunk (IEND)"},
    {"png_decompression_dos.png", ""},
    {"truncated_exif_dpi.jpg", ""},
    {"unknown_compression_method.png", ""},
};

struct Row {
  std::string path;
  std::string magic;
  std::string says;
};

/// The columns wanted of index.csv; its only quoted column is the last.
std::vector<Row> read_index(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  std::vector<Row> rows;
  while (std::getline(stream, line)) {
    std::vector<std::string> cells;
    for (size_t at = 0; cells.size() < 10; at = line.find(',', at) + 1) {
      cells.push_back(line.substr(at, line.find(',', at) - at));
    }
    size_t last = 0;
    for (int i = 0; i < 10; ++i) last = line.find(',', last) + 1;
    rows.push_back({cells[0], cells[2], line.substr(last)});
  }
  return rows;
}

/// The reason of refusal, or empty.
std::string verdict(const fs::path& file) {
  const MappedFile mapped(file);
  const Inspection found = inspect(mapped.bytes());
  try {
    const Image image = decode(mapped.bytes());
    EXPECT_FALSE(found.problem) << file << ": decoded, though " << *found.problem;
    EXPECT_EQ(image.width, found.width) << file;
    EXPECT_EQ(image.height, found.height) << file;
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::DataCorrupt) << file;
    return error.what();
  }
}

TEST(NastyPictures, TheVerdictIsPillowsButForTheListedDifferences) {
  const auto folder = shared_data("data/nasty/images");
  if (!folder) GTEST_SKIP() << "the reference pictures (data/nasty/images) are not here";
  int accepted = 0;
  for (const Row& row : read_index(*folder / "index.csv")) {
    if (!row.magic.starts_with("89504e47") && !row.magic.starts_with("ffd8ff") &&
        !row.magic.starts_with("52494646")) {
      continue;
    }
    const std::string said = verdict(*folder / row.path);
    const auto difference = kDifferences.find(row.path);
    const bool pillow_reads = row.says == "ok" || row.says == "ok\r";
    if (difference != kDifferences.end()) {
      EXPECT_NE(said.empty(), pillow_reads) << row.path << " is listed as a difference and is none";
      EXPECT_TRUE(said.starts_with(difference->second)) << row.path << ": " << said;
    } else {
      EXPECT_EQ(said.empty(), pillow_reads)
          << row.path << "\nours:   " << said << "\nPillow: " << row.says;
    }
    accepted += said.empty() ? 1 : 0;
  }
  EXPECT_GT(accepted, 400);
}

TEST(NastyPictures, OtherFormatsAreNamed) {
  const auto folder = shared_data("data/nasty/images");
  if (!folder) GTEST_SKIP() << "the reference pictures (data/nasty/images) are not here";
  for (const Row& row : read_index(*folder / "index.csv")) {
    const bool gif = row.magic.starts_with("4749463");
    if (!gif && !row.magic.starts_with("424d")) continue;
    EXPECT_EQ(verdict(*folder / row.path),
              std::string("this is a ") + (gif ? "GIF" : "BMP") +
                  " picture, which is not read: convert it to PNG or JPEG")
        << row.path;
  }
}

TEST(ExifOrientation, AllLookTheSame) {
  const auto folder = shared_data("data/nasty/exif_orientation");
  if (!folder) GTEST_SKIP() << "the reference pictures (data/nasty/exif_orientation) are not here";
  for (const std::string kind : {"Landscape", "Portrait"}) {
    const auto read = [&](int orientation) {
      const MappedFile file(*folder / (kind + "_" + std::to_string(orientation) + ".jpg"));
      return decode(file.bytes());
    };
    const Image reference = read(1);
    for (int orientation = 0; orientation <= 8; ++orientation) {
      const Image image = read(orientation);
      ASSERT_EQ(image.width, reference.width) << kind << orientation;
      ASSERT_EQ(image.height, reference.height) << kind << orientation;
      double sum = 0;
      for (size_t i = 0; i < image.pixels.size(); ++i) {
        sum += std::abs(int{image.pixels[i]} - int{reference.pixels[i]});
      }
      EXPECT_LT(sum / static_cast<double>(image.pixels.size()), 6) << kind << orientation;
    }
  }
}

}  // namespace
}  // namespace sempurna
