#include "catalog/instance_types.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

TEST(InstanceTypes, HaveTheirGpus) {
  const TrainingInstance& p3 = training_instance("ml.p3.8xlarge");
  EXPECT_EQ(p3.gpus, 4);
  EXPECT_EQ(p3.gpu, "V100");
  EXPECT_EQ(p3.memory_gib, 244);
  EXPECT_EQ(training_instance("ml.m5.large").gpus, 0);
  EXPECT_EQ(find_training_instance("ml.p3"), nullptr);
  std::set<std::string_view> names;
  for (const auto& instance : training_instances()) {
    EXPECT_TRUE(names.insert(instance.name).second) << instance.name;
    EXPECT_EQ(instance.gpus == 0, instance.gpu.empty()) << instance.name;
  }
}

TEST(InstanceTypes, OneThatIsNotThereIsToldWithTheNearest) {
  expect_error(Code::InvalidArgument,
               "there is no instance type ml.p3.8xlrge. Did you mean ml.p3.8xlarge?",
               [] { training_instance("ml.p3.8xlrge"); });
}

TEST(InstanceTypes, SayWhatStandsBehindThem) {
  EXPECT_THAT(stands_behind(training_instance("ml.p3.8xlarge"), 128),
              HasSubstr("ml.p3.8xlarge has 4 GPUs (V100, 16 GiB each); this machine ("));
  EXPECT_THAT(stands_behind(training_instance("ml.p3.8xlarge"), 128),
              HasSubstr("computes each batch of 128 whole, which there are 32 for each GPU"));
  EXPECT_THAT(stands_behind(training_instance("ml.p3.2xlarge"), 128),
              testing::Not(HasSubstr("batch")));
  EXPECT_THAT(stands_behind(training_instance("ml.m5.large"), 128),
              HasSubstr("ml.m5.large has 2 processors and 8 GiB of memory; this machine"));
}

}  // namespace
}  // namespace sempurna
