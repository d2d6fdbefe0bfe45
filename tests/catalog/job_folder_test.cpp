#include "catalog/job_folder.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"

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

}  // namespace
}  // namespace sempurna
