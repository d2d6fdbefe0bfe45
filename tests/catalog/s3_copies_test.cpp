#include "catalog/s3_copies.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

TEST(S3Copies, AreToldAsThePlacesThatTheyAreCopiesOf) {
  const TemporaryFolder home;
  const fs::path copy = s3_copies(home.path()) / "my.bucket-0123456789abcdef";
  make_folders(copy);
  note_s3_place(copy, "s3://my.bucket/flowers");
  EXPECT_EQ(
      with_s3_places(copy.string() + "/train/a.jpg: damaged, see " + copy.string(), home.path()),
      "s3://my.bucket/flowers/train/a.jpg: damaged, see s3://my.bucket/flowers");
  // Nobody noted what this is.
  const std::string other = (s3_copies(home.path()) / "b-1/x.csv").string();
  EXPECT_EQ(with_s3_places(other, home.path()), other);
  EXPECT_EQ(with_s3_places("data.csv, row 2", home.path()), "data.csv, row 2");
}

TEST(S3Copies, TellWhatAPathIsACopyOf) {
  const TemporaryFolder home;
  const fs::path copy = s3_copies(home.path()) / "my.bucket-0123456789abcdef";
  make_folders(copy);
  EXPECT_EQ(s3_place_of(copy), std::nullopt);
  note_s3_place(copy, "s3://my.bucket/out/job/output/model");
  EXPECT_EQ(s3_place_of(copy), "s3://my.bucket/out/job/output/model");
  note_s3_place(copy, "s3://my.bucket/out/job/output");
  EXPECT_EQ(s3_place_of(copy / "model.tar.gz"), "s3://my.bucket/out/job/output/model.tar.gz");
}

}  // namespace
}  // namespace sempurna
