#include "cli/table.h"

#include <unistd.h>

#include <algorithm>
#include <sstream>

#include "base/shown.h"
#include "cli/terminal.h"

namespace sempurna {

namespace {

// Columns on a terminal, near enough: code points, not bytes.
size_t columns(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::string> names = head;
  std::vector<bool> right(head.size());
  for (size_t i = 0; i < names.size(); ++i) {
    right[i] = names[i].ends_with('>');
    if (right[i]) names[i].pop_back();
  }
  // A cell is one line, whatever a name in it holds.
  auto cells = rows;
  for (auto& row : cells) {
    for (auto& cell : row) cell = shown(cell);
  }
  std::vector<size_t> widths;
  for (const auto& name : names) widths.push_back(columns(name));
  for (const auto& row : cells) {
    for (size_t i = 0; i < row.size(); ++i) widths.at(i) = std::max(widths[i], columns(row[i]));
  }
  std::string text;
  const auto add = [&](const std::vector<std::string>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - columns(row[i]), ' ');
      line += (i > 0 ? "  " : "") + (right[i] ? space + row[i] : row[i] + space);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  add(names);
  for (const auto& row : cells) add(row);
  return text;
}

std::string fitting_table(std::vector<std::string> head, std::vector<std::vector<std::string>> rows,
                          std::optional<size_t> room) {
  for (;;) {
    std::string text = table(head, rows);
    std::istringstream lines(text);
    size_t widest = 0;
    for (std::string line; std::getline(lines, line);) widest = std::max(widest, columns(line));
    if (!room || widest <= *room || head.size() <= 2) return text;
    head.pop_back();
    for (auto& row : rows) row.pop_back();
  }
}

size_t reading_width() {
  constexpr size_t kWidest = 92;
  return std::min(kWidest, terminal_columns(STDOUT_FILENO).value_or(kWidest));
}

std::string wrapped(const std::string& text, size_t indent, size_t width) {
  std::istringstream words(text);
  const std::string margin(indent, ' ');
  std::string out;
  std::string line = margin;
  for (std::string word; words >> word;) {
    const bool first = line.size() == margin.size();
    if (!first && columns(line) + 1 + columns(word) > width) {
      out += line + "\n";
      line = margin + word;
    } else {
      line += (first ? "" : " ") + word;
    }
  }
  return out + line + "\n";
}

}  // namespace sempurna
