#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sempurna {

/// A file that is something else than the text it is taken for.
struct ForeignFile {
  std::string what;    ///< "an Excel workbook (.xlsx)"
  std::string remedy;  ///< how to get a CSV file out of it, without losing any of it
};

/// Recognises by their bytes what people give in place of a CSV file: workbooks, archives, web
/// pages, Git LFS pointers, Parquet and the like. `file` is named in the remedy. Text is nothing
/// foreign. gzip is not either: CsvFile reads it.
std::optional<ForeignFile> recognise_foreign(std::string_view bytes, const std::string& file);

/// `word` as a shell takes it for one word: as it is, or between single quotes.
std::string shell_quoted(const std::string& word);

}  // namespace sempurna
