#include "catalog/tasks.h"

#include <gtest/gtest.h>

#include <set>

#include "base/files.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

TEST(Tasks, EachIsDeclaredWholeAtItsPlace) {
  ASSERT_EQ(tasks().size(), names_of(Task{}).size());
  std::set<std::string_view> words;
  for (const TaskFacts& facts : tasks()) {
    SCOPED_TRACE(name(facts.task));
    EXPECT_EQ(&facts_of(facts.task), &facts);
    for (const std::string_view word : {facts.kind, facts.tag, name(facts.task)}) {
      EXPECT_TRUE(words.insert(word).second) << word << " names two tasks";
    }
    for (const std::string_view told :
         {facts.kind, facts.tag, facts.example, facts.examples, facts.layout, facts.sample,
          facts.baseline, facts.transformers}) {
      EXPECT_FALSE(told.empty());
    }
    for (const ReportWords& words : {facts.title, facts.features}) {
      for (const std::string_view text : {words.english, words.indonesian}) {
        EXPECT_FALSE(text.empty());
        EXPECT_EQ(text.find_first_of("<>&\"'{}"), std::string_view::npos) << text;
      }
    }
    EXPECT_TRUE(facts.transformers.starts_with("For")) << facts.transformers;
    EXPECT_TRUE(facts.sample.ends_with('\n'));
    EXPECT_NO_THROW(read_hyperparameters(facts.task, facts.defaults_of_added, {}));
  }
}

TEST(Tasks, EachIsNamedWhereCardsAreDescribed) {
  std::string all;
  for (const TaskFacts& facts : tasks()) {
    all += (all.empty() ? "`" : " or `") + std::string(name(facts.task)) + "`";
  }
  EXPECT_NE(read_file(source_tree() / "docs" / "cards.md").find("| `task` | " + all + " |"),
            std::string::npos);
}

TEST(Tasks, TheDefaultsOfEachBreakNoRule) {
  for (const TaskFacts& facts : tasks()) {
    EXPECT_TRUE(check_together(facts.task, facts.fields().defaults()).empty()) << facts.kind;
  }
}

}  // namespace
}  // namespace sempurna
