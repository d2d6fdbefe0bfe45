#include "jobs/estimate.h"

#include <algorithm>

#include "api/sempurna/handlers.h"
#include "base/files.h"
#include "base/machine_memory.h"
#include "catalog/instance_types.h"
#include "catalog/locations.h"
#include "dataset/top_layer.h"
#include "jobs/training_jobs.h"

namespace sempurna::own {

namespace {

constexpr int64_t kMostExamples = 1'000'000'000;
// Of the server's jobs, among which those of the card are looked for.
constexpr int64_t kJobsLookedAt = 500;
constexpr size_t kMostRuns = 20;

/// Those of the card that have ended well, the newest first.
std::vector<EarlierRun> runs_of(TrainingJobs& jobs, const Card& card) {
  std::vector<EarlierRun> runs;
  const JobQuery newest{.statuses = {"Completed"}, .descending = true, .limit = kJobsLookedAt};
  for (const JobSummary& job : jobs.list(newest)) {
    if (job.model != card.id || runs.size() == kMostRuns) continue;
    const auto record = jobs.find(job.name);
    // A trial of a tuning job finds much of its work done.
    if (!record || !read_training_request(record->request).shares.empty()) continue;
    if (const auto run = earlier_run(card.task, record->facts)) runs.push_back(*run);
  }
  return runs;
}

PartSizes parts_of(const Operation& op) {
  const auto number = [&](const char* name) { return op.number(name, 0, 0, kMostExamples); };
  const PartSizes parts{number("TrainingExamples"), number("ValidationExamples"),
                        number("TestExamples")};
  if (parts.training > 0) return parts;
  throw JsonError("ValidationException",
                  "TrainingExamples must say how many examples the training data have, which "
                  "CheckDataset counts");
}

Json of_space(uint64_t bytes, uint64_t available) {
  Json json = {{"Bytes", bytes}};
  // 0 where nobody knows.
  if (available > 0) {
    json["AvailableBytes"] = available;
    json["Fits"] = bytes <= available;
  }
  return json;
}

/// As the job will have them: a classification layer that begins anew has defaults of its own.
Hyperparameters hyperparameters_of(const Operation& op, const Card& card) {
  const auto given = op.texts("HyperParameters");
  std::vector<std::string> classes = op.list("Classes");
  std::ranges::sort(classes);
  // A base model's layer knows its default data alone, which the caller names.
  const bool default_data = op.flag("DefaultData");
  const auto knows = [&](const TopLayer& layer) {
    std::vector<std::string> labels = layer.labels;
    std::ranges::sort(labels);
    return labels == classes && (layer.learned_from.empty() || default_data);
  };
  const auto read = [&](bool anew) {
    return read_hyperparameters(card.kind(), card.defaults(given, anew), given);
  };
  const auto known = card.here() ? read_top_layer(card.folder) : std::nullopt;
  return read(starts_anew(known, read(false), knows));
}

}  // namespace

Json estimate_training_job(Operation& op) {
  const std::string id = op.required("ModelId");
  allow_everybody(op, id);
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const Card& card = card_of(op, catalog, id);
  const TrainingInstance& instance = training_instance(op.required("InstanceType"));
  const Hyperparameters h = hyperparameters_of(op, card);
  const PartSizes parts = parts_of(op);
  TrainingJobs& jobs = *op.services.jobs;
  const JobEstimate estimate = estimate_job(card, h, parts, runs_of(jobs, card), jobs.threads());
  Json output = {{"EarlierJobs", estimate.runs},
                 {"Memory", of_space(estimate.memory_bytes, available_memory())},
                 {"Disk", of_space(estimate.disk_bytes, free_bytes(home_folder()))},
                 {"TrainingExamples", estimate.parts.training},
                 {"ValidationExamples", estimate.parts.validation},
                 {"TestExamples", estimate.parts.test},
                 {"StandsBehind", stands_behind(instance, h.batch_size)}};
  if (estimate.steps > 0) output["Steps"] = estimate.steps;
  if (estimate.seconds) {
    output["Time"] = {{"LowSeconds", estimate.seconds->first},
                      {"HighSeconds", estimate.seconds->second}};
  }
  return output;
}

}  // namespace sempurna::own
