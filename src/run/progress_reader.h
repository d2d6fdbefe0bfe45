#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"

namespace sempurna {

/// Follows a progress.jsonl while a worker writes it. Lines that are not JSON objects (one half
/// written when a worker was killed) are passed over.
class ProgressReader {
 public:
  /// Starts at the file's present end when `from_end`, as after a resume; the file may not exist
  /// yet.
  ProgressReader(std::filesystem::path file, bool from_end);

  /// The whole lines that came since the last call.
  std::vector<Json> next();

 private:
  std::filesystem::path file_;
  uint64_t offset_ = 0;
  std::string rest_;
};

}  // namespace sempurna
