#include "cli/table.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
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

std::string scaled(double value, const std::array<const char*, 5>& units) {
  size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  const int digits = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f}{}", value, digits, units[unit]);
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

std::string size_text(int64_t bytes) {
  return scaled(static_cast<double>(bytes), {" B", " kB", " MB", " GB", " TB"});
}

std::string count_text(int64_t count) {
  return scaled(static_cast<double>(count), {"", " k", " M", " G", " T"});
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<int64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 10 && seconds < 9.95) return fmt::format("{:.1f} s", std::max(0.0, seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace sempurna
