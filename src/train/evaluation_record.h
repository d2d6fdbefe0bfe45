#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "report/run_record.h"
#include "train/metrics.h"

namespace sempurna {

/// The figures of one evaluation as a record; baselines and single examples are its caller's.
EvaluationRecord evaluation_record(const std::string& name, const Metrics& metrics,
                                   const std::vector<std::string>& labels);

/// The wrong answers, the most certain first, ties by position: positions in `predictions`.
std::vector<int64_t> worst_errors(const Predictions& predictions, size_t most = 24);

}  // namespace sempurna
