#include "cli/job_findings.h"

#include "jobs/given_places.h"

namespace sempurna {

bool JobFindings::take(const Json& event) {
  if (event.value("event", "") != "finding" || !event.contains("finding")) return false;
  Finding finding = from_json<Finding>(event.at("finding"), "the job's finding");
  finding.file = with_given_places(folder_, finding.file);
  finding.message = with_given_places(folder_, finding.message);
  finding.remedy = with_given_places(folder_, finding.remedy);
  if (finding.severity != Severity::Fact) untold_.push_back(std::move(finding));
  return true;
}

std::vector<std::string> JobFindings::tell() {
  auto lines = describe(untold_);
  untold_.clear();
  return lines;
}

}  // namespace sempurna
