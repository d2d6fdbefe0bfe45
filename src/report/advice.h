#pragma once

#include <string>
#include <vector>

#include "report/run_record.h"
#include "report/wording.h"

namespace sempurna {

/// What is wrong with a result that could be better, and last what to try, with figures: a simple
/// linear model is better, nothing was learned, the last epoch was still better than those before,
/// classes are never answered. Sentences ready to stand in HTML; none when there is nothing to say.
std::vector<std::string> advice(const RunRecord& run, const Wording& words);

/// The same in English for a terminal.
std::vector<std::string> plain_advice(const RunRecord& run);

/// The evaluation that says most: on test data where there are some, for they were not used to
/// choose the epoch. Null without any.
const EvaluationRecord* most_telling(const RunRecord& run);

}  // namespace sempurna
