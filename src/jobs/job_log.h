#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "catalog/job_folder.h"

namespace sempurna {

/// A line of what a job said.
struct LogLine {
  uint64_t begin = 0;  ///< its place in log.txt, in bytes; its number too
  uint64_t end = 0;    ///< where the next one begins
  Time time{};         ///< when it came; never before that of a line before it
  std::string text;    ///< without its end
};

/// A job's log.txt with the time at which each line came, which whoever runs the job notes in
/// log.times beside it: "<bytes that had come> <milliseconds since 1970>", a line each time that
/// there were more.
class JobLog {
 public:
  explicit JobLog(const JobFolder& job);

  /// What came since the last call, came now.
  void note(Time now);
  /// Says a line of whoever runs the job.
  void add(const std::string& line) const;
  /// Whole lines, as far as their times are noted, in their order. Empty where there is no log.
  std::vector<LogLine> lines() const;

 private:
  std::filesystem::path text_;
  std::filesystem::path times_;
  uint64_t noted_ = 0;
};

}  // namespace sempurna
