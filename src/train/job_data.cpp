#include "train/job_data.h"

#include <algorithm>

#include "base/error.h"
#include "dataset/check.h"
#include "train/tasks.h"

namespace sempurna {

JobData open_job_data(const JobFolder& job, const std::vector<std::string>& channels,
                      const JobDataOptions& options) {
  const auto place = [&](const std::string& channel) {
    const bool given = std::find(channels.begin(), channels.end(), channel) != channels.end();
    return given ? job.channel(channel).string() : std::string();
  };
  const Channels places{place("training"), place("validation"), place("test")};
  if (places.training.empty()) {
    throw Error(Code::InvalidArgument,
                "the job has no channel named training; give it the data to learn from");
  }
  return training_of(options.task).open(places, options);
}

}  // namespace sempurna
