#include "jobs/prepare_job.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/number.h"
#include "catalog/card.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "dataset/new_folder.h"
#include "dataset/parts.h"
#include "dataset/source.h"
#include "jobs/default_data.h"
#include "jobs/job_clock.h"
#include "jobs/job_name.h"
#include "jobs/job_parent.h"
#include "jobs/resume_job.h"
#include "store/archive.h"
#include "store/location.h"

namespace sempurna {

namespace {

void link(const fs::path& target, const fs::path& at) {
  fs::create_directory_symlink(fs::canonical(target), at);
}

// A data.csv goes into a folder of its own, as SageMaker's channels are folders, with the names of
// its classes where they lie beside it.
void link_channel(const JobFolder& folder, const std::string& channel, const fs::path& source) {
  const fs::path at = folder.channel(channel);
  if (fs::is_directory(source)) {
    link(source, at);
    return;
  }
  make_folders(at);
  fs::create_symlink(fs::canonical(source), at / "data.csv");
  const fs::path names = source.parent_path() / "labels.csv";
  if (fs::exists(names)) fs::create_symlink(fs::canonical(names), at / "labels.csv");
}

/// A card's files stay where they are; what a job has made may go at any time.
void lay_model(const JobParent& parent, const fs::path& at) {
  if (parent.made.empty()) {
    link(parent.files, at);
  } else if (fs::is_directory(parent.made)) {
    copy_files(parent.made, at);
  } else {
    read_archive(parent.made, at);
  }
}

std::string check_name(const std::string& name) {
  if (const auto fault = fault_of_job_name(name)) {
    throw Error(Code::InvalidArgument, "the name '{}' cannot be used: {}", name, *fault);
  }
  return name;
}

Error taken_name(const fs::path& output, const std::string& name) {
  return {Code::AlreadyExists,
          "a job named {} is already in {}; choose another name, {} for instance, or go on with it "
          "by --resume",
          name, output.string(), free_job_name(output, name)};
}

/// Takes away what commands that were killed while they laid a job have left.
void remove_left_overs(const fs::path& output) {
  if (!fs::exists(output)) return;
  for (const auto& entry : fs::directory_iterator(output)) {
    // As NewFolder names it: <job>.<process>.partial.
    const std::string file = entry.path().filename().string();
    const size_t dot = file.find('.');
    if (!file.ends_with(".partial") || fault_of_job_name(file.substr(0, dot))) continue;
    const size_t end = file.size() - std::string_view(".partial").size();
    const auto process = read_number<pid_t>(std::string_view(file).substr(0, end).substr(dot + 1));
    if (!process || *process <= 0) continue;
    if (::kill(*process, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path());
  }
}

// Where the data lie, the default data made where they are asked for.
PlacedChannels channels_of(const TrainingRequest& request, const JobParent& parent) {
  if (!request.data.empty() && request.data != kDefaultData) {
    return place_channels({request.data, request.validation, request.test}, parent.task);
  }
  const fs::path made = default_data(parent.card);
  return {{made / "training", request.validation,
           request.test.empty() ? (made / "test").string() : request.test},
          {}};
}

std::vector<std::pair<std::string, fs::path>> sources_of(const Channels& channels, Task task) {
  std::vector<std::pair<std::string, fs::path>> sources;
  for (const auto& [channel, place] :
       {std::pair("training", &channels.training), std::pair("validation", &channels.validation),
        std::pair("test", &channels.test)}) {
    if (!place->empty()) sources.emplace_back(channel, find_source(*place, task));
  }
  return sources;
}

Hyperparameters hyperparameters_of(const JobParent& parent, const Card::Defaults& given,
                                   bool anew) {
  return read_hyperparameters(parent.kind(), parent.card.defaults(given, anew), given);
}

}  // namespace

JobParent check_request(const TrainingRequest& request) {
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const std::string model = request.model.empty() ? default_card(request.data) : request.model;
  JobParent parent = job_parent(catalog, model);
  const Hyperparameters asked = hyperparameters_of(parent, request.hyperparameters, false);
  std::vector<std::string> channels = {"training"};
  if (!request.validation.empty()) channels.emplace_back("validation");
  if (!request.test.empty()) channels.emplace_back("test");
  check_channels(asked, channels);
  return parent;
}

PreparedJob prepare_job(const TrainingRequest& request) {
  const fs::path output =
      fs::absolute(Location::parse(request.output).require_local()).lexically_normal();
  if (request.resume && request.name.empty()) {
    throw Error(Code::InvalidArgument, "--resume needs the --name of the job to go on with");
  }
  if (!request.name.empty()) check_name(request.name);
  if (request.resume) return resume_job(request, output);

  const JobParent parent = check_request(request);
  const auto& given = request.hyperparameters;
  const Hyperparameters asked = hyperparameters_of(parent, given, false);
  PlacedChannels placed = channels_of(request, parent);
  const auto channels = sources_of(placed.channels, parent.task);
  // As the worker will find, which has nothing but the values.
  const bool anew = starts_anew(parent.top_layer, asked, parent.task, channels.front().second);
  const Hyperparameters hyperparameters = hyperparameters_of(parent, given, anew);

  JobInput input{parent.id, {}, {"model"}, request.instance_type, parent.ancestry, parent.task};
  for (const auto& [channel, source] : channels) input.channels.push_back(channel);
  check_channels(hyperparameters, input.channels);

  const std::string timed = timed_job_name(parent.id);
  std::string name = request.name.empty() ? free_job_name(output, timed) : request.name;
  if (fs::exists(output / name)) {
    throw taken_name(output, name);
  }
  remove_left_overs(output);
  NewFolder made(output / name);
  const JobFolder folder{made.path()};
  for (const auto& [option, value] : hyperparameter_fields(parent.kind()).values(hyperparameters)) {
    input.hyperparameters[option] = value;
  }
  write_job_input(folder, input);
  for (const auto& [channel, source] : channels) link_channel(folder, channel, source);
  lay_model(parent, folder.channel("model"));
  JobClock::begin(folder);
  // Before others can see it.
  FolderLock lock = lock_job(folder);
  while (!made.try_finish()) {
    if (!request.name.empty()) throw taken_name(output, name);
    // Another command took the name in the same second.
    name = free_job_name(output, timed);
    made.set_place(output / name);
  }
  sync_folder(output);
  PreparedJob job{JobFolder{output / name},   name,           parent.id, true, std::move(lock),
                  std::move(placed.findings), parent.ancestry};
  job.keeps_top_layer = !anew && parent.top_layer->learned_from.empty();
  const bool solves = hyperparameters.optimizer == OptimizerKind::Lbfgs;
  job.trains_top_layer_unasked = hyperparameters.train_only_top_layer && !solves &&
                                 Card::says_how_to_train(given) &&
                                 !given.contains("train_only_top_layer");
  return job;
}

}  // namespace sempurna
