#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/json.h"
#include "catalog/card.h"
#include "catalog/hyperparameters.h"

namespace sempurna {

/// How many examples each part of a job's data has.
struct PartSizes {
  int64_t training = 0;
  int64_t validation = 0;  ///< 0: none is given, so a part of the training data is held out
  int64_t test = 0;
};

/// What a job that has ended took of this machine, as far as another can be told by it.
struct EarlierRun {
  Hyperparameters hyperparameters;
  int64_t epochs = 0;  ///< that it went through
  PartSizes parts;     ///< held out ones apart
  int64_t threads = 0;
  double seconds = 0;  ///< from its worker's start
  uint64_t memory_bytes = 0;
  uint64_t disk_bytes = 0;  ///< that its worker foretold
};

/// Of the facts that a job's record holds; empty where they tell too little.
std::optional<EarlierRun> earlier_run(Task task, const Json& facts);

/// What can be said of a job before it begins, by whoever knows neither its data nor its model but
/// by their numbers. What its worker foretells in its first minute is nearer.
struct JobEstimate {
  PartSizes parts;    ///< as they will be, the held out part apart
  int64_t steps = 0;  ///< of the optimizer; 0 of a head that is solved for
  int64_t runs = 0;   ///< earlier ones like it, that it is told by; 0: by the model's size alone
  /// Seconds from its start, of whole epochs; empty without earlier runs.
  std::optional<std::pair<double, double>> seconds;
  uint64_t memory_bytes = 0;  ///< without earlier runs: at least
  uint64_t disk_bytes = 0;    ///< beside the copy of its data; without earlier runs: at least
};

/// `runs` are of this card, the newest first. Those count that trained the same part of the model
/// in the same way with as many threads; `threads` 0: with any number.
JobEstimate estimate_job(const Card& card, const Hyperparameters& h, const PartSizes& parts,
                         const std::vector<EarlierRun>& runs, int64_t threads);

}  // namespace sempurna
