#include "jobs/staged_copies.h"

#include <gtest/gtest.h>

#include <thread>

#include "catalog/s3_copies.h"
#include "store/disk_store.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

class Copies : public testing::Test {
 protected:
  Copies() {
    objects_.create_bucket({.name = "pets"});
    put("texts/data.csv");
    put("pictures/a/1.png");
  }
  void put(const std::string& key) {
    const auto writer = objects_.write("pets", key, ObjectAttributes{});
    writer->write(key);
    writer->commit();
  }
  std::string stage(const std::string& job, const std::string& place) {
    return copies_.stage(job, {objects_, "here"}, Location::parse(place), [] {});
  }

  TemporaryFolder root_;
  DiskStore objects_{root_.path() / "store"};
  StagedCopies copies_{s3_copies(root_.path())};
};

TEST_F(Copies, StayUntilTheLastJobThatReadsThem) {
  const std::string texts = stage("one", "s3://pets/texts");
  EXPECT_EQ(stage("two", "s3://pets/texts"), texts);
  const std::string pictures = stage("two", "s3://pets/pictures");
  copies_.release("one");
  EXPECT_TRUE(fs::exists(texts));
  copies_.release("two");
  EXPECT_FALSE(fs::exists(texts));
  EXPECT_FALSE(fs::exists(pictures));
}

TEST_F(Copies, OfAJobThatIsGoneOnWithAreHeldByItsFolder) {
  const fs::path texts = stage("one", "s3://pets/texts");
  copies_.hold("later", texts / "data.csv");
  copies_.hold("later", root_.path() / "own-data");
  write_file_atomic(root_.path() / "own-data", "x");
  copies_.release("one");
  EXPECT_TRUE(fs::exists(texts / "data.csv"));
  copies_.release("later");
  EXPECT_FALSE(fs::exists(texts));
  EXPECT_TRUE(fs::exists(root_.path() / "own-data"));
}

TEST_F(Copies, AreFetchedOnceByJobsThatBeginTogether) {
  std::vector<std::thread> jobs;
  for (int k = 0; k < 8; ++k) {
    jobs.emplace_back([&, name = std::to_string(k)] {
      const std::string place = stage(name, "s3://pets/texts");
      EXPECT_TRUE(fs::exists(place + "/data.csv"));
      copies_.release(name);
    });
  }
  for (auto& job : jobs) job.join();
  for (const auto& entry : fs::directory_iterator(s3_copies(root_.path()))) {
    EXPECT_FALSE(entry.is_directory()) << entry.path();
  }
}

TEST_F(Copies, WhatCannotBeFetchedLeavesOthersToTry) {
  expect_error(Code::NotFound, "s3://pets/nothing holds no objects at here",
               [&] { stage("one", "s3://pets/nothing"); });
  put("nothing/data.csv");
  EXPECT_TRUE(fs::exists(stage("one", "s3://pets/nothing")));
}

}  // namespace
}  // namespace sempurna
