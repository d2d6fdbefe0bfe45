#include "catalog/job_worker.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/files.h"
#include "base/folder_lock.h"
#include "base/json.h"

namespace sempurna {
namespace {

class JobWorker : public testing::Test {
 protected:
  const TemporaryFolder folder_;
  const JobFolder job_{folder_.path()};
};

TEST_F(JobWorker, IsTheOneThatHoldsTheFolder) {
  EXPECT_EQ(find_job_worker(job_), std::nullopt);
  write_job_worker(job_, ::getpid());
  EXPECT_EQ(find_job_worker(job_), std::nullopt) << "it has let go of the folder";
  FolderLock lock(job_.root);
  ASSERT_TRUE(lock.try_take());
  EXPECT_EQ(find_job_worker(job_), ::getpid());
}

TEST_F(JobWorker, AnotherOfTheSameNumberIsNot) {
  FolderLock lock(job_.root);
  ASSERT_TRUE(lock.try_take());
  write_job_worker(job_, ::getpid());
  Json note = read_json(job_.root / "worker.json");
  note["began"] = note["began"].get<uint64_t>() + 1;
  write_file_atomic(job_.root / "worker.json", note.dump());
  EXPECT_EQ(find_job_worker(job_), std::nullopt);
  write_file_atomic(job_.root / "worker.json", "{\"process\": \"one\"}");
  EXPECT_EQ(find_job_worker(job_), std::nullopt);
}

}  // namespace
}  // namespace sempurna
