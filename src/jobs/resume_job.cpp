#include "jobs/resume_job.h"

#include <algorithm>

#include "base/error.h"
#include "catalog/families.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "dataset/parts.h"
#include "dataset/source.h"
#include "jobs/default_data.h"

namespace sempurna {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& before,
                         const std::string& now) {
  throw Error(Code::InvalidArgument,
              "a resumed job keeps its settings, but {} was {} and is now {}; leave it out, or "
              "start a new job",
              what, before, now);
}

void require_same_hyperparameters(const TrainingRequest& request, const ModelKind& kind,
                                  const JobInput& input) {
  const auto& fields = hyperparameter_fields(kind);
  const Hyperparameters kept = read_hyperparameters(kind, {}, input.hyperparameters);
  Hyperparameters now = kept;
  for (const auto& [name, value] : request.hyperparameters) fields.set(now, name, value);
  const auto before = fields.values(kept);
  const auto after = fields.values(now);
  for (size_t k = 0; k < before.size(); ++k) {
    if (before[k] != after[k]) refuse(before[k].first, before[k].second, after[k].second);
  }
}

void require_same_model(const std::string& model, const JobFolder& folder, const JobInput& input) {
  // A card's files are linked; an archive was unpacked, and nothing tells which it was.
  const bool from_card = fs::is_symlink(folder.channel("model"));
  if (model == input.model_id && from_card) return;
  refuse("the model", from_card ? input.model_id : "an archive on top of " + input.model_id, model);
}

/// Where a channel's data lies, though it may be gone; empty when the job has no such channel.
fs::path place_of(const JobFolder& folder, const std::string& channel) {
  const fs::path at = folder.channel(channel);
  const fs::path source = folder.channel_source(channel);
  if (source != at) return fs::weakly_canonical(source);
  return fs::exists(at) ? at : fs::path();
}

bool is_default_data(const fs::path& place) {
  const fs::path sets = fs::weakly_canonical(home_folder() / "datasets");
  return place.parent_path().parent_path() == sets;
}

void require_same_data(const std::string& option, const std::string& given, const JobFolder& folder,
                       const std::string& channel, Task task) {
  if (given.empty()) return;
  const fs::path before = place_of(folder, channel);
  if (given == kDefaultData ? is_default_data(before)
                            : before == fs::canonical(find_source(given, task))) {
    return;
  }
  refuse(option, before.empty() ? "not given" : before.string(), given);
}

}  // namespace

PreparedJob resume_job(const TrainingRequest& request, const fs::path& output) {
  const JobFolder folder{output / request.name};
  if (!fs::exists(folder.hyperparameters())) {
    throw Error(Code::NotFound, "there is no job {} in {} to resume", request.name,
                output.string());
  }
  FolderLock lock = lock_job(folder);
  const JobInput input = read_job_input(folder);
  const fs::path model = folder.channel("model");
  const fs::path of_model = model / "config.json";
  // What a job was told can be compared though its model's files are gone.
  const bool is_told = input.task && !fs::exists(of_model);
  const Json config = is_told ? Json::object() : read_json(of_model);
  const Task task = input.task ? *input.task : task_of_model(model, config);
  if (!request.model.empty()) require_same_model(request.model, folder, input);
  const Channels data =
      place_channels({request.data, request.validation, request.test}, task).channels;
  require_same_data("--data", data.training, folder, "training", task);
  require_same_data("--validation", data.validation, folder, "validation", task);
  require_same_data("--test", data.test, folder, "test", task);
  require_same_hyperparameters(request, {task, model_type_of(config)}, input);
  return {folder, request.name, input.model_id, false, std::move(lock), {}, input.ancestry};
}

}  // namespace sempurna
