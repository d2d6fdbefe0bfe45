#include "jobs/job_memory.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

TEST(LeastMemory, CountsWhatIsTrainedFourTimes) {
  JobParent parent;
  parent.card.parameters = 100'000'000;
  TrainingRequest request;
  const uint64_t whole = least_memory(parent, request);
  request.hyperparameters["train_only_top_layer"] = "True";
  const uint64_t head = least_memory(parent, request);
  EXPECT_EQ(whole - head, 3 * 4 * 100'000'000u);
  EXPECT_GT(head, 4 * 100'000'000u);
}

TEST(LeastMemory, OfAnArchiveIsBySize) {
  const TemporaryFolder folder;
  JobParent parent;
  parent.made = folder.path() / "model.tar.gz";
  write_file_atomic(parent.made, std::string(40'000, 'x'));
  const uint64_t small = least_memory(parent, {});
  write_file_atomic(parent.made, std::string(80'000, 'x'));
  EXPECT_EQ(least_memory(parent, {}) - small, 4 * 40'000u);
}

TEST(LeastMemory, OfALooseModelIsByTheSizeOfItsFiles) {
  const TemporaryFolder folder;
  JobParent parent;
  parent.made = folder.path();
  const uint64_t none = least_memory(parent, {});
  for (const char* name : {"a", "b"})
    write_file_atomic(folder.path() / name, std::string(40'000, 'x'));
  EXPECT_EQ(least_memory(parent, {}) - none, 4 * 80'000u);
}

}  // namespace
}  // namespace sempurna
