#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/files.h"
#include "base/json.h"
#include "report/circumstances.h"

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
/// elsewhere. `report` is what evaluation.json holds (train/report_data.h); members that are
/// missing leave their part out. The language is its member "language", "en" or "id".
/// The same input gives the same bytes. Throws DataCorrupt, naming the member, when one is of
/// another type or does not fit the labels; InvalidArgument for another language.
std::string render_report(const Json& report, const ReportOptions& options = {});

/// render_report() into `file`, in one step. Throws as that and write_file_atomic() do.
void write_report(const Json& report, const ReportOptions& options, const fs::path& file);

}  // namespace sempurna
