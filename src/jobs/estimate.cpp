#include "jobs/estimate.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "catalog/optimizer_slots.h"
#include "jobs/job_memory.h"
#include "report/run_record.h"

namespace sempurna {

namespace {

// Around the middle: other load on the machine, texts and pictures of other sizes.
constexpr double kLow = 0.6;
constexpr double kHigh = 1.7;
// Of a run whatever its size, at most: the worker's start, loading, reports.
constexpr double kStartSeconds = 1.5;
// A pass without gradients, of one with them.
constexpr double kForwardShare = 1.0 / 3;
// Of memory whatever a run's batch is, the kept features and caches of files among it.
constexpr double kMemoryMargin = 1.1;
constexpr size_t kMostRuns = 5;

int64_t views_of(const Hyperparameters& h) {
  return h.augmentation && h.train_only_top_layer ? h.augmentation_views : 1;
}

/// Passes of an example through the model, those with gradients.
double work_of(const Hyperparameters& h, int64_t epochs, const PartSizes& parts) {
  const auto training = static_cast<double>(parts.training);
  const auto validation = static_cast<double>(parts.validation);
  const auto test = static_cast<double>(parts.test);
  if (h.train_only_top_layer)
    return static_cast<double>(views_of(h)) * training + validation + test;
  const auto passes = static_cast<double>(epochs);
  return passes * training + kForwardShare * ((passes + 1) * validation + test);
}

PartSizes with_held_out(PartSizes parts, double ratio) {
  if (parts.validation > 0) return parts;
  parts.validation = std::llround(ratio * static_cast<double>(parts.training));
  parts.training -= parts.validation;
  return parts;
}

/// Whether one tells of the other.
bool are_alike(const Hyperparameters& a, const Hyperparameters& b) {
  if (a.train_only_top_layer != b.train_only_top_layer || a.precision != b.precision) return false;
  // A longer text takes more, whatever it says.
  return a.max_length == b.max_length;
}

double middle_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

int64_t sum(const std::vector<int64_t>& counts) {
  int64_t all = 0;
  for (const int64_t count : counts) all += count;
  return all;
}

/// What is written of the model itself: two checkpoints, the best epoch, the model and its archive.
uint64_t disk_of_model(const Card& card, const Hyperparameters& h) {
  const uint64_t weights = static_cast<uint64_t>(card.parameters) * sizeof(float);
  return 2 * weights +
         (h.train_only_top_layer ? 0 : (3 + 2 * optimizer_slots(h.optimizer)) * weights);
}

double start_of(const EarlierRun& run) {
  return std::min(kStartSeconds, run.seconds / 2);
}

double seconds_for_one(const EarlierRun& run) {
  return (run.seconds - start_of(run)) /
         std::max(1.0, work_of(run.hyperparameters, run.epochs, run.parts));
}

/// Bytes of memory, by a run's: what it took beside the model grows with the batch where gradients
/// pass through all of it.
double memory_by(const EarlierRun& run, const Hyperparameters& h, uint64_t least) {
  const double beside = static_cast<double>(run.memory_bytes) -
                        static_cast<double>(std::min(least, run.memory_bytes));
  const double larger =
      h.train_only_top_layer
          ? 1
          : static_cast<double>(h.batch_size) /
                static_cast<double>(std::max<int64_t>(1, run.hyperparameters.batch_size));
  return static_cast<double>(least) + beside * larger;
}

}  // namespace

std::optional<EarlierRun> earlier_run(Task task, const Json& facts) {
  try {
    const auto result = from_json<RunResult>(facts, "the job's record");
    std::map<std::string, std::string> settings;
    for (const auto& [name, value] : result.record.hyperparameters) settings[name] = value;
    const DataRecord& data = result.record.data;
    EarlierRun run{.hyperparameters =
                       read_hyperparameters({task, result.record.parent.model_type}, settings, {}),
                   .epochs = std::ssize(result.record.history),
                   .parts = {sum(data.training), sum(data.validation), sum(data.test)},
                   .threads = result.record.threads,
                   .seconds = 60 * result.actual.minutes,
                   .memory_bytes = result.actual.memory_bytes,
                   .disk_bytes = result.forecast.disk_bytes};
    // One that went on from a job's kept work, or from a checkpoint, tells nothing of the rest.
    const bool tells = run.epochs > 0 && run.parts.training > 0 && run.seconds > 0 &&
                       result.forecast.minutes_high > 0;
    return tells ? std::optional(run) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;  // of another version
  }
}

JobEstimate estimate_job(const Card& card, const Hyperparameters& h, const PartSizes& parts,
                         const std::vector<EarlierRun>& runs, int64_t threads) {
  JobEstimate estimate;
  estimate.parts = with_held_out(parts, h.validation_split_ratio);
  const int64_t batches = (estimate.parts.training + h.batch_size - 1) / h.batch_size;
  if (h.optimizer != OptimizerKind::Lbfgs) estimate.steps = h.epochs * batches;
  const uint64_t least = least_memory(card, h);
  estimate.memory_bytes = least;
  estimate.disk_bytes = disk_of_model(card, h);
  std::vector<double> each;
  double start = 0;
  double memory = 0;
  double disk = 0;
  for (const EarlierRun& run : runs) {
    const bool same_machine = threads == 0 || run.threads == threads;
    if (!same_machine || !are_alike(run.hyperparameters, h) || each.size() == kMostRuns) continue;
    each.push_back(seconds_for_one(run));
    start = std::max(start, start_of(run));
    memory = std::max(memory, memory_by(run, h, least));
    const auto of_model = static_cast<double>(disk_of_model(card, run.hyperparameters));
    const auto items =
        static_cast<double>(run.parts.training + run.parts.validation + run.parts.test);
    disk = std::max(disk, (static_cast<double>(run.disk_bytes) - of_model) / std::max(1.0, items));
  }
  if (each.empty()) return estimate;
  estimate.runs = std::ssize(each);
  const double seconds = start + middle_of(each) * work_of(h, h.epochs, estimate.parts);
  estimate.seconds = {kLow * seconds, kHigh * seconds};
  estimate.memory_bytes = static_cast<uint64_t>(kMemoryMargin * memory);
  estimate.disk_bytes += static_cast<uint64_t>(
      disk * static_cast<double>(parts.training + parts.validation + parts.test));
  return estimate;
}

}  // namespace sempurna
