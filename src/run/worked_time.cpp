#include "run/worked_time.h"

#include <algorithm>

#include "run/progress_reader.h"

namespace sempurna {

double worked_seconds(const std::filesystem::path& progress) {
  double sum = 0;
  double first = 0;
  double last = 0;
  for (const Json& event : ProgressReader(progress, false).next()) {
    const auto time = event.find("time");
    if (time == event.end() || !time->is_number()) continue;
    if (event.value("event", Json()) == "start") {
      sum += last - first;
      first = last = *time;
    }
    // Somebody may set the machine's clock back.
    last = std::max(last, time->get<double>());
  }
  return sum + (first > 0 ? last - first : 0);
}

}  // namespace sempurna
