#include "dataset/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/shown.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

constexpr size_t kQuotedCharacters = 40;

// The first characters, whole ones where it is UTF-8.
std::string_view beginning(std::string_view text, size_t characters) {
  size_t at = 0;
  while (at < text.size() && characters-- > 0) next_code_point(text, at);
  return text.substr(0, at);
}

}  // namespace

bool has_errors(std::span<const Finding> findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.severity == Severity::Error; });
}

std::string to_line(const Finding& finding) {
  if (finding.row == 0 && finding.message.starts_with(finding.file)) return shown(finding.message);
  std::string where = shown(finding.file);
  if (finding.row > 0) where += fmt::format("{}row {}", where.empty() ? "" : ", ", finding.row);
  return (where.empty() ? "" : where + ": ") + shown(finding.message);
}

std::vector<std::string> describe(std::span<const Finding> findings, size_t each) {
  // Kinds in the order of their first finding.
  std::vector<std::pair<std::string_view, std::vector<const Finding*>>> kinds;
  std::vector<std::string> lines;
  for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Fact}) {
    kinds.clear();
    for (const Finding& finding : findings) {
      if (finding.severity != severity) continue;
      auto kind = std::find_if(kinds.begin(), kinds.end(),
                               [&](const auto& k) { return k.first == finding.code; });
      if (kind == kinds.end()) kind = kinds.insert(kinds.end(), {finding.code, {}});
      kind->second.push_back(&finding);
    }
    for (const auto& [code, found] : kinds) {
      const size_t listed = std::min(found.size(), std::max<size_t>(each, 1));
      const std::string* remedy = nullptr;
      const auto advise = [&] {
        if (remedy != nullptr && !remedy->empty())
          lines.push_back("         -> " + shown(*remedy) + ".");
      };
      for (size_t i = 0; i < listed; ++i) {
        if (remedy != nullptr && *remedy != found[i]->remedy) advise();
        remedy = &found[i]->remedy;
        lines.push_back(fmt::format("{:<8} {}.", name(severity), to_line(*found[i])));
      }
      if (found.size() > listed) {
        lines.push_back(
            fmt::format("         and {} more of this kind ({})", found.size() - listed, code));
      }
      advise();
    }
  }
  return lines;
}

std::string counted(int64_t n, std::string_view plural) {
  if (n == 1) plural.remove_suffix(plural == "classes" ? 2 : 1);
  return fmt::format("{} {}", n, plural);
}

std::string excerpt(std::string_view value) {
  const std::string_view first = beginning(value, kQuotedCharacters);
  return "\"" + shown(first) + (first.size() < value.size() ? "…\"" : "\"");
}

}  // namespace sempurna
