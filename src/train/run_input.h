#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/ancestry.h"
#include "catalog/job_folder.h"
#include "train/parent_model.h"
#include "train/training_step.h"

namespace sempurna {

/// What a run is asked for, and what follows from that and the parent model alone.
struct RunInput {
  std::string model_id;  ///< the first parent's card
  Ancestry ancestry;
  std::vector<std::string> channels;
  ParentModel parent;
  TrainingPlan plan;
  bool fresh_head = true;  ///< the classification layer starts anew
  int64_t views = 1;       ///< of each picture whose features are kept
  int threads = 1;
};

/// Reads the folder's input. A run that left checkpoints keeps the threads and the precision that
/// it began with, whatever machine it is on. Throws InvalidArgument where hyperparameters or
/// channels do not fit together, NotFound or DataCorrupt naming a file.
RunInput read_run_input(const JobFolder& job);

}  // namespace sempurna
