#include "jobs/job_queue.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

using Names = std::vector<std::string>;

/// Each job's owner is its first letter.
void add(JobQueue& queue, const Names& names) {
  for (const auto& name : names) queue.add({name, name.substr(0, 1)});
}

/// Those that begin now.
Names begin_all(JobQueue& queue) {
  Names begun;
  while (const QueuedJob* job = queue.next()) {
    begun.push_back(job->name);
    queue.begin(Names(begun).back());
  }
  return begun;
}

/// In the order in which they begin, each ending before the next.
Names one_by_one(JobQueue& queue) {
  Names begun;
  for (Names now = begin_all(queue); !now.empty(); now = begin_all(queue)) {
    for (const auto& name : now) {
      begun.push_back(name);
      queue.end(name);
    }
  }
  return begun;
}

TEST(JobQueue, OfOneOwnerTheyComeInTheirOrder) {
  JobQueue queue(1);
  add(queue, {"a3", "a1", "a2"});
  EXPECT_EQ(one_by_one(queue), (Names{"a3", "a1", "a2"}));
  EXPECT_EQ(queue.next(), nullptr);
}

TEST(JobQueue, OwnersTakeTurns) {
  JobQueue queue(1);
  add(queue, {"a1", "a2", "a3", "b1", "b2", "c1"});
  EXPECT_EQ(one_by_one(queue), (Names{"a1", "b1", "c1", "a2", "b2", "a3"}));
}

TEST(JobQueue, WhoHasFewerAtWorkComesFirst) {
  JobQueue queue(3);
  add(queue, {"a1", "a2", "a3", "b1", "b2"});
  EXPECT_EQ(begin_all(queue), (Names{"a1", "b1", "a2"}));
  EXPECT_EQ(queue.at_work(), 3u);
  // Though b began later than a.
  queue.end("a1");
  EXPECT_EQ(begin_all(queue), Names{"b2"});
  queue.end("b1");
  queue.end("b2");
  EXPECT_EQ(begin_all(queue), Names{"a3"});
}

TEST(JobQueue, WhoIsNewWaitsForNoOnesQueue) {
  JobQueue queue(1);
  add(queue, {"a1", "a2", "a3", "a4"});
  EXPECT_EQ(begin_all(queue), Names{"a1"});
  add(queue, {"b1"});
  EXPECT_EQ(queue.before("b1"), 0u);
  EXPECT_EQ(queue.before("a2"), 1u);
  EXPECT_EQ(queue.before("a4"), 3u);
  EXPECT_EQ(queue.before("a1"), std::nullopt);  // has its turn
  EXPECT_EQ(queue.before("x"), std::nullopt);
  EXPECT_TRUE(queue.is_at_work("a1"));
  EXPECT_FALSE(queue.is_at_work("a2"));
}

TEST(JobQueue, ThoseThatWaitForTooLongAreTold) {
  JobQueue queue(1);
  const Time now(std::chrono::seconds(100));
  queue.add({"a", "a", 0, now});
  queue.add({"b", "b", 0, now + std::chrono::milliseconds(1)});
  queue.add({"c", "c"});
  EXPECT_EQ(queue.overdue(now), Names{});
  EXPECT_EQ(queue.overdue(now + std::chrono::milliseconds(1)), Names{"a"});
  queue.begin("a");
  EXPECT_EQ(queue.overdue(Time::max()), Names{"b"});
}

TEST(JobQueue, WhoWaitsNoMoreIsPassedOver) {
  JobQueue queue(1);
  add(queue, {"a1", "a2"});
  EXPECT_TRUE(queue.remove("a1"));
  EXPECT_FALSE(queue.remove("a1"));
  EXPECT_EQ(begin_all(queue), Names{"a2"});
  EXPECT_FALSE(queue.remove("a2"));  // it is at work
  queue.end("x");
  queue.begin("x");
  EXPECT_EQ(queue.at_work(), 1u);
}

}  // namespace
}  // namespace sempurna
