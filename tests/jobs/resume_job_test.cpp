#include "jobs/resume_job.h"

#include <gtest/gtest.h>

#include "job_folder_maker.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

class ResumeJob : public testing::Test {
 protected:
  ResumeJob() { lay_job(output(), "job", data()); }

  fs::path output() const { return folder_.path(); }
  fs::path data() const { return fs::canonical(folder_.path()) / "data.csv"; }

  TrainingRequest request() const {
    TrainingRequest request;
    request.name = "job";
    request.resume = true;
    return request;
  }
  void accept(const TrainingRequest& request) const {
    const PreparedJob job = resume_job(request, output());
    EXPECT_FALSE(job.fresh);
    EXPECT_EQ(job.model_id, "test-tc");
  }
  void refuse(const TrainingRequest& request, const std::string& sentence) const {
    expect_error(Code::InvalidArgument, sentence, [&] { resume_job(request, output()); });
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(ResumeJob, NeedsNoMoreThanTheName) {
  accept(request());
}

TEST_F(ResumeJob, EqualSettingsMayBeWrittenOtherwise) {
  auto same = request();
  same.hyperparameters = {{"learning_rate", "1e-3"}, {"train_only_top_layer", "false"}};
  same.model = "test-tc";
  same.data = data();
  accept(same);
}

TEST_F(ResumeJob, OtherHyperparametersAreRefusedByName) {
  auto other = request();
  other.hyperparameters = {{"learning_rate", "0.002"}};
  refuse(other,
         "a resumed job keeps its settings, but learning_rate was 0.001 and is now 0.002; leave it "
         "out, or start a new job");
  other.hyperparameters = {{"augmentation", "True"}};
  refuse(other,
         "there is no hyperparameter augmentation. `sempurna models show ID` lists those of a "
         "model");
}

TEST_F(ResumeJob, AnotherModelOrOtherDataAreRefused) {
  auto other = request();
  other.model = "another-tc";
  refuse(other, "but the model was test-tc and is now another-tc; leave it out");
  other = request();
  other.data = "default";
  refuse(other, "but --data was " + data().string() + " and is now default; leave it out");
  write_file_atomic(output() / "other.csv", "0,a\n");
  other.data = output() / "other.csv";
  refuse(other, "and is now " + other.data);
  other = request();
  other.validation = data();
  refuse(other, "but --validation was not given and is now " + data().string());
  other = request();
  other.test = data();
  refuse(other, "but --test was not given and is now");
}

TEST_F(ResumeJob, AMissingJobAndABusyOneAreTold) {
  const PreparedJob first = resume_job(request(), output());
  expect_error(Code::Conflict, "is running already; wait until it has ended",
               [&] { resume_job(request(), output()); });
  auto missing = request();
  missing.name = "nowhere";
  expect_error(Code::NotFound, "there is no job nowhere in " + output().string() + " to resume",
               [&] { resume_job(missing, output()); });
}

}  // namespace
}  // namespace sempurna
