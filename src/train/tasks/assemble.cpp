#include "train/tasks/assemble.h"

#include <fmt/core.h>

#include <algorithm>

namespace sempurna {

void refuse_errors(const Findings& findings) {
  if (!has_errors(findings)) return;
  const auto errors = std::count_if(findings.begin(), findings.end(),
                                    [](const Finding& f) { return f.severity == Severity::Error; });
  const Finding& first = findings.front();  // errors come first
  throw Error(Code::InvalidArgument, "the data cannot be used: {}{}{}", to_line(first),
              first.remedy.empty() ? "" : ". " + first.remedy,
              errors > 1 ? fmt::format(" (and {})", counted(errors - 1, "more errors")) : "");
}

void refuse_all_errors(const Findings& findings) {
  if (!has_errors(findings)) return;
  std::string lines;
  for (const auto& line : describe(findings)) lines += "\n" + line;
  throw Error(Code::InvalidArgument, "the data cannot be used:{}", lines);
}

CheckOptions check_options(const JobDataOptions& options) {
  CheckOptions check;
  check.on_bad_data = options.hyperparameters.on_bad_data;
  check.classes = options.classes;
  check.threads = options.threads;
  if (options.progress) {
    check.progress = [&options](int64_t done, int64_t total) {
      options.progress("check", done, total);
    };
  }
  return check;
}

BaselineProgress baseline_progress(const JobDataOptions& options) {
  return [&options](int64_t done, int64_t all) {
    if (options.progress) options.progress("baseline", done, all);
  };
}

// The last epoch is then kept, whatever it is worth: to be known before hours are spent.
Finding no_validation(double ratio) {
  Finding finding{Severity::Warning,
                  "no-validation",
                  "",
                  0,
                  "there are no validation data, so nothing is measured while training and the "
                  "last epoch is kept",
                  "Give --validation, or a validation_split_ratio above 0"};
  if (ratio > 0) {
    finding.message = "each class has a single item, so none can be held out: " + finding.message;
    finding.remedy = "Give --validation, or more items of each class";
  }
  return finding;
}

Finding no_held_out() {
  return {Severity::Error,
          "no-validation",
          "",
          0,
          "each class has a single item, so none can be held out to compare models on",
          "Give --validation, or more items of each class"};
}

}  // namespace sempurna
