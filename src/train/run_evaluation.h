#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "report/run_record.h"
#include "train/built_run.h"
#include "train/metrics.h"
#include "train/progress.h"
#include "train/run_examples.h"

namespace sempurna {

/// How the model that was kept does on held-out data.
struct RunEvaluation {
  std::vector<EvaluationRecord> parts;  ///< validation, then test, as far as there are any
  Findings findings;                    ///< that a part could not be measured
};

/// `validation` is what the model answered on the validation part already; `on_validation` hears of
/// it in any case. Throws Cancelled after a stop signal. A test channel that cannot be measured
/// costs a finding and nothing else.
RunEvaluation measure(BuiltRun& built, const RunExamples& examples, const JobData& data,
                      const RunInput& input, std::optional<Predictions> validation,
                      const std::function<void(const Predictions&)>& on_validation,
                      Progress& progress);

}  // namespace sempurna
