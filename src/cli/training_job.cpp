#include "cli/training_job.h"

#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "cli/default_data.h"
#include "cli/training_name.h"
#include "dataset/source.h"
#include "store/archive.h"
#include "store/location.h"

namespace sempurna {

namespace {

/// The model that a job starts from.
struct Parent {
  std::string id;
  Task task = Task::ImageClassification;
  std::map<std::string, std::string> hyperparameters;  ///< its card's defaults
  fs::path files;                                      ///< a folder, or empty when
  fs::path archive;                                    ///< it must be unpacked first
  Card card;
};

bool is_archive(const std::string& model) {
  return model.ends_with(".tar.gz") || model.ends_with(".tgz") ||
         model.find('/') != std::string::npos;
}

Parent parent_from_archive(const Catalog& catalog, const std::string& model) {
  const fs::path archive = Location::parse(model).require_local();
  if (!fs::exists(archive)) throw Error(Code::NotFound, "{} does not exist", archive.string());
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
  // The card of the first parent gives the defaults, when this machine has it.
  for (const Card& card : catalog.cards()) {
    if (card.id == parent.id) {
      parent.hyperparameters = card.hyperparameters;
      parent.card = card;
    }
  }
  return parent;
}

Parent parent_from_card(const Catalog& catalog, const std::string& id) {
  const Card& card = catalog.at(id);
  if (!card.fine_tunable) {
    throw Error(Code::InvalidArgument, "{} is not fine-tunable: {}", id,
                card.not_fine_tunable_because);
  }
  if (!card.here()) {
    throw Error(Code::NotFound,
                "the files of {} are not on this machine; get them with `sempurna models pull {}`",
                id, id);
  }
  return {id, card.task, card.hyperparameters, card.folder, {}, card};
}

void link(const fs::path& target, const fs::path& at) {
  fs::create_directory_symlink(fs::canonical(target), at);
}

// A data.csv goes into a folder of its own, as SageMaker's channels are folders.
void link_channel(const JobFolder& folder, const std::string& channel, const Source& source) {
  const fs::path at = folder.channel(channel);
  if (fs::is_directory(source.path)) {
    link(source.path, at);
    return;
  }
  make_folders(at);
  fs::create_symlink(fs::canonical(source.path), at / "data.csv");
}

std::string check_name(const std::string& name) {
  if (const auto fault = fault_of_job_name(name)) {
    throw Error(Code::InvalidArgument, "the name '{}' cannot be used: {}", name, *fault);
  }
  return name;
}

// Not on the job's own folder, which its worker locks.
FolderLock lock_job(const JobFolder& folder) {
  FolderLock lock(folder.root / "input");
  if (!lock.try_take()) {
    throw Error(Code::Conflict, "the job in {} is running already; wait until it has ended",
                folder.root.string());
  }
  return lock;
}

PreparedJob resume(const TrainingRequest& request, const fs::path& output) {
  if (request.name.empty()) {
    throw Error(Code::InvalidArgument, "--resume needs the --name of the job to go on with");
  }
  const JobFolder folder{output / check_name(request.name)};
  if (!fs::exists(folder.hyperparameters())) {
    throw Error(Code::NotFound, "there is no job {} in {} to resume", request.name,
                output.string());
  }
  FolderLock lock = lock_job(folder);
  if (fs::exists(folder.output() / "model.tar.gz")) {
    throw Error(Code::Conflict, "the job {} is complete: {}", request.name,
                (folder.output() / "model.tar.gz").string());
  }
  const JobInput input = read_job_input(folder);
  for (const auto& [name, value] : request.hyperparameters) {
    const auto before = input.hyperparameters.find(name);
    if (before == input.hyperparameters.end() || before->second != value) {
      throw Error(Code::InvalidArgument,
                  "a resumed job keeps its hyperparameters, but {} was {} and is now {}; leave it "
                  "out, or start a "
                  "new job",
                  name, before == input.hyperparameters.end() ? "not set" : before->second, value);
    }
  }
  const bool pictures = input.hyperparameters.contains("augmentation");
  return {folder, request.name, input.model_id,
          pictures ? Task::ImageClassification : Task::TextClassification, std::move(lock)};
}

}  // namespace

PreparedJob prepare_job(const TrainingRequest& request) {
  const fs::path output =
      fs::absolute(Location::parse(request.output).require_local()).lexically_normal();
  if (request.resume) return resume(request, output);

  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const Parent parent = is_archive(request.model) ? parent_from_archive(catalog, request.model)
                                                  : parent_from_card(catalog, request.model);
  const Hyperparameters hyperparameters =
      read_hyperparameters(parent.task, parent.hyperparameters, request.hyperparameters);

  std::vector<std::pair<std::string, Source>> channels;
  if (request.data == "default") {
    const fs::path made = default_data(parent.card);
    channels.emplace_back("training", find_source((made / "training").string(), parent.task));
    if (request.test.empty())
      channels.emplace_back("test", find_source((made / "test").string(), parent.task));
  } else {
    channels.emplace_back("training", find_source(request.data, parent.task));
  }
  if (!request.validation.empty()) {
    channels.emplace_back("validation", find_source(request.validation, parent.task));
  }
  if (!request.test.empty()) channels.emplace_back("test", find_source(request.test, parent.task));

  const std::string name =
      check_name(request.name.empty() ? timed_job_name(parent.id) : request.name);
  const JobFolder folder{output / name};
  make_folders(output);
  std::error_code error;
  if (!fs::create_directory(folder.root, error)) {
    if (error)
      throw Error(Code::Denied, "cannot write into {}: {}", output.string(), error.message());
    throw Error(Code::AlreadyExists,
                "a job named {} is already in {}; choose another name, {} for instance, or go on "
                "with it by "
                "--resume",
                name, output.string(), free_job_name(output, name));
  }
  try {
    JobInput input{parent.id, {}, {"model"}, "local"};
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
  } catch (...) {
    fs::remove_all(folder.root, error);
    throw;
  }
  return {folder, name, parent.id, parent.task, lock_job(folder)};
}

}  // namespace sempurna
