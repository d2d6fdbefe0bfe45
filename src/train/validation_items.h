#pragma once

#include <chrono>
#include <optional>

#include "catalog/job_folder.h"
#include "report/validation_record.h"
#include "train/job_data.h"
#include "train/metrics.h"

namespace sempurna {

/// What a validation's record has of its examples: at most `most`.
ValidationRecord validation_record(const Predictions& predictions, const DataPart& part,
                                   const std::vector<std::string>& labels, size_t most = 2000);

/// Keeps <job>/validation.json up to date.
class ValidationItems {
 public:
  /// What it is given must outlive it.
  ValidationItems(const JobFolder& job, const JobData& data) : job_(job), data_(data) {}

  /// Of an epoch, from 1. Where epochs take less than a second, not of each. A disk that is full
  /// costs the file and nothing else.
  void show(int64_t epoch, const Predictions& predictions);
  /// Of the epoch that is kept, from 1.
  void show_kept(int64_t epoch, const Predictions& predictions);

 private:
  void write(ValidationRecord record);

  const JobFolder& job_;
  const JobData& data_;
  std::optional<std::chrono::steady_clock::time_point> written_;
};

}  // namespace sempurna
