#include "catalog/tasks.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

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
          facts.features.english, facts.transformers}) {
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

// A third task is then a record in each half, and no hunt for switches.
TEST(Tasks, NoFileButTheirRecordsAndTheFamiliesAsksWhichOneItIs) {
  static const std::regex kAsked(R"(\bTask::[A-Z])");
  static const std::regex kDefault(R"(^\s*Task task = Task::\w+;)");
  size_t read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(source_tree() / "src")) {
    const fs::path& file = entry.path();
    if (file.extension() != ".cpp" && file.extension() != ".h") continue;
    if (file.parent_path().filename() == "tasks" || file.filename() == "families.cpp") continue;
    ++read;
    std::istringstream lines(read_file(file));
    for (std::string line; std::getline(lines, line);) {
      if (line.find("Task::") == std::string::npos) continue;
      EXPECT_FALSE(std::regex_search(line, kAsked) && !std::regex_search(line, kDefault))
          << file << ": " << line;
    }
  }
  EXPECT_GT(read, 500U);
}

TEST(Tasks, TheDefaultsOfEachBreakNoRule) {
  for (const TaskFacts& facts : tasks()) {
    EXPECT_TRUE(check_together(facts.task, facts.fields().defaults()).empty()) << facts.kind;
  }
}

}  // namespace
}  // namespace sempurna
