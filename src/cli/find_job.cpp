#include "cli/find_job.h"

#include "base/error.h"
#include "base/nearest.h"

namespace sempurna {

JobRecord find_job(const JobRecords& records, const std::string& asked) {
  if (auto job = records.find(JobFolder{asked})) return *job;
  auto jobs = records.list(asked);
  if (jobs.size() == 1) return std::move(jobs.front());
  if (jobs.empty()) {
    std::vector<std::string> names;
    for (const JobSummary& job : records.list(JobQuery{})) names.push_back(job.name);
    throw Error(Code::NotFound, "there is no training job {}.{} `sempurna jobs list` lists all",
                asked, did_you_mean(asked, names));
  }
  std::string folders;
  for (const JobRecord& job : jobs) {
    folders += (folders.empty() ? "" : ", ") + job.folder.string();
  }
  throw Error(Code::InvalidArgument,
              "{} training jobs are named {}; give the folder of the one that is meant: {}",
              jobs.size(), asked, folders);
}

}  // namespace sempurna
