#include "dataset/collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sempurna {

void Collector::add(Finding finding) {
  if (++counts_[finding.code] <= kMost) findings_.push_back(std::move(finding));
}

bool Collector::has_error(const std::string& file) const {
  return std::any_of(findings_.begin(), findings_.end(), [&](const Finding& f) {
    return f.severity == Severity::Error && f.file == file;
  });
}

Findings Collector::take() {
  for (const auto& [code, count] : counts_) {
    if (count <= kMost) continue;
    const auto last = std::find_if(findings_.rbegin(), findings_.rend(),
                                   [&, c = code](const Finding& f) { return f.code == c; });
    findings_.push_back({last->severity, code, last->file, 0,
                         fmt::format("{} more of this kind are not listed", count - kMost),
                         last->remedy});
  }
  std::stable_sort(findings_.begin(), findings_.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return std::move(findings_);
}

}  // namespace sempurna
