#include "jobs/given_places.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

class GivenPlaces : public ::testing::Test {
 protected:
  GivenPlaces() {
    make_folders(job_.channel("training"));
    write_file_atomic(temporary_.path() / "mine.csv", "0,a\n");
    fs::create_symlink(given_, job_.channel("training") / "data.csv");
    fs::create_directory_symlink(temporary_.path() / "flowers", job_.channel("test"));
  }

  TemporaryFolder temporary_;
  fs::path given_ = temporary_.path() / "mine.csv";
  JobFolder job_{temporary_.path() / "job"};
};

TEST_F(GivenPlaces, AreReplacedInsideSentences) {
  EXPECT_EQ(with_given_places(
                job_, "the picture " + (job_.channel("test") / "a" / "1.jpg").string() + " is cut"),
            "the picture " + (temporary_.path() / "flowers/a/1.jpg").string() + " is cut");
}

}  // namespace
}  // namespace sempurna
