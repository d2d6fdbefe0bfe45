#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dataset/collector.h"
#include "text/csv.h"

namespace sempurna {

/// One of the two columns of a data.csv.
struct SurveyedColumn {
  static constexpr size_t kMostWords = 1000;

  int64_t numbers = 0;                       ///< rows with a whole number in it
  std::set<std::string, std::less<>> words;  ///< what else is in it, at most kMostWords + 1
  std::optional<int64_t> largest;            ///< of the numbers
};

/// What a data.csv is like as a whole, before its rows are judged one by one.
struct TextSurvey {
  int64_t rows = 0;                  ///< without a header
  std::map<size_t, int64_t> widths;  ///< used fields → rows
  int64_t unfit = 0;                 ///< rows without two columns, or without a label
  std::vector<std::string> header;   ///< its fields; empty when there is none
  SurveyedColumn columns[2];
  size_t label_column = 0;  ///< 0, or 1 where the header says so
  bool named = false;       ///< the labels are names, as the header says, and not numbers

  size_t text_column() const { return 1 - label_column; }
  size_t usual_width() const;
};

/// Without the empty columns that spreadsheets leave at the end.
size_t used_fields(const CsvRow& row);

TextSurvey survey(const CsvFile& csv);

/// Says what the file is like; false when its columns are not a label and a text, which is then an
/// error among the findings.
bool judge_file(const CsvFile& csv, const TextSurvey& found, const std::string& file,
                Collector& findings);

/// What to do about labels that are no numbers: 'write "ham" as 0, "spam" as 1'.
std::string advise_numbers(const TextSurvey& found);

}  // namespace sempurna
