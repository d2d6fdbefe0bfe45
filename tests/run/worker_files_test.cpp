#include "run/worker_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

using testing::Contains;
using testing::Not;

TEST(WorkerFiles, OfAJobAreItsFolderAndWhatItLinksTo) {
  const TemporaryFolder folder;
  const fs::path outside = fs::canonical(folder.path());
  const JobFolder job{outside / "jobs" / "one"};
  for (const char* made : {"card", "texts", "others"}) make_folders(outside / made);
  write_file_atomic(outside / "texts" / "data.csv", "1,a\n");
  make_folders(job.channel("training"));
  fs::create_symlink(outside / "texts" / "data.csv", job.channel("training") / "data.csv");
  fs::create_directory_symlink(outside / "card", job.channel("model"));
  const FileAccess files = files_of(job);
  EXPECT_THAT(files.write, Contains(job.root));
  EXPECT_THAT(files.read, Contains(outside / "card"));
  EXPECT_THAT(files.read, Contains(outside / "texts" / "data.csv"));
  EXPECT_THAT(files.read, Contains(outside / "texts.place"));
  EXPECT_THAT(files.read, Not(Contains(outside / "others")));
  EXPECT_THAT(files.read, Not(Contains(outside / "texts")));
  EXPECT_THAT(files.write, Not(Contains("/dev")));
}

TEST(WorkerFiles, OfAModelAreItAndTheFolderOfItsSocket) {
  const FileAccess files =
      files_of(ServedModel{.folder = "/home/m/model", .socket = "/tmp/x/1/s", .log = "/home/m/l"});
  EXPECT_THAT(files.read, Contains("/home/m/model"));
  EXPECT_THAT(files.write, Contains("/tmp/x/1"));
  EXPECT_THAT(files.write, Not(Contains("/home/m")));
}

TEST(WorkerFiles, OfAPreviewAreTheDataAndTheModel) {
  const TemporaryFolder folder;
  const fs::path outside = fs::canonical(folder.path());
  for (const char* made : {"texts", "pictures", "card"}) make_folders(outside / made);
  write_file_atomic(outside / "texts" / "data.csv", "1,a\n");
  const FileAccess files = files_of_preview(outside / "texts" / "data.csv", outside / "card");
  EXPECT_THAT(files.read, Contains(outside / "texts"));
  EXPECT_THAT(files.read, Contains(outside / "card"));
  EXPECT_THAT(files.read, Not(Contains(outside)));
  EXPECT_THAT(files.write, Not(Contains(outside / "texts")));
  EXPECT_THAT(files_of_preview(outside / "pictures", outside / "card").read,
              Contains(outside / "pictures"));
}

}  // namespace
}  // namespace sempurna
