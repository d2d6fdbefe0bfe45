#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sempurna {

/// What a report says of the run itself: times, places and the machine's figures, which equal runs
/// do not share. What is empty is left out.
struct Circumstances {
  std::string job;                                        ///< its name
  double started = 0;                                     ///< seconds since 1970; 0: not known
  double seconds = 0;                                     ///< that it took, over all resumptions
  std::vector<std::pair<std::string, std::string>> data;  ///< channel, and where it lay
  std::string version;                                    ///< of the program
  std::optional<std::pair<double, double>> forecast_minutes;
  uint64_t memory_bytes = 0;           ///< the most that was used
  uint64_t memory_forecast_bytes = 0;  ///< what was foretold
};

}  // namespace sempurna
