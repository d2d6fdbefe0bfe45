#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "dataset/check.h"
#include "dataset/picture_folder.h"
#include "dataset/text_rows.h"

namespace sempurna {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class CheckTexts : public ::testing::Test {
 protected:
  std::string at(const std::string& below) const { return (folder_.path() / below).string(); }

  Checked<TextDataset> check(std::string_view content) {
    put(at("d/data.csv"), content);
    return check_texts({at("d"), "", ""}, options_);
  }
  Checked<TextDataset> check(std::string_view training, std::string_view validation) {
    put(at("d/data.csv"), training);
    put(at("v/data.csv"), validation);
    return check_texts({at("d"), at("v"), ""}, options_);
  }
  // The lines of one kind, without the path of the file.
  std::vector<std::string> of(const Findings& findings, const std::string& code) const {
    std::vector<std::string> lines;
    for (const Finding& f : findings) {
      if (f.code != code) continue;
      std::string line = std::string(name(f.severity)) + " " + to_line(f);
      for (const char* channel : {"d", "v"}) {
        const std::string file = at(std::string(channel) + "/data.csv");
        if (const size_t found = line.find(file); found != std::string::npos) {
          line.replace(found, file.size(), channel);
        }
      }
      lines.push_back(line);
    }
    return lines;
  }
  static std::string remedy(const Findings& findings, const std::string& code) {
    for (const Finding& f : findings) {
      if (f.code == code) return f.remedy;
    }
    return "none";
  }
  // Twelve rows of each of the labels 0 and 1.
  static std::string good() {
    std::string content;
    for (int i = 0; i < 24; ++i) {
      content += std::to_string(i % 2) + ",text number " + std::to_string(i) + "\n";
    }
    return content;
  }

