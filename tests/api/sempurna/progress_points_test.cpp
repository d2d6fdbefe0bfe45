#include "api/sempurna/progress_points.h"

#include <gtest/gtest.h>

#include <fstream>

#include "api/json/error.h"

namespace sempurna::own {
namespace {

class ProgressPoints : public testing::Test {
 protected:
  fs::path file() const { return folder_.path() / "progress.jsonl"; }
  void add(const std::string& text) { std::ofstream(file(), std::ios::app) << text; }
  void add_steps(int64_t from, int64_t to, int64_t all) {
    for (int64_t k = from; k < to; ++k) {
      add(to_line({{"event", "step"},
                   {"total_step", k},
                   {"total_steps", all},
                   {"loss", 1.0 / (1.0 + k)}}) +
          "\n");
    }
  }
  static std::vector<Json> all_parts(const fs::path& file, uint64_t most_bytes) {
    std::vector<Json> events;
    ProgressPlace place;
    for (bool more = true; more;) {
      ProgressPart part = read_progress(file, ProgressPlace::of_text(place.text()), most_bytes);
      for (Json& event : part.events) events.push_back(std::move(event));
      place = part.next;
      more = !part.is_last;
    }
    return events;
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(ProgressPoints, TheCurveIsTheSameInHoweverManyPartsItIsRead) {
  add("{\"event\":\"start\"}\n");
  add_steps(1, 3000, 6000);
  add("{\"event\":\"epoch\",\"epoch\":1}\n");
  add_steps(3000, 6001, 6000);
  const auto whole = all_parts(file(), 1 << 30);
  EXPECT_EQ(whole.front().at("event"), "start");
  EXPECT_EQ(std::ssize(whole), 2 + 501);
  for (const uint64_t bytes : {1, 100, 5000}) EXPECT_EQ(all_parts(file(), bytes), whole);
}

TEST_F(ProgressPoints, TheLatestStepIsToldThoughItIsNoPointOfTheCurve) {
  add("{\"event\":\"step\",\"phase\":\"features of training\",\"step\":7}\n");
  ProgressPart part = read_progress(file(), {});
  EXPECT_TRUE(part.events.empty());
  EXPECT_EQ(part.latest.at("step"), 7);
  part = read_progress(file(), part.next);
  EXPECT_TRUE(part.latest.is_null());
}

TEST_F(ProgressPoints, ALineThatIsNotWholeIsLeftForTheNext) {
  add("{\"event\":\"phase\"}\n{\"event\":\"ep");
  ProgressPart part = read_progress(file(), {});
  EXPECT_EQ(part.events.size(), 1);
  add("och\"}\nhalf a line of a killed worker\n{\"event\":\"start\"}\n");
  part = read_progress(file(), part.next);
  ASSERT_EQ(part.events.size(), 2);
  EXPECT_EQ(part.events[0].at("event"), "epoch");
  EXPECT_EQ(part.events[1].at("event"), "start");
}

TEST_F(ProgressPoints, OfAJobThatHasNotBegunThereIsNothing) {
  const ProgressPart part = read_progress(file(), {});
  EXPECT_TRUE(part.events.empty());
  EXPECT_TRUE(part.is_last);
}

TEST_F(ProgressPoints, AForeignTokenIsRefused) {
  for (const char* token : {"x", "12", "12.", "12.x", "-1.0", ".1"})
    EXPECT_THROW(ProgressPlace::of_text(token), JsonError) << token;
}

}  // namespace
}  // namespace sempurna::own
