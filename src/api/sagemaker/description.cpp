#include "api/sagemaker/description.h"

#include <algorithm>
#include <set>

#include "api/sagemaker/request.h"
#include "base/replace_all.h"
#include "report/run_record.h"

namespace sempurna::sagemaker {

namespace {

using enum JobState;

constexpr size_t kLongestReason = 1024;
constexpr size_t kMostMetrics = 40;

// As SageMaker's jobs tell them; the client's log prints them.
std::string_view words(JobState state) {
  switch (state) {
    case Starting:
      return "Starting the training job";
    case Pending:
      return "Waiting for other training jobs";
    case Downloading:
      return "Downloading input data";
    case Training:
      return "Training image download completed. Training in progress.";
    case Uploading:
      return "Uploading generated training model";
    case Completed:
      return "Training job completed";
    case Failed:
      return "Training job failed";
    case Stopping:
      return "Stopping the training job";
    case Stopped:
      return "Training job stopped";
    case MaxRuntimeExceeded:
      return "Training job runtime exceeded MaxRuntimeInSeconds provided";
    case Interrupted:
      return "The server was ended; the training job goes on when it starts again";
  }
  return "";
}

/// Whose the fault was, as SageMaker writes it before the reason.
std::string_view blame(std::optional<Code> code) {
  switch (code.value_or(Code::Internal)) {
    case Code::InvalidArgument:
    case Code::NotFound:
    case Code::AlreadyExists:
    case Code::Denied:
    case Code::DataCorrupt:
      return "ClientError: ";
    case Code::ResourceLimit:
    case Code::Unavailable:
    case Code::Cancelled:
      return "AlgorithmError: ";
    case Code::Conflict:
    case Code::Internal:
      break;
  }
  return "InternalServerError: ";
}

/// At most so many bytes, and no character in half.
std::string cut(std::string text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  text.resize(most);
  return text;
}

Json transitions(const JobRecord& job) {
  Json all = Json::array();
  for (size_t k = 0; k < job.changes.size(); ++k) {
    const JobChange& change = job.changes[k];
    // An interruption with a fault is not the server's end.
    const bool is_told = change.state == Interrupted
                             ? change.code.has_value()
                             : (change.state == Pending || change.state == Stopped) && !change.code;
    const bool tells_more = is_told && !change.message.empty();
    Json one = {{"Status", name(change.state)}, {"StartTime", epoch_seconds(change.time)}};
    if (k + 1 < job.changes.size()) {
      one["EndTime"] = epoch_seconds(job.changes[k + 1].time);
    } else if (!is_at_work(change.state)) {
      one["EndTime"] = one["StartTime"];
    }
    one["StatusMessage"] = tells_more ? change.message : std::string(words(change.state));
    all.push_back(std::move(one));
  }
  return all;
}

void add_times(Json& all, const JobRecord& job) {
  all["CreationTime"] = epoch_seconds(job.created());
  all["LastModifiedTime"] = epoch_seconds(job.changed());
  const auto start = job.began();
  if (!start) return;
  all["TrainingStartTime"] = epoch_seconds(*start);
  if (is_at_work(job.state()) || job.state() == Interrupted) return;
  all["TrainingEndTime"] = epoch_seconds(job.changed());
  const auto seconds =
      std::max<int64_t>(1, std::chrono::ceil<std::chrono::seconds>(job.changed() - *start).count());
  all["TrainingTimeInSeconds"] = seconds;
  all["BillableTimeInSeconds"] = seconds;
}

/// The algorithm's own, and those that were asked for, which come first.
void add_metrics(Json& all, const JobRecord& job) {
  Json metrics = Json::array();
  std::set<std::string> names;
  const auto add = [&](const std::string& metric, double value, Time time) {
    if (metrics.size() == kMostMetrics || !names.insert(metric).second) return;
    metrics.push_back(
        {{"MetricName", metric}, {"Value", value}, {"Timestamp", epoch_seconds(time)}});
  };
  for (const LogMetric& metric : job.metrics) add(metric.name, metric.value, metric.time);
  if (!job.facts.is_null()) {
    const RunRecord run = read_record(job.facts, job.name);
    const EpochRecord* best = run.best();
    const Figures none;
    for (const auto& [metric, value] : best == nullptr ? none : best->figures) {
      if (value) add(metric, *value, job.changed());
    }
  }
  if (!metrics.empty()) all["FinalMetricDataList"] = std::move(metrics);
}

/// Where the model is or will be; empty of a job that has ended without one.
std::string artifact(const JobRecord& job) {
  const bool has_ended = !is_at_work(job.state()) && job.state() != Interrupted;
  if (has_ended && job.facts.is_null()) return "";
  std::string place = text(job.asked, {"OutputDataConfig", "S3OutputPath"});
  if (!place.ends_with('/')) place += '/';
  const bool is_loose = text(job.asked, {"OutputDataConfig", "CompressionType"}) == "NONE";
  return place + job.name + (is_loose ? "/output/model/" : "/output/model.tar.gz");
}

}  // namespace

double epoch_seconds(Time time) {
  return static_cast<double>(time.time_since_epoch().count()) / 1000;
}

std::string shown_reason(const ServerConfig& config, std::string reason) {
  reason = replace_all(std::move(reason), config.data_dir.string(), "the server's data folder");
  return cut(std::move(reason), kLongestReason);
}

std::string failure_reason(const ServerConfig& config, std::optional<Code> code,
                           const std::string& why) {
  return shown_reason(config, std::string(blame(code)) + why);
}

std::string failure_reason(const ServerConfig& config, const JobRecord& job) {
  return failure_reason(config, job.changes.back().code,
                        replace_all(job.message(), job.folder.string(), "the job's folder"));
}

Json description_of(const ServerConfig& config, const JobRecord& job) {
  Json all = {{"TrainingJobName", job.name},
              {"TrainingJobArn", training_job_arn(config, job.name)},
              {"ModelArtifacts", {{"S3ModelArtifacts", artifact(job)}}},
              {"TrainingJobStatus", job.status()},
              {"SecondaryStatus", name(job.state())}};
  if (job.state() == Failed) all["FailureReason"] = failure_reason(config, job);
  for (const auto& [member, value] : job.asked.items()) {
    // ListTags has those.
    if (member != "Tags" && !all.contains(member)) all[member] = value;
  }
  // SageMaker has both in every answer, and its SDK relies on it.
  if (!all["OutputDataConfig"].contains("KmsKeyId")) all["OutputDataConfig"]["KmsKeyId"] = "";
  Json& stopping = all["StoppingCondition"];
  if (!stopping.contains("MaxRuntimeInSeconds"))
    stopping["MaxRuntimeInSeconds"] = kMaxRuntimeByDefault;
  add_times(all, job);
  all["SecondaryStatusTransitions"] = transitions(job);
  add_metrics(all, job);
  return all;
}

Json summary_of(const ServerConfig& config, const JobSummary& job) {
  Json all = {{"TrainingJobName", job.name},
              {"TrainingJobArn", training_job_arn(config, job.name)},
              {"CreationTime", epoch_seconds(job.created)},
              {"LastModifiedTime", epoch_seconds(job.changed)},
              {"TrainingJobStatus", job.status},
              {"SecondaryStatus", name(job.state)}};
  if (!job.is_at_work()) all["TrainingEndTime"] = epoch_seconds(job.changed);
  return all;
}

}  // namespace sempurna::sagemaker
