#include "jobs/finish_job.h"

#include <gtest/gtest.h>

#include "job_folder_maker.h"

namespace sempurna {
namespace {

class FinishJob : public testing::Test {
 protected:
  FinishJob()
      : folder_(lay_job(root_.path(), "job", root_.path() / "data.csv")),
        job_{folder_, "job", "test-tc", true, lock_job(folder_)} {
    JobClock::begin(folder_);
    make_folders(folder_.checkpoints() / "00000001");
    make_folders(folder_.model());
    write_file_atomic(folder_.model() / "config.json", "{}");
  }

  fs::path archive() const { return folder_.output() / "model.tar.gz"; }
  Json finish() {
    return finish_job(job_, JobClock(folder_), {{"event", "result"}, {"epochs", 2}});
  }

 private:
  TemporaryFolder root_;

 protected:
  JobFolder folder_;
  PreparedJob job_;
};

TEST_F(FinishJob, KeepsTheArchiveAndTheFacts) {
  EXPECT_FALSE(finished_job(folder_));
  const Json facts = finish();
  EXPECT_TRUE(fs::exists(archive()));
  EXPECT_FALSE(fs::exists(folder_.output() / "model.tar.gz.packed"));
  EXPECT_FALSE(fs::exists(folder_.model()));
  EXPECT_FALSE(fs::exists(folder_.checkpoints()));
  for (const char* name : {"parent_model", "training_job_name", "training_job_arn",
                           "training_seconds", "output", "created", "epochs"}) {
    EXPECT_TRUE(facts.contains(name)) << name;
  }
  EXPECT_EQ(finished_job(folder_), facts);
}

TEST_F(FinishJob, KilledAfterTheArchiveCameItIsTidiedUp) {
  const Json facts = finish();
  make_folders(folder_.model());
  make_folders(folder_.checkpoints());
  EXPECT_EQ(finished_job(folder_), facts);
  EXPECT_FALSE(fs::exists(folder_.model()));
  EXPECT_FALSE(fs::exists(folder_.checkpoints()));
}

TEST_F(FinishJob, KilledBetweenTheFactsAndTheArchiveItIsNotFinished) {
  const Json facts = finish();
  fs::rename(archive(), folder_.output() / "model.tar.gz.packed");
  EXPECT_FALSE(finished_job(folder_));
  make_folders(folder_.model());
  write_file_atomic(folder_.model() / "config.json", "{}");
  EXPECT_EQ(finish().at("created"), facts.at("created"));
  EXPECT_TRUE(finished_job(folder_));
}

TEST_F(FinishJob, ALooseModelIsAFolderInPlaceOfTheArchive) {
  job_.has_loose_output = true;
  const Json facts = finish();
  EXPECT_EQ(facts.at("output"), (folder_.output() / "model").string());
  EXPECT_EQ(read_file(folder_.output() / "model" / "config.json"), "{}");
  EXPECT_FALSE(fs::exists(archive()));
  EXPECT_FALSE(fs::exists(folder_.model()));
  EXPECT_FALSE(fs::exists(folder_.checkpoints()));
  EXPECT_EQ(finished_job(folder_), facts);
}

TEST_F(FinishJob, ALooseModelIsThereOnceItsFactsAre) {
  job_.has_loose_output = true;
  finish();
  // As it is between the two.
  fs::rename(folder_.loose_model(), folder_.model());
  EXPECT_FALSE(finished_job(folder_));
  EXPECT_TRUE(fs::exists(folder_.model()));
  finish();
  EXPECT_TRUE(finished_job(folder_));
}

// Without the facts in place first, a kill here would leave an archive that nobody can explain.
TEST_F(FinishJob, NoArchiveAppearsWhenTheFactsCannotBeWritten) {
  fs::remove(job_record(folder_));
  const JobClock clock(folder_);
  make_folders(job_record(folder_) / "in the way");
  EXPECT_THROW(finish_job(job_, clock, {{"event", "result"}}), Error);
  EXPECT_FALSE(fs::exists(archive()));
  EXPECT_TRUE(fs::exists(folder_.checkpoints()));
}

}  // namespace
}  // namespace sempurna
