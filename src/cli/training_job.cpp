#include "cli/training_job.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "base/number.h"
#include "catalog/card.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "cli/default_data.h"
#include "cli/job_clock.h"
#include "cli/resume_job.h"
#include "cli/training_name.h"
#include "dataset/new_folder.h"
#include "dataset/parts.h"
#include "dataset/source.h"
#include "dataset/top_layer.h"
#include "store/archive.h"
#include "store/location.h"

namespace sempurna {

namespace {

/// The model that a job starts from.
struct Parent {
  std::string id;
  Task task = Task::ImageClassification;
  fs::path files;    ///< a folder, or empty when
  fs::path archive;  ///< it must be unpacked first
  Card card;         ///< whose defaults are used
  std::optional<TopLayer> top_layer;
  Ancestry ancestry = {};
};

/// The job that made an archive: <job>/output/model.tar.gz lies where the job left it, another is
/// called by its file's name.
std::string job_of(const fs::path& archive) {
  const JobFolder job{fs::weakly_canonical(archive).parent_path().parent_path()};
  if (fs::exists(job.hyperparameters())) return job.root.filename().string();
  const std::string file = archive.filename().string();
  return file.substr(0, file.find(".t"));
}

/// Of what was fine-tuned before: all that it came from, then itself.
Ancestry ancestry_of(const Json& training, const std::string& card, const std::string& itself,
                     const std::string& where) {
  Ancestry ancestry = ancestry_from_json(training, where);
  if (ancestry.names.empty()) ancestry.names.push_back(card);
  ancestry.names.push_back(itself);
  return ancestry;
}

/// An archive or a folder, and no card's id.
bool is_place(const Catalog& catalog, const std::string& model) {
  const auto is_card = [&] {
    return std::any_of(catalog.cards().begin(), catalog.cards().end(),
                       [&](const Card& card) { return card.id == model; });
  };
  return model.ends_with(".tar.gz") || model.ends_with(".tgz") ||
         model.find('/') != std::string::npos || (fs::is_directory(model) && !is_card());
}

/// A job's folder stands for its archive; any other folder is a model to be added.
fs::path archive_of(const fs::path& place) {
  const fs::path archive = model_of(place);
  if (!fs::is_directory(archive)) return archive;
  if (!fs::exists(place / "config.json")) {
    throw Error(
        Code::InvalidArgument,
        "{} is a folder, but neither a job's nor a model's: it holds no output/model.tar.gz "
        "and no config.json",
        place.string());
  }
  throw Error(Code::InvalidArgument,
              "{} is a model's folder; add it with `sempurna models add {}`, which proves that it "
              "can be trained, and fine-tune it by the id that this tells",
              place.string(), place.string());
}

Parent parent_from_archive(const Catalog& catalog, const std::string& model) {
  const fs::path place = Location::parse(model).require_local();
  if (!fs::exists(place)) throw Error(Code::NotFound, "{} does not exist", place.string());
  const fs::path archive = archive_of(place);
  const TemporaryFolder unpacked;
  read_archive(archive, unpacked.path());
  const fs::path facts = unpacked.path() / "training.json";
  if (!fs::exists(facts)) {
    throw Error(Code::InvalidArgument,
                "{} holds no training.json, so it is not a model that sempurna fine-tuned; a model "
                "of another "
                "kind is added with `sempurna models add {}`",
                archive.string(), archive.string());
  }
  const Json training = read_json(facts);
  Parent parent;
  const auto first = training.find("parent");
  if (first == training.end() || !first->is_object()) {
    throw Error(Code::DataCorrupt, "training.json in {} does not name the parent model",
                archive.string());
  }
  parent.id = first->value("model_id", "");
  const auto task = task_named(training.value("task", ""));
  if (!task)
    throw Error(Code::DataCorrupt, "training.json in {} names no known task", archive.string());
  parent.task = *task;
  parent.archive = archive;
  parent.top_layer = read_top_layer(unpacked.path());
  parent.card.task = *task;
  // The card of the first parent gives the defaults, when this machine has it.
  for (const Card& card : catalog.cards()) {
    if (card.id == parent.id) parent.card = card;
  }
  parent.ancestry = ancestry_of(training, parent.id, job_of(archive), archive.string());
  if (parent.ancestry.licence.empty()) parent.ancestry.licence = parent.card.licence;
  return parent;
}

Parent parent_from_card(const Catalog& catalog, const std::string& id) {
  const Card& card = catalog.at(id);
  if (const auto hindrance = card.hindrance()) throw Error(Code::InvalidArgument, "{}", *hindrance);
  return {id, card.task, card.folder, {}, card, read_top_layer(card.folder), card.ancestry()};
}

void link(const fs::path& target, const fs::path& at) {
  fs::create_directory_symlink(fs::canonical(target), at);
}

// A data.csv goes into a folder of its own, as SageMaker's channels are folders, with the names of
// its classes where they lie beside it.
void link_channel(const JobFolder& folder, const std::string& channel, const Source& source) {
  const fs::path at = folder.channel(channel);
  if (fs::is_directory(source.path)) {
    link(source.path, at);
    return;
  }
  make_folders(at);
  fs::create_symlink(fs::canonical(source.path), at / "data.csv");
  const fs::path names = source.path.parent_path() / "labels.csv";
  if (fs::exists(names)) fs::create_symlink(fs::canonical(names), at / "labels.csv");
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
PlacedChannels channels_of(const TrainingRequest& request, const Parent& parent) {
  if (!request.data.empty() && request.data != "default") {
    return place_channels({request.data, request.validation, request.test}, parent.task);
  }
  const fs::path made = default_data(parent.card);
  return {{made / "training", request.validation,
           request.test.empty() ? (made / "test").string() : request.test},
          {}};
}

std::vector<std::pair<std::string, Source>> sources_of(const Channels& channels, Task task) {
  std::vector<std::pair<std::string, Source>> sources;
  for (const auto& [channel, place] :
       {std::pair("training", &channels.training), std::pair("validation", &channels.validation),
        std::pair("test", &channels.test)}) {
    if (!place->empty()) sources.emplace_back(channel, find_source(*place, task));
  }
  return sources;
}

Hyperparameters hyperparameters_of(const Parent& parent, const Card::Defaults& given, bool anew) {
  return read_hyperparameters(parent.task, parent.card.defaults(given, anew), given);
}

}  // namespace

FolderLock lock_job(const JobFolder& folder) {
  // Not on the job's own folder, which its worker locks.
  FolderLock lock(folder.root / "input");
  if (!lock.try_take()) {
    throw Error(Code::Conflict, "the job in {} is running already; wait until it has ended",
                folder.root.string());
  }
  return lock;
}

PreparedJob prepare_job(const TrainingRequest& request) {
  const fs::path output =
      fs::absolute(Location::parse(request.output).require_local()).lexically_normal();
  if (request.resume && request.name.empty()) {
    throw Error(Code::InvalidArgument, "--resume needs the --name of the job to go on with");
  }
  if (!request.name.empty()) check_name(request.name);
  if (request.resume) return resume_job(request, output);

  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const std::string model = request.model.empty() ? kDefaultCard : request.model;
  const Parent parent = is_place(catalog, model) ? parent_from_archive(catalog, model)
                                                 : parent_from_card(catalog, model);
  const auto& given = request.hyperparameters;
  const Hyperparameters asked = hyperparameters_of(parent, given, false);
  PlacedChannels placed = channels_of(request, parent);
  const auto channels = sources_of(placed.channels, parent.task);
  // As the worker will find, which has nothing but the values.
  const bool anew = starts_anew(parent.top_layer, asked, parent.task, channels.front().second.path);
  const Hyperparameters hyperparameters = hyperparameters_of(parent, given, anew);

  const std::string timed = timed_job_name(parent.id);
  std::string name = request.name.empty() ? free_job_name(output, timed) : request.name;
  if (fs::exists(output / name)) {
    throw taken_name(output, name);
  }
  remove_left_overs(output);
  NewFolder made(output / name);
  const JobFolder folder{made.path()};
  JobInput input{parent.id, {}, {"model"}, "local", parent.ancestry};
  for (const auto& [option, value] : hyperparameter_fields(parent.task).values(hyperparameters)) {
    input.hyperparameters[option] = value;
  }
  for (const auto& [channel, source] : channels) input.channels.push_back(channel);
  write_job_input(folder, input);
  for (const auto& [channel, source] : channels) link_channel(folder, channel, source);
  if (parent.archive.empty()) {
    link(parent.files, folder.channel("model"));
  } else {
    read_archive(parent.archive, folder.channel("model"));
  }
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
  return {
      JobFolder{output / name}, name, parent.id, true, std::move(lock), std::move(placed.findings),
      parent.ancestry,          !anew};
}

}  // namespace sempurna
