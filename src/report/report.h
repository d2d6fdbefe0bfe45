#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/files.h"
#include "report/circumstances.h"
#include "report/run_record.h"

namespace sempurna {

struct ReportOptions {
  /// The bytes of a picture, given as in worst_errors: a channel ("training", "validation", "test")
  /// and a file below its folder. Empty when there is none; so is the function when no pictures
  /// are to be shown. What it throws as Error counts as no picture.
  std::function<std::optional<std::string>(const std::string& channel, const std::string& file)>
      picture;
  /// Of this one run; without them equal runs have equal reports.
  Circumstances circumstances;
};

/// The report of a run as one HTML page that needs nothing else: no script, font or picture from
/// elsewhere. What the record does not have leaves its part out. The language is its hyperparameter
/// report_language, "en" or "id"; InvalidArgument for another. The same input gives the same bytes.
std::string render_report(const RunRecord& run, const ReportOptions& options = {});

/// render_report() into `file`, in one step. Throws as that and write_file_atomic() do.
void write_report(const RunRecord& run, const ReportOptions& options, const fs::path& file);

}  // namespace sempurna
