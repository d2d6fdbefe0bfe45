#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "dataset/check.h"
#include "dataset/class_names.h"
#include "dataset/collector.h"

namespace sempurna {

/// A usable row of a data.csv.
struct LabelledRow {
  int64_t class_index = 0;
  std::string text;
  int64_t row = 0;  ///< from 1; a header counts
};

struct LabelledRows {
  /// The classes in the order of their numbers, or of their names' bytes where they have no
  /// numbers: "0", "1", or what labels.csv or a header's column calls them.
  std::vector<std::string> classes;
  std::vector<LabelledRow> rows;
  std::optional<ClassNames> names;  ///< of the labels.csv beside it
};

/// Reads a data.csv whole and says everything that is unusual in it: encoding, separator, header,
/// quotes, columns; and of its rows those that cannot be used. Columns that are not a label and a
/// text are one error, after which no row is looked at. Numbers are called as the labels.csv beside
/// the file says, or else as `names` does.
/// Throws as CsvFile does when the file cannot be read at all.
LabelledRows read_labelled_rows(const fs::path& file, const CheckOptions& options,
                                Collector& findings,
                                const std::optional<ClassNames>& names = std::nullopt);

/// A whole number with blanks around it and perhaps a sign, within 64 bits, as spreadsheets write
/// it too: "1.0"; else nothing.
std::optional<int64_t> parse_label(std::string_view field);

/// Without blanks and line ends around it.
std::string_view trimmed(std::string_view field);

}  // namespace sempurna
