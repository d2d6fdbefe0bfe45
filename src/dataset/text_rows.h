#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "dataset/check.h"
#include "dataset/collector.h"

namespace sempurna {

/// A usable row of a data.csv.
struct LabelledRow {
  int64_t label = 0;
  std::string text;
  int64_t row = 0;  ///< from 1; a header counts
};

/// Reads a data.csv whole and says everything that is unusual in it: encoding, separator, header,
/// quotes, columns; and of its rows those that cannot be used. Columns that are not a label and a
/// text are one error, after which no row is looked at.
/// Throws as CsvFile does when the file cannot be read at all.
std::vector<LabelledRow> read_labelled_rows(const fs::path& file, const CheckOptions& options,
                                            Collector& findings);

/// A whole number with blanks around it and perhaps a sign, within 64 bits; else nothing.
std::optional<int64_t> parse_label(std::string_view field);

}  // namespace sempurna
