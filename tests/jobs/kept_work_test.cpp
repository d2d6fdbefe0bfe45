#include "jobs/kept_work.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

class KeptWork : public testing::Test {
 protected:
  JobFolder job(const std::string& name) const { return {folder_.path() / name}; }
  fs::path pool() const { return folder_.path() / "pool"; }

  JobFolder worked(const std::string& name, const std::string& features) const {
    const JobFolder job = this->job(name);
    make_folders(job.features() / features);
    write_file_atomic(job.features() / features / "training-0-0.safetensors", "features " + name);
    write_file_atomic(job.checkpoints() / "pictures.cache", "pictures " + name);
    write_file_atomic(job.checkpoints() / "forecast.json", "of " + name);
    return job;
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(KeptWork, IsThereForTheNextAndOutlivesWhoeverMadeIt) {
  const JobFolder first = worked("first", "aa");
  keep_work(first, pool());
  fs::remove_all(first.root);
  const JobFolder second = job("second");
  make_folders(second.root);
  lend_work(pool(), second);
  EXPECT_EQ(read_file(second.features() / "aa" / "training-0-0.safetensors"), "features first");
  EXPECT_EQ(read_file(second.checkpoints() / "pictures.cache"), "pictures first");
  EXPECT_FALSE(fs::exists(second.checkpoints() / "forecast.json"));
}

TEST_F(KeptWork, WhatIsThereStays) {
  keep_work(worked("first", "aa"), pool());
  keep_work(worked("second", "aa"), pool());
  const JobFolder third = worked("third", "aa");
  lend_work(pool(), third);
  EXPECT_EQ(read_file(third.features() / "aa" / "training-0-0.safetensors"), "features third");
  const JobFolder fourth = job("fourth");
  make_folders(fourth.root);
  lend_work(pool(), fourth);
  EXPECT_EQ(read_file(fourth.features() / "aa" / "training-0-0.safetensors"), "features first");
}

TEST_F(KeptWork, FeaturesOfFewKindsAreKept) {
  for (int k = 0; k < 7; ++k) keep_work(worked(std::to_string(k), std::to_string(k)), pool());
  EXPECT_TRUE(fs::exists(JobFolder{pool()}.features() / "3"));
  EXPECT_FALSE(fs::exists(JobFolder{pool()}.features() / "4"));
  // More of a kind that is there.
  const JobFolder more = worked("more", "2");
  write_file_atomic(more.features() / "2" / "training-1-0.safetensors", "another view");
  keep_work(more, pool());
  EXPECT_TRUE(fs::exists(JobFolder{pool()}.features() / "2" / "training-1-0.safetensors"));
}

TEST_F(KeptWork, OfNothingNothingIsKept) {
  const JobFolder empty = job("empty");
  make_folders(empty.root);
  keep_work(empty, pool());
  lend_work(pool(), empty);
  EXPECT_TRUE(fs::is_empty(empty.root));
}

}  // namespace
}  // namespace sempurna
