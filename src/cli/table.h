#pragma once

#include <string>
#include <vector>

namespace sempurna {

/// Rows as text with columns aligned by their widest cell, two spaces apart, no trailing spaces.
/// Columns whose head ends in '>' are aligned to the right, without that sign.
std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows);

/// As wide as is pleasant to read, and no wider than the terminal that standard output is.
size_t reading_width();

/// `text` broken at spaces to at most `width` columns, each line after `indent` spaces.
std::string wrapped(const std::string& text, size_t indent, size_t width = reading_width());

/// 14.2 MB, 512 kB: decimal units, three digits.
std::string size_text(int64_t bytes);

/// 3.5 M, 110 M: of parameters.
std::string count_text(int64_t count);

/// 42 s, 3 min 20 s, 2 h 5 min.
std::string duration_text(double seconds);

}  // namespace sempurna