  TemporaryFolder folder_;
  CheckOptions options_;
};

TEST_F(CheckTexts, FindsNothingWrongWithAGoodFile) {
  const auto checked = check(good());
  EXPECT_THAT(checked.findings, SizeIs(1));
  EXPECT_THAT(of(checked.findings, "class-counts"),
              ElementsAre("fact d: 24 texts of 2 classes for training: 0 12, 1 12"));
  EXPECT_THAT(checked.training->labels, ElementsAre("0", "1"));
  ASSERT_THAT(checked.training->items, SizeIs(24));
  EXPECT_EQ(checked.training->items[3].text, "text number 3");
  EXPECT_EQ(checked.training->items[3].class_index, 1);
  EXPECT_EQ(checked.training->items[3].row, 4);
}

TEST_F(CheckTexts, KeepsAnyWholeNumbersAsLabels) {
  const auto checked = check("7,a\n-3,b\n 12 ,c\n+7,d\n9223372036854775807,e\n");
  EXPECT_THAT(checked.training->labels, ElementsAre("-3", "7", "12", "9223372036854775807"));
  EXPECT_EQ(checked.training->items[3].class_index, 1);
  EXPECT_EQ(checked.training->items[1].class_index, 0);
  EXPECT_FALSE(has_errors(checked.findings));
}

TEST_F(CheckTexts, NamesEachLabelThatIsNoWholeNumber) {
  const auto checked = check(good() + "1.5,a\n,b\nyes,c\n99999999999999999999,d\n");
  EXPECT_THAT(of(checked.findings, "bad-label"),
              ElementsAre("error d, row 25: the label \"1.5\" is not a whole number",
                          "error d, row 26: the label \"\" is not a whole number",
                          "error d, row 27: the label \"yes\" is not a whole number",
                          "error d, row 28: the label \"99999999999999999999\" is not a whole "
                          "number"));
  EXPECT_THAT(remedy(checked.findings, "bad-label"), HasSubstr("Write a whole number"));
  EXPECT_THAT(checked.training->items, SizeIs(24));
  // Not advised where more than a tenth would be lost.
  EXPECT_THAT(remedy(checked.findings, "bad-label"), ::testing::Not(HasSubstr("skip")));
  EXPECT_THAT(
      remedy(check(good() + "1.5,a\n").findings, "bad-label"),
      HasSubstr("without such rows: on_bad_data=skip (on the command line --on-bad-data skip)"));
}

TEST_F(CheckTexts, SaysHowToNumberLabelsThatAreWords) {
  const auto checked = check("ham,see you later today\nspam,win now\nham,ok then\n");
  EXPECT_THAT(of(checked.findings, "bad-label"), SizeIs(3));
  EXPECT_THAT(remedy(checked.findings, "bad-label"),
              HasSubstr("write \"ham\" as 0, \"spam\" as 1"));
}

TEST_F(CheckTexts, SkipsBadRowsWhenAsked) {
  options_.on_bad_data = OnBadData::Skip;
  const auto checked = check(good() + good() + "oops,a\njust one\n1,a,b,c\n1,caf\xe9\n");
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(of(checked.findings, "bad-label"), ElementsAre(HasSubstr("(the row is skipped)")));
  EXPECT_THAT(of(checked.findings, "bad-row"), SizeIs(2));
  EXPECT_THAT(of(checked.findings, "not-utf8"), SizeIs(1));
  EXPECT_THAT(checked.training->items, SizeIs(48));
}

TEST_F(CheckTexts, NamesRowsWithTheWrongNumberOfColumns) {
  const auto checked = check(good() + "1\n0,good, and cheap\n1,trailing,,\n");
  EXPECT_THAT(of(checked.findings, "bad-row"),
              ElementsAre("error d, row 25: this row has no text after its label",
                          "error d, row 26: this row has 3 columns, but must have two"));
  EXPECT_THAT(checked.training->items, SizeIs(25));
}

TEST_F(CheckTexts, SaysOnceThatAllRowsHaveTheWrongColumns) {
  EXPECT_THAT(of(check("1,first,second\n0,first,second\n1,x,y\n").findings, "columns"),
              ElementsAre(HasSubstr("error d: most rows have 3 columns, but must have two")));
  EXPECT_THAT(of(check("just texts\nand more\nof them\n").findings, "columns"),
              ElementsAre(HasSubstr("error d: the rows have one column")));
  EXPECT_THAT(of(check("good film,1\nbad film,0\nfine film,1\n").findings, "columns"),
              ElementsAre(HasSubstr("error d: the columns are the other way round")));
}

TEST_F(CheckTexts, RecognisesAHeader) {
  const auto checked = check("label,text\n" + good());
  EXPECT_THAT(
      of(checked.findings, "header-row"),
      ElementsAre("warning d, row 1: this row, \"label, text\", is a header and is not used "
                  "as an example"));
  EXPECT_THAT(checked.training->items, SizeIs(24));
  EXPECT_EQ(checked.training->items[0].row, 2);
  EXPECT_FALSE(has_errors(checked.findings));
}

TEST_F(CheckTexts, RecognisesOtherSeparators) {
  for (const auto& [separator, its_name] :
       {std::pair{';', "semicolons"}, {'\t', "tabs"}, {'|', "vertical bars"}}) {
    std::string content = good();
    std::replace(content.begin(), content.end(), ',', separator);
    const auto checked = check(content);
    EXPECT_THAT(of(checked.findings, "separator"),
                ElementsAre(AllOf(HasSubstr("warning"), HasSubstr(its_name))));
    EXPECT_THAT(checked.training->items, SizeIs(24)) << its_name;
  }
}

TEST_F(CheckTexts, RecognisesEncodings) {
  EXPECT_THAT(of(check("\xef\xbb\xbf" + good()).findings, "byte-order-mark"),
              ElementsAre(HasSubstr("fact")));
  std::string utf16 = "\xff\xfe";
  for (const char c : good()) utf16 += std::string{c, '\0'};
  const auto checked = check(utf16);
  EXPECT_THAT(of(checked.findings, "encoding"), ElementsAre(HasSubstr("UTF-16, little endian")));
  EXPECT_EQ(checked.training->items[2].text, "text number 2");
}

TEST_F(CheckTexts, NamesTextsThatAreNotUtf8) {
  const auto checked = check(good() + "1,caf\xe9 noir\n");
  EXPECT_THAT(of(checked.findings, "not-utf8"),
              ElementsAre("error d, row 25: the text is not UTF-8: byte 0xe9 after \"caf\""));
}

TEST_F(CheckTexts, KeepsQuotedNewlinesAndSaysSo) {
  const auto checked = check(good() + "1,\"two\nlines\"\n0,\"he said \"\"no\"\", twice\"\n");
  EXPECT_THAT(of(checked.findings, "several-lines"),
              ElementsAre(HasSubstr("fact d, row 25: 1 text over several lines")));
  EXPECT_EQ(checked.training->items[24].text, "two\nlines");
  EXPECT_EQ(checked.training->items[25].text, "he said \"no\", twice");
  EXPECT_EQ(checked.training->items[25].row, 26);
}

TEST_F(CheckTexts, LeavesEmptyTextsOut) {
  const auto checked = check(good() + "1,\n0,\"  \u00a0\"\n");
  EXPECT_THAT(of(checked.findings, "empty-text"),
              ElementsAre("warning d, row 25: the text is empty (the row is not used)",
                          HasSubstr("row 26")));
  EXPECT_THAT(checked.training->items, SizeIs(24));
  EXPECT_FALSE(has_errors(checked.findings));
}

TEST_F(CheckTexts, RefusesAnEmptyFile) {
  for (const char* content : {"", "\n\n", "label,text\n"}) {
    const auto checked = check(content);
    EXPECT_TRUE(has_errors(checked.findings)) << content;
  }
  EXPECT_THAT(of(check("").findings, "no-rows"), ElementsAre(HasSubstr("the file holds no rows")));
}

TEST_F(CheckTexts, FindsRepeatsAndContradictions) {
  const auto checked = check(good() + "1,text number 1\n0,text number 3\n");
  EXPECT_THAT(of(checked.findings, "repeated-item"),
              ElementsAre("warning d, row 25: the same text as row 2"));
  EXPECT_THAT(of(checked.findings, "contradicting-labels"),
              ElementsAre("warning d, row 26: the same text as row 4, but its class is \"0\" here "
                          "and \"1\" there"));
}

TEST_F(CheckTexts, ComparesTheValidationChannel) {
  const auto checked = check(good() + "5,third class\n", "0,new\n9,x\n1,text number 1\n");
  EXPECT_THAT(
      of(checked.findings, "unknown-class"),
      ElementsAre(HasSubstr("error v: the class \"9\" (1 text) is in the validation data")));
  EXPECT_THAT(of(checked.findings, "missing-class"),
              ElementsAre("warning v: the validation data have no texts of the class \"5\""));
  EXPECT_THAT(of(checked.findings, "shared-with-training"),
              ElementsAre("warning v, row 3: this text is in the training data as well (row 2)"));
  ASSERT_THAT(checked.validation->items, SizeIs(2));
  EXPECT_EQ(checked.validation->items[1].class_index, 1);
  EXPECT_THAT(checked.validation->labels, ElementsAre("0", "1", "5"));
}

TEST_F(CheckTexts, HoldsAModelThatKeepsItsHeadToItsLabels) {
  options_.classes = {{"1", "0"}};
  const auto checked = check(good());
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(checked.training->labels, ElementsAre("1", "0"));
  EXPECT_EQ(checked.training->items[0].class_index, 1);
  options_.classes = {{"0", "1", "2"}};
  EXPECT_THAT(of(check(good()).findings, "missing-class"), ElementsAre(HasSubstr("error")));
  options_.classes = {{"good", "bad"}};
  const auto numbers = check(good());
  EXPECT_THAT(of(numbers.findings, "class-names"),
              ElementsAre(HasSubstr("error d: the classes of the training data have numbers, those "
                                    "of the model names (good, bad)")));
  EXPECT_THAT(remedy(numbers.findings, "class-names"), HasSubstr("a labels.csv beside the data"));
  put(at("d/labels.csv"), "0,bad\n1,good\n");
  const auto named = check(good());
  EXPECT_FALSE(has_errors(named.findings));
  EXPECT_THAT(named.training->labels, ElementsAre("good", "bad"));
  EXPECT_EQ(named.training->items[0].class_index, 1);
}

TEST_F(CheckTexts, CallsClassesAsTheLabelsFileDoes) {
  put(at("d/labels.csv"), "number,name\n1,positive\n0,\"not, positive\"\n7,unused\n");
  const auto checked = check(good(), "1,new\n0,old\n");
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(checked.training->labels, ElementsAre("not, positive", "positive"));
  // The validation data are named as the training data are.
  EXPECT_THAT(checked.validation->labels, ElementsAre("not, positive", "positive"));
  EXPECT_EQ(checked.validation->items[0].class_index, 1);
}

TEST_F(CheckTexts, NamesWhatIsWrongInTheLabelsFile) {
  put(at("d/labels.csv"), "0,a\nx,b\n1\n0,c\n2,a\n3,caf\xe9\n");
  const auto checked = check(good());
  const std::string file = at("d/labels.csv");
  EXPECT_THAT(of(checked.findings, "class-names"),
              ElementsAre("error " + file + ", row 2: \"x\" is not a whole number",
                          "error " + file + ", row 3: the class has no name",
                          "error " + file + ", row 4: the class 0 has a name already",
                          "error " + file + ", row 5: the name \"a\" is given to two classes",
                          "error " + file + ", row 6: the name is not UTF-8",
                          "error d: the class 1 has no name in labels.csv"));
}

TEST_F(CheckTexts, TakesNamesForClassesWhereAHeaderSaysSo) {
  const auto checked =
      check("label,text\nspam,win\nham,hello\n ham ,see you\ncafe\u0301,a\ncaf\u00e9,b\n");
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(checked.training->labels, ElementsAre("caf\u00e9", "ham", "spam"));
  EXPECT_EQ(checked.training->items[2].class_index, 1);
  EXPECT_THAT(of(checked.findings, "named-labels"),
              ElementsAre(HasSubstr("the labels in the column \"label\" are names")));
}

TEST_F(CheckTexts, ReadsColumnsTheOtherWayRoundWhereTheHeaderSaysSo) {
  const auto checked = check(
      "text,category\nmy card has not come,card_arrival\nwhere is my card,card_arrival\n"
      "I lost my phone,lost_phone\nphone stolen,lost_phone\n");
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(checked.training->labels, ElementsAre("card_arrival", "lost_phone"));
  EXPECT_EQ(checked.training->items[2].text, "I lost my phone");
  EXPECT_THAT(of(checked.findings, "column-order"), ElementsAre(HasSubstr("the other way round")));
  const auto numbers = check("review,label\ngood film,1\nbad film,0\n");
  EXPECT_THAT(numbers.training->labels, ElementsAre("0", "1"));
  EXPECT_EQ(numbers.training->items[0].class_index, 1);
  // Data that contradict the header are believed.
  EXPECT_THAT(check("text,label\n1,good film\n0,bad film\n").training->labels,
              ElementsAre("0", "1"));
}

TEST_F(CheckTexts, SeesNamesInTheSecondColumnWithoutAHeader) {
  const auto checked = check(
      "my card has not come,arrival\nwhere is it,arrival\n"
      "I lost it,lost\nstolen,lost\n");
  EXPECT_THAT(of(checked.findings, "columns"),
              ElementsAre(HasSubstr("the other way round: the text comes first and the name of its "
                                    "class, \"arrival\" for instance, second")));
  EXPECT_THAT(remedy(checked.findings, "columns"), HasSubstr("text,label"));
}

TEST_F(CheckTexts, PassesOverTheEmptyRowsOfASpreadsheet) {
  const auto checked = check("\xef\xbb\xbflabel;tweet\r\n0;marah\r\n1;takut\r\n;\r\n;\r\n");
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(checked.training->items, SizeIs(2));
  const auto spaces = check(good() + "   \n , \n\t\n1,last\n");
  EXPECT_FALSE(has_errors(spaces.findings));
  EXPECT_THAT(spaces.training->items, SizeIs(25));
  EXPECT_THAT(of(spaces.findings, "empty-line"), SizeIs(1));
}

TEST_F(CheckTexts, TakesDecimalLabelsForWholeNumbers) {
  const auto checked = check("0.0,marah\n1.0,takut\n2,senang\n0,kesal\n");
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(checked.training->labels, ElementsAre("0", "1", "2"));
}

TEST_F(CheckTexts, NamesAByteOrderMarkInTheMiddle) {
  const auto checked = check(good() + "\xef\xbb\xbf" + "0,from a second file\n");
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(of(checked.findings, "byte-order-mark"),
              ElementsAre(HasSubstr("warning d, row 25: a byte order mark in the middle")));
  EXPECT_EQ(checked.training->items.back().text, "from a second file");
}

TEST_F(CheckTexts, ProposesAnEncodingWithASample) {
  std::string content;  // in Windows-1252
  for (int i = 0; i < 12; ++i) {
    content +=
        std::to_string(i % 2) + ",caf\xe9 \x93tr\xe8s bien\x94 d\xe9j\xe0 vu \x97 fa\xe7on\n";
  }
  const std::string advice = remedy(check(content).findings, "not-utf8");
  EXPECT_THAT(advice, AllOf(HasSubstr("seems to be written in WINDOWS-1252"),
                            HasSubstr("If \"0,café “très bien” déjà vu — façon\" reads right"),
                            HasSubstr("iconv -f WINDOWS-1252 -t UTF-8 " + at("d/data.csv") + " > " +
                                      at("d/data.utf-8.csv"))));
  // A command whose result would be spoilt, or rows that would be lost, are not advised.
  EXPECT_THAT(remedy(check(good() + "1,caf\xe9\n0,caf\u00e9\n").findings, "not-utf8"),
              ::testing::Not(::testing::AnyOf(HasSubstr("iconv"), HasSubstr("skip"))));
}

TEST_F(CheckTexts, SkipsNoMoreThanATenth) {
  options_.on_bad_data = OnBadData::Skip;
  const auto checked = check(good() + "oops,a\nups,b\nwhat,c\n");
  EXPECT_THAT(of(checked.findings, "too-many-bad"),
              ElementsAre("error d: 3 of the 27 rows (11.1 %) cannot be used, too many to be "
                          "skipped"));
}

TEST_F(CheckTexts, SkipsNoClass) {
  options_.on_bad_data = OnBadData::Skip;
  const auto checked = check(good() + good() + "neutral,a\nneutral,b\n7,caf\xe9\n");
  EXPECT_THAT(of(checked.findings, "lost-class"),
              ElementsAre("error d, row 51: no row of the class \"7\" can be used, this being the "
                          "first of 1",
                          "error d, row 49: no row of the class \"neutral\" can be used, this "
                          "being the first of 2"));
  options_.on_bad_data = OnBadData::Refuse;
  EXPECT_THAT(of(check(good() + "2, \n").findings, "lost-class"), SizeIs(1));
}

TEST_F(CheckTexts, CountsLongTextsByTokens) {
  options_.max_tokens = 8;
  options_.count_tokens = [](std::string_view text) {
    return 2 + std::count(text.begin(), text.end(), ' ') + 1;
  };
  const auto checked = check(good() + "1,a b c d e f g h i j k\n0,a b c d e f g h i\n");
  EXPECT_THAT(of(checked.findings, "long-texts"),
              ElementsAre("warning d, row 25: 2 of the 26 training texts (7.7 %) have more than 8 "
                          "tokens and lose their end; this one is the longest, with 13 tokens"));
  EXPECT_THAT(remedy(checked.findings, "long-texts"), HasSubstr("max_length"));
}

TEST_F(CheckTexts, SaysWhatIsOddInTheQuotes) {
  const auto checked = check(good() + "1,\"never closed\n0,a \"quote\" inside\n");
  EXPECT_THAT(of(checked.findings, "unclosed-quote"), ElementsAre(HasSubstr("warning d, row 25")));
  EXPECT_THAT(of(checked.findings, "quote-inside"), ElementsAre(HasSubstr("fact d, row 26")));
  EXPECT_THAT(checked.training->items, SizeIs(26));
}

TEST_F(CheckTexts, HashesRowsWhateverTheirOrder) {
  const std::string one = data_hash(*check("0,a\n1,b\n1,c\n").training);
  EXPECT_EQ(data_hash(*check("1,c\n0,a\n1,b\n").training), one);
  EXPECT_NE(data_hash(*check("1,a\n0,b\n1,c\n").training), one);
}

TEST_F(CheckTexts, HashesTheOrderOfRowsToo) {
  const std::string one = order_hash(*check("0,a\n1,b\n1,c\n").training);
  EXPECT_EQ(order_hash(*check("0,a\n1,b\n1,c\n").training), one);
  EXPECT_NE(order_hash(*check("1,c\n0,a\n1,b\n").training), one);
}

TEST(ParseLabel, TakesWholeNumbersOnly) {
  EXPECT_EQ(parse_label("7"), 7);
  EXPECT_EQ(parse_label(" -7\t"), -7);
  EXPECT_EQ(parse_label("+7"), 7);
  EXPECT_EQ(parse_label("007"), 7);
  EXPECT_EQ(parse_label("7.0"), 7);
  EXPECT_EQ(parse_label("-7,00"), -7);
  for (const char* field : {"", " ", "+", "-", "+-7", "7.5", ".0", "7.0.0", "7 8", "0x7", "1e3",
                            "seven", "--7", "9223372036854775808"}) {
    EXPECT_EQ(parse_label(field), std::nullopt) << field;
  }
}

}  // namespace
}  // namespace sempurna
