#include "serving/transform_records.h"

#include <gtest/gtest.h>

#include "serving/transform_journal.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(TransformRecordsTest, KeepWhatAJobIs) {
  const TemporaryFolder home;
  TransformRecord record;
  record.name = "job";
  record.created = record.changed = Time(std::chrono::milliseconds(1700000000123));
  record.plan.owner = "ana";
  record.plan.model.model_data = "s3://m/a.tar.gz";
  record.plan.input = "s3://in/x";
  record.plan.is_packed = record.plan.by_line = record.plan.ends_lines = true;
  record.plan.at_once = 3;
  record.plan.retries = 0;
  record.asked = {{"TransformJobName", "job"}};
  {
    TransformRecords records(home.path());
    records.add(record);
    expect_error(Code::AlreadyExists, "there is a transform job JOB already", [&] {
      TransformRecord other = record;
      other.name = "JOB";
      records.add(other);
    });
    record.state = TransformState::Failed;
    record.message = "why";
    record.code = Code::Denied;
    record.began = Time(std::chrono::milliseconds(1700000001000));
    records.change(record);
  }
  const TransformRecords again(home.path());
  const auto found = again.find("Job");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "job");
  EXPECT_EQ(found->state, TransformState::Failed);
  EXPECT_EQ(found->message, "why");
  EXPECT_EQ(found->code, Code::Denied);
  EXPECT_EQ(found->created, record.created);
  EXPECT_EQ(found->began, record.began);
  EXPECT_EQ(to_json(found->plan), to_json(record.plan));
  EXPECT_EQ(found->asked, record.asked);
  EXPECT_EQ(again.list().size(), 1U);
  EXPECT_FALSE(again.find("other"));
}

TEST(TransformJournalTest, AHalfWrittenLineIsNone) {
  const TemporaryFolder home;
  const fs::path file = home.path() / "done.jsonl";
  {
    TransformJournal journal(file);
    journal.add({"b", "one", "one"}, "");
    journal.add({"b", "two", "two"}, "why");
  }
  write_file_atomic(file, read_file(file) + "{\"key\": \"thr");
  {
    TransformJournal journal(file);
    EXPECT_EQ(journal.progress().objects, 2U);
    EXPECT_EQ(journal.progress().last_key, "two");
    journal.add({"b", "three", "three"}, "");
  }
  const TransformJournal journal(file);
  EXPECT_EQ(journal.progress().objects, 3U);
  EXPECT_EQ(journal.progress().last_key, "three");
  EXPECT_EQ(journal.faults(), 1U);
  EXPECT_EQ(journal.first_fault(), "why");
}

}  // namespace
}  // namespace sempurna
