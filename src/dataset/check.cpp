#include "dataset/check.h"

#include <algorithm>

namespace sempurna {

Json check_report(const Findings& findings) {
  const auto count = [&](Severity severity) {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const Finding& f) { return f.severity == severity; });
  };
  Json report;
  report["verdict"] = has_errors(findings) ? "refused" : "accepted";
  report["errors"] = count(Severity::Error);
  report["warnings"] = count(Severity::Warning);
  report["facts"] = count(Severity::Fact);
  report["findings"] = Json::array();
  for (const Finding& finding : findings) report["findings"].push_back(to_json(finding));
  return report;
}

}  // namespace sempurna
