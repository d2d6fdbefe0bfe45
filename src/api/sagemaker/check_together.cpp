#include "api/sagemaker/check_together.h"

#include <set>

#include "api/sagemaker/request.h"

namespace sempurna::sagemaker {

namespace {

// In SageMaker's words.
void check_times(const JsonMap& request) {
  const JsonMap* spot = member(request, {"EnableManagedSpotTraining"});
  const bool is_spot = spot != nullptr && spot->get<bool>();
  const JsonMap* wait = member(request, {"StoppingCondition", "MaxWaitTimeInSeconds"});
  if (!is_spot) {
    if (wait == nullptr) return;
    throw not_valid(
        "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set "
        "to true");
  }
  const JsonMap* run = member(request, {"StoppingCondition", "MaxRuntimeInSeconds"});
  const int64_t runtime = run == nullptr ? kMaxRuntimeByDefault : run->get<int64_t>();
  if (wait != nullptr && wait->get<int64_t>() >= runtime) return;
  throw not_valid(
      "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to "
      "MaxRuntimeInSeconds");
}

/// The member by which elements of a list are told apart is another for each.
void check_once(const JsonMap& request, std::initializer_list<const char*> list, const char* by,
                const char* fault) {
  const JsonMap* elements = member(request, list);
  if (elements == nullptr) return;
  std::set<std::string> seen;
  for (const JsonMap& element : *elements) {
    const std::string key = text(element, {by});
    if (!seen.insert(key).second) throw not_valid("{}: {}", fault, key);
  }
}

}  // namespace

void check_together(const JsonMap& request) {
  check_times(request);
  check_once(request, {"Tags"}, "Key", "Duplicate tag key");
  check_once(request, {"InputDataConfig"}, "ChannelName", "Duplicate channel name");
  check_once(request, {"AlgorithmSpecification", "MetricDefinitions"}, "Name",
             "Duplicate metric name");
}

}  // namespace sempurna::sagemaker
