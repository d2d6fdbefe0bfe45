#include "catalog/job_folder.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(JobFolder, WhatWasWrittenIsRead) {
  const TemporaryFolder temporary;
  const JobFolder folder{temporary.path() / "job"};
  write_job_input(folder, {"sempurna-ic-small", {{"epochs", "3"}}, {"training", "model"}, "local"});
  const JobInput input = read_job_input(folder);
  EXPECT_EQ(input.model_id, "sempurna-ic-small");
  EXPECT_EQ(input.hyperparameters, (std::map<std::string, std::string>{{"epochs", "3"}}));
  EXPECT_EQ(input.channels, (std::vector<std::string>{"training", "model"}));
}

TEST(JobFolder, TellsTheTaskWhereItsMakerDid) {
  const TemporaryFolder temporary;
  const JobFolder folder{temporary.path()};
  JobInput input{"m", {}, {}, "local"};
  write_job_input(folder, input);
  EXPECT_EQ(read_job_input(folder).task, std::nullopt);
  input.task = Task::TextClassification;
  write_job_input(folder, input);
  EXPECT_EQ(read_job_input(folder).task, Task::TextClassification);
  for (const Json& wrong : {Json("drawing"), Json(3)}) {
    write_file_atomic(folder.ancestry(), to_pretty({{"task", wrong}}));
    expect_error(Code::DataCorrupt, "must name a task in \"task\", not " + to_line(wrong),
                 [&] { read_job_input(folder); });
  }
}

TEST(JobFolder, BareNumbersAreReadAsText) {
  const TemporaryFolder temporary;
  const JobFolder folder{temporary.path()};
  write_job_input(folder, {"m", {}, {}, "local"});
  write_file_atomic(folder.hyperparameters(), R"({"epochs": 3, "augmentation": true})");
  EXPECT_EQ(read_job_input(folder).hyperparameters,
            (std::map<std::string, std::string>{{"augmentation", "true"}, {"epochs", "3"}}));
}

TEST(JobFolder, ABrokenFileIsNamed) {
  const TemporaryFolder temporary;
  const JobFolder folder{temporary.path()};
  write_job_input(folder, {"m", {}, {}, "local"});
  write_file_atomic(folder.hyperparameters(), "[]");
  EXPECT_THROW(read_job_input(folder), Error);
}

TEST(JobFolder, AModelIsCalledByItsJob) {
  for (const char* place : {"/home/ana/first/output/model.tar.gz", "s3://jobs/first/output/model/",
                            "s3://jobs/out/first/output/model", "/tmp/first.tar.gz", "/tmp/first/"})
    EXPECT_EQ(name_of_model(place), "first") << place;
  EXPECT_EQ(name_of_model("/tmp/x/model.tar.gz"), "model");
  EXPECT_EQ(name_of_model("output/model.tgz"), "model");
}

TEST(JobFolder, StandsForWhatItHasMade) {
  const TemporaryFolder temporary;
  const JobFolder folder{temporary.path()};
  EXPECT_EQ(model_of(folder.root), folder.root);  // no job's
  write_job_input(folder, {"m", {}, {}, "local"});
  expect_error(Code::NotFound, "has made no model yet", [&] { model_of(folder.root); });
  make_folders(folder.loose_model());
  EXPECT_EQ(model_of(folder.root), folder.loose_model());
  write_file_atomic(folder.archive(), "");
  EXPECT_EQ(model_of(folder.root), folder.archive());
}

}  // namespace
}  // namespace sempurna
