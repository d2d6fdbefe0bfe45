#pragma once

#include <string>

#include "report/report.h"
#include "report/run_record.h"
#include "report/wording.h"

namespace sempurna {

// The parts of a report, each an HTML <header> or <section>, from the top to the bottom.

/// What was fine-tuned, and how good it is beside always answering the commonest class.
std::string headline_section(const RunRecord& run, const Wording& words);

/// Which job, when, how long, from what data, forecast against actual.
std::string circumstances_section(const Circumstances& circumstances, const Wording& words);

/// Loss and metrics by epoch.
std::string curves_section(const RunRecord& run, const Wording& words);

/// For each evaluation a shaded matrix, or with more than kMostMatrixClasses a list of pairs.
std::string confusion_section(const RunRecord& run, const Wording& words);
constexpr size_t kMostMatrixClasses = 30;

/// For each evaluation a table of precision, recall and F1.
std::string classes_section(const RunRecord& run, const Wording& words);

/// For each evaluation the wrong answers, with pictures or texts.
std::string errors_section(const RunRecord& run, const Wording& words,
                           const ReportOptions& options);

/// How many examples each class has in each part of the data.
std::string balance_section(const RunRecord& run, const Wording& words);

/// What the check before training said, each kind together.
std::string findings_section(const RunRecord& run, const Wording& words);

/// Every hyperparameter.
std::string settings_section(const RunRecord& run, const Wording& words);

/// A section under its heading.
std::string section(const Wording& words, Word heading, const std::string& body);

/// "Test data" over what follows, where a run has more evaluations than one; else nothing.
std::string evaluation_heading(const RunRecord& run, const Wording& words,
                               const EvaluationRecord& evaluation);

}  // namespace sempurna
