#include "jobs/job_query.h"

#include <gtest/gtest.h>

#include "jobs/job_records.h"

namespace sempurna {
namespace {

using enum JobState;
using Names = std::vector<std::string>;

class SetClock : public Clock {
 public:
  Time now() const override { return time; }
  Time time = Time(std::chrono::seconds(1'800'000'000));
};

/// Jobs b, c and a, a second between one and the next, of which b has failed and c was stopped; and
/// one of the command line's.
class Listed : public testing::Test {
 protected:
  Listed() {
    add("listed-b");
    change("listed-b", Failed);
    add("listed-c");
    change("listed-c", Stopped);
    add("listed-a");
    records_.begin(folder("own"), "own", "test-tc", {}, true);
  }
  JobFolder folder(const std::string& name) const { return {root_.path() / "out" / name}; }
  void add(const std::string& name) {
    clock_.time += std::chrono::seconds(1);
    records_.accept(folder(name), name, "test-tc", {}, {{"TrainingJobName", name}});
  }
  void change(const std::string& name, JobState to) { records_.change(folder(name), to); }
  Names names(JobQuery query) const {
    query.served_only = true;
    Names names;
    for (const JobSummary& job : records_.list(query)) names.push_back(job.name);
    return names;
  }

  TemporaryFolder root_;
  SetClock clock_;
  JobRecords records_{root_.path() / "home", clock_};
};

TEST_F(Listed, InTheOrderThatIsAskedFor) {
  EXPECT_EQ(names({}), (Names{"listed-b", "listed-c", "listed-a"}));
  EXPECT_EQ(names({.descending = true}), (Names{"listed-a", "listed-c", "listed-b"}));
  EXPECT_EQ(names({.order = JobOrder::Name}), (Names{"listed-a", "listed-b", "listed-c"}));
  // Failed, InProgress, Stopped.
  EXPECT_EQ(names({.order = JobOrder::Status}), (Names{"listed-b", "listed-a", "listed-c"}));
  EXPECT_EQ(names({.order = JobOrder::Status, .descending = true}),
            (Names{"listed-c", "listed-a", "listed-b"}));
  EXPECT_EQ(records_.list(JobQuery{}).size(), 4u);
}

TEST_F(Listed, OnlyWhatIsWanted) {
  EXPECT_EQ(names({.name_contains = "-b"}), Names{"listed-b"});
  EXPECT_EQ(names({.name_contains = "%"}), Names{});
  EXPECT_EQ(names({.statuses = {"Stopped"}}), Names{"listed-c"});
  EXPECT_EQ(names({.statuses = {"Stopped", "Failed"}}), (Names{"listed-b", "listed-c"}));
  EXPECT_EQ(names({.statuses = {"Completed"}}), Names{});
  // What is exactly then is left out, and parts of a millisecond tell.
  const double second = 1'800'000'002'000;
  EXPECT_EQ(names({.created_after = second}), Names{"listed-a"});
  EXPECT_EQ(names({.created_after = second - 0.5}), (Names{"listed-c", "listed-a"}));
  EXPECT_EQ(names({.created_before = second}), Names{"listed-b"});
  EXPECT_EQ(names({.created_before = second + 0.5}), (Names{"listed-b", "listed-c"}));
  EXPECT_EQ(names({.created_after = -1e300, .created_before = 1e300}).size(), 3u);
  clock_.time += std::chrono::hours(1);
  change("listed-a", Training);
  EXPECT_EQ(names({.changed_after = second + 2000}), Names{"listed-a"});
  EXPECT_EQ(names({.changed_before = second + 2000}), (Names{"listed-b", "listed-c"}));
}

TEST_F(Listed, PageByPageWhileJobsAreAdded) {
  for (const bool descending : {false, true}) {
    for (const JobOrder order : {JobOrder::Created, JobOrder::Name, JobOrder::Status}) {
      const Names whole = names({.order = order, .descending = descending});
      Names seen;
      JobQuery page{.served_only = true, .order = order, .descending = descending, .limit = 1};
      for (auto jobs = records_.list(page); !jobs.empty(); jobs = records_.list(page)) {
        seen.push_back(jobs.front().name);
        page.after = place_of(jobs.front(), order);
      }
      EXPECT_EQ(seen, whole);
    }
  }
  JobQuery page{.served_only = true, .descending = true, .limit = 2};
  const auto first = records_.list(page);
  add("listed-d");
  page.after = place_of(first.back(), page.order);
  ASSERT_EQ(records_.list(page).size(), 1u);
  EXPECT_EQ(records_.list(page).front().name, "listed-b");
}

TEST_F(Listed, JobsOfOneMomentAreToldApartByTheirNames) {
  for (const char* name : {"same-2", "same-1", "same-3"}) {
    add(name);
    clock_.time -= std::chrono::seconds(1);
  }
  Names seen;
  JobQuery page{.served_only = true, .name_contains = "same", .limit = 1};
  for (auto jobs = records_.list(page); !jobs.empty(); jobs = records_.list(page)) {
    seen.push_back(jobs.front().name);
    page.after = place_of(jobs.front(), page.order);
  }
  EXPECT_EQ(seen, (Names{"same-1", "same-2", "same-3"}));
}

TEST_F(Listed, AsTheRecordsAre) {
  change("listed-a", Training);
  change("listed-a", Interrupted);
  records_.change(folder("own"), Interrupted);
  for (const JobSummary& job : records_.list(JobQuery{})) {
    const JobRecord record = records_.find({job.folder}).value();
    EXPECT_EQ(job.name, record.name);
    EXPECT_EQ(job.model, record.model);
    EXPECT_EQ(job.is_served, record.is_served());
    EXPECT_EQ(job.state, record.state());
    EXPECT_EQ(job.status, record.status());
    EXPECT_EQ(job.created, record.created());
    EXPECT_EQ(job.changed, record.changed());
  }
  EXPECT_EQ(records_.find(folder("listed-a"))->status(), "InProgress");
  EXPECT_EQ(records_.find(folder("own"))->status(), "Stopped");
}

}  // namespace
}  // namespace sempurna
