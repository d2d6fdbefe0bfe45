#include "api/sagemaker/resources.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/expect_error.h"

namespace sempurna::sagemaker {
namespace {

using enum ResourceKind;

TEST(ResourcesTest, AreThereOncePerKindWhateverTheCaseOfTheirNames) {
  const TemporaryFolder home;
  {
    Resources resources(home.path());
    resources.add(Model, "a", {{"ModelName", "a"}});
    resources.add(EndpointConfig, "a", Json::object());
    expect_error(Code::AlreadyExists, "there is a model A already",
                 [&] { resources.add(Model, "A", Json::object()); });
  }
  Resources again(home.path());
  ASSERT_TRUE(again.find(Model, "A"));
  EXPECT_EQ(again.find(Model, "A")->name, "a");
  EXPECT_EQ(again.find(Model, "a")->asked, Json({{"ModelName", "a"}}));
  EXPECT_TRUE(again.remove(Model, "a"));
  EXPECT_FALSE(again.remove(Model, "a"));
  EXPECT_EQ(again.list(Model).size(), 0U);
  EXPECT_EQ(again.list(EndpointConfig).size(), 1U);
}

TEST(ResourcesTest, TagsAreAddedWholeOrNotAtAll) {
  const TemporaryFolder home;
  Resources resources(home.path());
  resources.add_tags("arn", {{"a", "1"}, {"b", "2"}}, 2);
  expect_error(Code::ResourceLimit, "would have 3 tags, but at most 2 are possible", [&] {
    resources.add_tags("arn", {{"a", "3"}, {"c", "4"}}, 2);
  });
  EXPECT_EQ(resources.tags("arn"), (Tags{{"a", "1"}, {"b", "2"}}));
  resources.add_tags("arn", {{"a", "3"}}, 2);
  resources.remove_tags("arn", {"b", "none"});
  EXPECT_EQ(resources.tags("arn"), (Tags{{"a", "3"}}));
  EXPECT_EQ(resources.tags("other"), Tags{});
  resources.remove_all_tags("arn");
  EXPECT_EQ(resources.tags("arn"), Tags{});
}

}  // namespace
}  // namespace sempurna::sagemaker
