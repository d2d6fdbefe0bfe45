#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "jobs/log_metrics.h"

namespace sempurna {

/// What somebody asks for who wants a model fine-tuned.
struct TrainingRequest {
  std::string model;       ///< a card's id, or an earlier model.tar.gz; empty: default_card()
  std::string data;        ///< a folder, a data.csv, or "default"; empty: "default"
  std::string validation;  ///< empty: split off
  std::string test;        ///< empty: none
  std::string output = "fine-tuned";
  std::string name;  ///< empty: made from the model and the time
  std::map<std::string, std::string> hyperparameters;
  bool resume = false;
  // A server's.
  std::string instance_type = "local";
  bool without_network = false;
  bool loose_output = false;        ///< the model as loose files, in place of its archive
  int64_t max_seconds = 0;          ///< of training, which then ends as it stands; 0: no limit
  int64_t max_pending_seconds = 0;  ///< that it waits for its turn; 0: no limit
  std::string owner;                ///< who asked for it
  uint64_t memory_bytes = 0;        ///< that it is foretold to take; 0: not known
  std::string shares;       ///< with whom it shares what it keeps of its data: their name; or empty
  std::string checkpoints;  ///< s3://…, where they are put and gone on from; or empty
  std::vector<MetricDefinition> metrics;  ///< that are read from its log
  std::vector<std::string> remarks;       ///< on what was asked for, for the job's log
};

/// As it is kept in the job's record: what was given, by the names above.
Json to_json(const TrainingRequest& request);
/// Throws DataCorrupt.
TrainingRequest read_training_request(const Json& json);

}  // namespace sempurna
