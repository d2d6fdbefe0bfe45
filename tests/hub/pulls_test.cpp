#include "hub/pulls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <latch>

#include "support/expect_error.h"

namespace sempurna {
namespace {

using Status = PullStatus;

/// Downloads of a pretended hub.
class PullsOfAServer : public testing::Test {
 protected:
  PullsOfAServer() {
    card_.id = "huggingface-ic-x";
    card_.hub = "acme/x";
    card_.size_bytes = 100;
    card_.folder = folder_.path() / card_.id;
  }

  Pulls::Options options(Pulls::Pull pull) {
    return {.pull = std::move(pull),
            .partial = [this](const Card&) { return folder_.path() / ".partial-x"; },
            .log = [this](const std::string& line) { log_.push_back(line); }};
  }
  void leave(int64_t bytes) {
    make_folders(folder_.path() / ".partial-x");
    std::ofstream(folder_.path() / ".partial-x" / "model.safetensors.partial")
        << std::string(static_cast<size_t>(bytes), 'x');
  }
  static void wait_for(const std::function<bool()>& holds) {
    for (int i = 0; i < 5000 && !holds(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ASSERT_TRUE(holds());
  }

  TemporaryFolder folder_;
  Card card_;
  std::vector<std::string> log_;
};

TEST_F(PullsOfAServer, AreToldOfWhileTheyRunAndJoined) {
  std::latch go_on(1);
  std::atomic<int> begun = 0;
  Pulls pulls(options([&](const Card& card, const FetchOptions& how) {
    ++begun;
    how.announced({{"config.json", 20, ""}, {"model.safetensors", 180, ""}});
    how.progress("config.json", 20, 20);
    how.progress("model.safetensors", 60, 180);
    go_on.wait();
    make_folders(card.folder);
    std::ofstream(card.folder / "config.json") << "{}";
  }));
  EXPECT_FALSE(pulls.find(card_));
  const PullState first = pulls.begin(card_);
  EXPECT_EQ(first.status, Status::InProgress);
  EXPECT_EQ(first.all_bytes, 100);  // as the card says, until the hub has
  wait_for([&] { return pulls.find(card_)->bytes == 80; });
  const PullState joined = pulls.begin(card_);
  EXPECT_EQ(joined.status, Status::InProgress);
  EXPECT_EQ(joined.bytes, 80);
  EXPECT_EQ(joined.all_bytes, 200);
  go_on.count_down();
  wait_for([&] { return !pulls.find(card_); });
  EXPECT_EQ(begun, 1);
}

TEST_F(PullsOfAServer, SayWhyTheyFailedUntilTheNext) {
  std::latch go_on(1);
  std::atomic<int> begun = 0;
  Pulls pulls(options([&](const Card&, const FetchOptions&) {
    if (++begun == 1) throw Error(Code::Unavailable, "cannot reach the hub; check the network");
    go_on.wait();
  }));
  pulls.begin(card_);
  wait_for([&] { return pulls.find(card_)->status == Status::Failed; });
  EXPECT_EQ(pulls.find(card_)->reason, "cannot reach the hub; check the network");
  EXPECT_THAT(log_, testing::Contains("the files of huggingface-ic-x could not be fetched: cannot "
                                      "reach the hub; check the network"));
  const PullState again = pulls.begin(card_);
  EXPECT_EQ(again.status, Status::InProgress);
  EXPECT_EQ(again.reason, "");
  go_on.count_down();
}

TEST_F(PullsOfAServer, EndWithTheServerAndWhatCameCountsFromTheFirst) {
  leave(40);
  {
    std::latch began(1);
    Pulls pulls(options([&](const Card&, const FetchOptions& how) {
      began.count_down();
      while (!how.patience.stop.stop_requested()) std::this_thread::yield();
      throw Error(Code::Cancelled, "the download was ended");
    }));
    ASSERT_TRUE(pulls.find(card_));
    EXPECT_EQ(pulls.find(card_)->status, Status::Stopped);
    EXPECT_EQ(pulls.find(card_)->bytes, 40);
    EXPECT_EQ(pulls.begin(card_).bytes, 40);
    began.wait();
  }
  EXPECT_EQ(log_.size(), 1U);  // no failure
}

TEST_F(PullsOfAServer, RefuseWhatCannotBeFetched) {
  Pulls pulls(options([](const Card&, const FetchOptions&) {}));
  card_.hub = "";
  expect_error(Code::InvalidArgument, "is on no hub", [&] { pulls.begin(card_); });
  card_.fine_tunable = false;
  card_.not_fine_tunable_because = "its licence forbids it";
  expect_error(Code::InvalidArgument,
               "huggingface-ic-x cannot be fine-tuned, so its files are not fetched: its licence "
               "forbids it; choose a model that can",
               [&] { pulls.begin(card_); });
}

TEST_F(PullsOfAServer, AHubThatCannotBeAskedHidesNoCard) {
  Pulls::Options made = options([](const Card&, const FetchOptions&) {});
  made.partial = [](const Card&) -> fs::path {
    throw Error(Code::InvalidArgument, "HF_ENDPOINT is no address");
  };
  Pulls pulls(made);
  EXPECT_FALSE(pulls.find(card_));
  expect_error(Code::InvalidArgument, "HF_ENDPOINT is no address", [&] { pulls.begin(card_); });
  EXPECT_FALSE(pulls.find(card_));
}

}  // namespace
}  // namespace sempurna
