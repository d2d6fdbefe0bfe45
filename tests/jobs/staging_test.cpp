#include "jobs/staging.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "store/disk_store.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

class Staging : public testing::Test {
 protected:
  Staging() : store_(root_.path() / "store") { store_.create_bucket({.name = kBucket}); }

  void put(const std::string& key, const std::string& text) {
    const auto writer = store_.write(kBucket, key, ObjectAttributes{});
    writer->write(text);
    writer->commit();
  }
  std::string fetch(const std::string& key) {
    return stage_in({store_, "http://here"}, Location::parse("s3://data/" + key),
                    root_.path() / "copies",
                    [this](const std::string& line) { said_.push_back(line); });
  }

  static constexpr auto kBucket = "data";
  TemporaryFolder root_;
  DiskStore store_;
  std::vector<std::string> said_;
};

TEST_F(Staging, ObjectsBecomeFilesAndAreFetchedOnce) {
  put("flowers/rose/1.jpg", "a");
  put("flowers/tulip/2.jpg", "bb");
  put("flowers-old/rose/1.jpg", "c");
  put("flowers/", "");
  const fs::path folder = fetch("flowers");
  EXPECT_EQ(read_file(folder / "rose" / "1.jpg"), "a");
  EXPECT_EQ(read_file(folder / "tulip" / "2.jpg"), "bb");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 2);
  EXPECT_EQ(said_, std::vector<std::string>{"Fetching 2 objects (3 B) of s3://data/flowers"});
  EXPECT_EQ(fetch("flowers"), folder);
  EXPECT_EQ(said_.size(), 1u);
}

TEST_F(Staging, OneObjectIsAFile) {
  put("texts/data.csv", "0,a\n");
  EXPECT_EQ(read_file(fetch("texts/data.csv")), "0,a\n");
  EXPECT_EQ(fs::path(fetch("texts/data.csv")).filename(), "data.csv");
}

TEST_F(Staging, OtherContentLiesInAnotherFolder) {
  put("texts/data.csv", "0,a\n");
  const fs::path before = fetch("texts");
  put("texts/data.csv", "0,b\n");
  const fs::path after = fetch("texts");
  EXPECT_EQ(read_file(before / "data.csv"), "0,a\n");
  EXPECT_EQ(read_file(after / "data.csv"), "0,b\n");
}

TEST_F(Staging, KeysThatCannotBeFilesAreNamed) {
  expect_error(Code::NotFound, "s3://data/nothing holds no objects at http://here",
               [&] { fetch("nothing"); });
  put("up/../../out", "x");
  expect_error(Code::InvalidArgument, "s3://data/up/../../out cannot be a file of that name",
               [&] { fetch("up"); });
  put("both", "x");
  put("both/inside", "y");
  expect_error(Code::InvalidArgument, "s3://data/both/inside is an object and also what", [&] {
    put("both/inside/deep", "z");
    fetch("both/");
  });
}

TEST_F(Staging, AFileGoesOut) {
  write_file_atomic(root_.path() / "model", std::string(3'000'000, 'm'));
  stage_out(store_, root_.path() / "model", kBucket, "a/model");
  EXPECT_EQ(store_.head(kBucket, "a/model")->size, 3'000'000u);
}

}  // namespace
}  // namespace sempurna
