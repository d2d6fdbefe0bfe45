#include "report/words.h"

#include <gtest/gtest.h>

#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "base/files.h"
#include "support/expect_error.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

std::multiset<std::string> placeholders(std::string_view phrase) {
  const std::string text(phrase);
  static const std::regex kPlace(R"(\{[^}]*\})");
  std::multiset<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), kPlace), end; it != end; ++it) {
    found.insert(it->str());
  }
  return found;
}

TEST(Words, AreThereInBothLanguagesWithTheSamePlaceholders) {
  for (const Phrase& phrase : kPhrases) {
    EXPECT_FALSE(phrase.english.empty()) << static_cast<int>(phrase.word);
    EXPECT_FALSE(phrase.indonesian.empty()) << phrase.english;
    EXPECT_EQ(placeholders(phrase.english), placeholders(phrase.indonesian)) << phrase.english;
  }
}

TEST(Words, HoldNothingThatHtmlWouldHaveToEscape) {
  for (const Phrase& phrase : kPhrases) {
    for (const auto text : {phrase.english, phrase.indonesian}) {
      EXPECT_EQ(text.find_first_of("<>&\"'"), std::string_view::npos) << text;
    }
  }
}

TEST(Words, SentencesDifferBetweenTheLanguages) {
  for (const Phrase& phrase : kPhrases) {
    if (phrase.english.size() > 20) {
      EXPECT_NE(phrase.english, phrase.indonesian);
    }
  }
}

TEST(Words, FindingsOfEveryKindHaveTitles) {
  // The check's own sources say which kinds there are.
  static const std::regex kCode(R"re((?:Severity::\w+,|bad\()\s*"([a-z0-9-]+)")re");
  std::set<std::string> codes = {"shared-with-training", "shared-with-validation"};
  for (const auto& entry : fs::recursive_directory_iterator(source_tree() / "src/dataset")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string source = read_file(entry.path());
    for (std::sregex_iterator it(source.begin(), source.end(), kCode), end; it != end; ++it) {
      codes.insert((*it)[1]);
    }
  }
  codes.erase("shared-with-");
  ASSERT_GT(codes.size(), 30U);
  for (const auto& code : codes) {
    const auto english = finding_title(code, ReportLanguage::English);
    EXPECT_NE(english, code) << "give it a title in src/report/words.cpp";
    EXPECT_NE(finding_title(code, ReportLanguage::Indonesian), english) << code;
  }
}

TEST(Words, AFindingOfAnUnknownKindIsCalledByItsCode) {
  EXPECT_EQ(finding_title("never-heard-of", ReportLanguage::Indonesian), "never-heard-of");
}

TEST(Words, LanguagesAreKnownByTheirCode) {
  EXPECT_EQ(report_language("en"), ReportLanguage::English);
  EXPECT_EQ(report_language("id"), ReportLanguage::Indonesian);
  expect_error(Code::InvalidArgument, "the language \"fr\": choose one of en, id",
               [] { report_language("fr"); });
}

}  // namespace
}  // namespace sempurna
