#include "catalog/families.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "image/processor_defaults.h"
#include "models/architectures.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

std::string quoted(const std::vector<std::string>& names, const std::string& behind) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "`" : ", `") + name + behind + "`";
  return all;
}

/// The family's row in the table of docs/cards.md.
std::string row(const Family& family) {
  std::string transformers;
  if (const std::string name = transformers_class(family, family.tasks.front()); !name.empty()) {
    transformers = "`" + name + "`";
  }
  const std::string cells[] = {"`" + family.model_type + "`", family.title, transformers,
                               quoted(family.architectures, "…"), family.paper};
  std::string line = "|";
  for (const std::string& cell : cells) line += cell.empty() ? " |" : " " + cell + " |";
  return line + "\n";
}

TEST(Families, AreInAlphabeticalOrderEachWithABuilder) {
  std::vector<std::string> types;
  for (const Family& family : families()) types.push_back(family.model_type);
  EXPECT_TRUE(std::is_sorted(types.begin(), types.end()));
  std::vector<std::string> built;
  for (const auto& [type, builder] : model_builders()) built.push_back(type);
  EXPECT_EQ(types, built);
}

TEST(Families, AreDeclaredWhole) {
  for (const Family& family : families()) {
    SCOPED_TRACE(family.model_type);
    EXPECT_FALSE(family.title.empty());
    EXPECT_FALSE(family.paper.empty());
    ASSERT_FALSE(family.tasks.empty());
    const bool pictures = does(family, Task::ImageClassification);
    EXPECT_FALSE(pictures && family.tokenizer.has_value());
    // Something must say which class reads a trained model elsewhere; nothing reads words alone.
    const bool is_read = !family.transformers.empty() || !family.architectures.empty();
    EXPECT_EQ(is_read, pictures || family.tokenizer.has_value());
    // What transformers' class is for, it is for with its own preprocessing.
    EXPECT_EQ(pictures && !family.transformers.empty(), !family.image_processor.empty());
    if (!family.image_processor.empty()) {
      EXPECT_NE(processor_defaults(family.image_processor), nullptr);
    }
    if (!pictures) {
      EXPECT_TRUE(family.architectures.empty());
    } else {
      EXPECT_FALSE(family.positions_after_padding);
    }
  }
}

TEST(Families, NoArchitectureBelongsToTwo) {
  for (const Family& one : families()) {
    for (const Family& other : families()) {
      if (&one == &other) continue;
      for (const std::string& start : one.architectures) {
        for (const std::string& longer : other.architectures) {
          EXPECT_FALSE(longer.starts_with(start)) << start << " and " << longer;
        }
      }
    }
  }
}

TEST(Families, ThatOfAnArchitectureIsToldByHowItBegins) {
  for (const Family& family : families()) {
    for (const std::string& start : family.architectures) {
      EXPECT_EQ(model_type_of(Json{{"architecture", start + "_tiny.in1k"}}), family.model_type);
    }
  }
  EXPECT_EQ(model_type_of(Json{{"model_type", "bert"}, {"architecture", "resnet18"}}), "bert");
  EXPECT_EQ(model_type_of(Json::object()), "");
  for (const Json& wrong : {Json{{"architecture", "gpt2"}}, Json{{"model_type", 3}}, Json(3)}) {
    EXPECT_THROW(model_type_of(wrong), Error) << wrong;
  }
}

TEST(Families, AreListedInTheDocuments) {
  std::string table;
  for (const Family& family : families()) table += row(family);
  const std::string page = read_file(source_tree() / "docs" / "cards.md");
  const size_t found = page.find("|---|---|---|---|---|\n");
  ASSERT_NE(found, std::string::npos);
  EXPECT_EQ(page.substr(found + 22), table);
}

TEST(Families, AnUnknownOneIsNamedBesideTheKnown) {
  try {
    build_model({Json{{"model_type", "gpt2"}}, nullptr, 2, true, 1});
    FAIL() << "built a model of an unknown family";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    EXPECT_NE(std::string(error.what()).find("'gpt2', which is not among those known: albert, "),
              std::string::npos);
  }
}

}  // namespace
}  // namespace sempurna
