#pragma once

#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.h"

namespace sempurna {

/// Rows as text with columns aligned by their widest cell, two spaces apart, no trailing spaces.
/// Columns whose head ends in '>' are aligned to the right, without that sign.
std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows);

/// The same, without the last columns where it would be wider than `room`; the first two stay.
std::string fitting_table(std::vector<std::string> head, std::vector<std::vector<std::string>> rows,
                          std::optional<size_t> room = terminal_columns(STDOUT_FILENO));

/// As wide as is pleasant to read, and no wider than the terminal that standard output is.
size_t reading_width();

/// `text` broken at spaces to at most `width` columns, each line after `indent` spaces.
std::string wrapped(const std::string& text, size_t indent, size_t width = reading_width());

}  // namespace sempurna
