#include "serving/endpoint_records.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

DeploymentPlan plan() {
  VariantPlan variant;
  variant.name = "a";
  variant.weight = 0.25;
  variant.instances = 2;
  variant.model_data = "s3://m/a.tar.gz";
  variant.role = "arn:aws:iam::000000000000:role/r";
  variant.image = "image:1";
  variant.without_network = true;
  variant.ready_within = 60;
  return {.number = 7, .config = "c", .variants = {variant}};
}

TEST(EndpointRecordsTest, KeepWhatAnEndpointIsMadeOf) {
  const TemporaryFolder home;
  EndpointRecord record{.name = "e"};
  record.created = record.changed = Time(std::chrono::milliseconds(1700000000123));
  record.next = plan();
  {
    EndpointRecords records(home.path());
    records.add(record);
    record.state = EndpointState::InService;
    record.message = "an update failed";
    record.current = std::exchange(record.next, std::nullopt);
    records.change(record);
  }
  const EndpointRecords again(home.path());
  const auto found = again.find("e");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->state, EndpointState::InService);
  EXPECT_EQ(found->message, "an update failed");
  EXPECT_EQ(found->created, record.created);
  EXPECT_FALSE(found->next);
  EXPECT_EQ(to_json(*found->current), to_json(plan()));
  EXPECT_EQ(again.list().size(), 1U);
}

TEST(EndpointRecordsTest, KnowOneOfEachName) {
  const TemporaryFolder home;
  EndpointRecords records(home.path());
  EndpointRecord record{.name = "e"};
  record.next = plan();
  records.add(record);
  expect_error(Code::AlreadyExists, "there is an endpoint e already", [&] { records.add(record); });
  records.remove("e");
  EXPECT_FALSE(records.find("e"));
  expect_error(Code::NotFound, "there is no endpoint e", [&] { records.change(record); });
}

}  // namespace
}  // namespace sempurna
