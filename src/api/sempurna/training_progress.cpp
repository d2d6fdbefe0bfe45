#include "api/sagemaker/sagemaker.h"
#include "api/sempurna/handlers.h"
#include "api/sempurna/progress_points.h"
#include "jobs/given_places.h"
#include "jobs/training_jobs.h"

namespace sempurna::own {

namespace {

/// Texts name no places of this machine.
void name_given_places(const JobFolder& folder, Json& value) {
  if (value.is_string()) {
    value = with_given_places(folder, value.get<std::string>());
  } else if (value.is_structured()) {
    for (Json& each : value) name_given_places(folder, each);
  }
}

}  // namespace

Json describe_training_progress(Operation& op) {
  const std::string name = op.required("TrainingJobName");
  // Nothing but what DescribeTrainingJob tells, and more of it.
  authorize(op.services, op.call, "sagemaker:DescribeTrainingJob",
            sagemaker::training_job_arn(op.services.config, name));
  const ProgressPlace from = ProgressPlace::of_text(op.text("NextToken"));
  const auto job = op.services.jobs->find(name);
  if (!job) throw JsonError("ResourceNotFound", "There is no training job '{}'", name);
  const JobFolder folder{job->folder};
  ProgressPart part = read_progress(folder.progress(), from);
  for (Json& event : part.events) {
    // The many are numbers alone.
    const std::string kind = event.value("event", "");
    if (kind != "step" && kind != "epoch") name_given_places(folder, event);
  }
  Json output = {
      {"Events", std::move(part.events)},
      {"NextToken", part.next.text()},
      {"HasMore", !part.is_last},
      {"Now", static_cast<double>(op.services.clock.now().time_since_epoch().count()) / 1000}};
  if (const auto turns = op.services.jobs->turns_before(job->name)) output["Place"] = *turns;
  if (!part.latest.is_null()) output["Latest"] = std::move(part.latest);
  return output;
}

}  // namespace sempurna::own
