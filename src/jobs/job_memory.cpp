#include "jobs/job_memory.h"

#include <algorithm>

#include "base/files.h"
#include "base/folder_size.h"
#include "catalog/optimizer_slots.h"

namespace sempurna {

namespace {

// libtorch and what it keeps, with a small model.
constexpr uint64_t kWorkerBytes = 250'000'000;
constexpr uint64_t kAnsweringBytes = 180'000'000;  // without what training takes
// Of an optimizer that has the most.
constexpr uint64_t kSlots = optimizer_slots(OptimizerKind::Adam);

/// Of a file, or of all below a folder; 0 of no place.
uint64_t bytes_of(const fs::path& place) {
  if (place.empty()) return 0;
  return fs::is_directory(place) ? bytes_below(place) : fs::file_size(place);
}

uint64_t parameters_of(const JobParent& parent) {
  if (parent.card.parameters > 0) return static_cast<uint64_t>(parent.card.parameters);
  // What a job has made is little but its weights, which hardly get smaller in an archive.
  return bytes_of(parent.made) / sizeof(float);
}

uint64_t least_memory(uint64_t parameters, const Hyperparameters& h) {
  const uint64_t copies = h.train_only_top_layer ? 1 : 2 + kSlots;
  return kWorkerBytes + copies * sizeof(float) * parameters;
}

}  // namespace

uint64_t least_memory_to_serve(const fs::path& model) {
  return kAnsweringBytes + bytes_of(model);
}

uint64_t least_memory(const JobParent& parent, const TrainingRequest& request) {
  const Hyperparameters h = read_hyperparameters(
      parent.kind(), parent.card.defaults(request.hyperparameters, false), request.hyperparameters);
  return least_memory(parameters_of(parent), h);
}

uint64_t least_memory(const Card& card, const Hyperparameters& h) {
  return least_memory(static_cast<uint64_t>(card.parameters), h);
}

}  // namespace sempurna
