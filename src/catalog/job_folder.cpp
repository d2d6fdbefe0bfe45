#include "catalog/job_folder.h"

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"

namespace sempurna {

namespace {

constexpr auto kModelId = "sagemaker_model_id";

std::optional<Task> task_in(const Json& origin, const std::string& file) {
  const auto said = origin.find("task");
  if (said == origin.end()) return std::nullopt;
  const auto task = choice_named<Task>(said->is_string() ? said->get<std::string>() : "");
  if (!task) {
    throw Error(Code::DataCorrupt, "{} must name a task in \"task\", not {}", file, to_line(*said));
  }
  return task;
}

}  // namespace

std::filesystem::path JobFolder::channel_source(const std::string& name) const {
  const std::filesystem::path at = channel(name);
  // A channel is a link to a folder, or a folder with a link to the data.csv.
  for (const auto& link : {at, at / "data.csv"}) {
    if (std::filesystem::is_symlink(link)) return std::filesystem::read_symlink(link);
  }
  return at;
}

std::optional<std::filesystem::path> made_model(const JobFolder& job) {
  for (const auto& made : {job.archive(), job.loose_model()}) {
    if (std::filesystem::exists(made)) return made;
  }
  return std::nullopt;
}

std::filesystem::path model_of(const std::filesystem::path& place) {
  const JobFolder job{place};
  if (!std::filesystem::exists(job.hyperparameters())) return place;
  if (const auto made = made_model(job)) return *made;
  throw Error(Code::NotFound,
              "the job in {} has made no model yet; go on with `sempurna fine-tune --resume --name "
              "{}`",
              place.string(), std::filesystem::weakly_canonical(place).filename().string());
}

std::string name_of_model(const std::string& place) {
  std::filesystem::path path = place;
  if (!path.has_filename()) path = path.parent_path();  // it ends with a slash
  std::string name = path.filename().string();
  for (const std::string_view ending : {".tar.gz", ".tgz"}) {
    if (name.ends_with(ending)) name.resize(name.size() - ending.size());
  }
  const std::filesystem::path output = path.parent_path();
  const bool is_of_job = name == "model" && output.filename() == "output";
  const std::string job = output.parent_path().filename().string();
  return is_of_job && !job.empty() ? job : name;
}

void write_job_input(const JobFolder& folder, const JobInput& input) {
  make_folders(folder.config());
  make_folders(folder.root / "input" / "data");
  make_folders(folder.output());

  Json hyperparameters = Json::object();
  for (const auto& [name, value] : input.hyperparameters) hyperparameters[name] = value;
  hyperparameters[kModelId] = input.model_id;
  write_file_atomic(folder.hyperparameters(), to_pretty(hyperparameters));

  Json channels = Json::object();
  for (const auto& channel : input.channels) {
    channels[channel] = {{"TrainingInputMode", "File"},
                         {"S3DistributionType", "FullyReplicated"},
                         {"RecordWrapperType", "None"}};
  }
  write_file_atomic(folder.input_data_config(), to_pretty(channels));

  Json origin = to_json(input.ancestry);
  if (input.task) origin["task"] = name(*input.task);
  write_file_atomic(folder.ancestry(), to_pretty(origin));

  const Json resources = {{"current_host", "algo-1"},
                          {"current_instance_type", input.instance_type},
                          {"hosts", Json::array({"algo-1"})},
                          {"network_interface_name", "lo"}};
  write_file_atomic(folder.resource_config(), to_pretty(resources));
}

JobInput read_job_input(const JobFolder& folder) {
  JobInput input;
  const Json hyperparameters = read_json(folder.hyperparameters());
  if (!hyperparameters.is_object()) {
    throw Error(Code::DataCorrupt, "{} must be an object of strings",
                folder.hyperparameters().string());
  }
  for (const auto& [name, value] : hyperparameters.items()) {
    // Clients of the toolkit's own kind write bare numbers and booleans where SageMaker sends
    // strings.
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    if (name == kModelId) {
      input.model_id = text;
    } else {
      input.hyperparameters[name] = text;
    }
  }
  const Json channels = read_json(folder.input_data_config());
  for (const auto& [name, value] : channels.items()) input.channels.push_back(name);
  if (std::filesystem::exists(folder.ancestry())) {
    const std::string file = folder.ancestry().string();
    const Json origin = read_json(file);
    input.ancestry = from_json<Ancestry>(origin, file);
    input.task = task_in(origin, file);
  }
  // Of a card alone.
  if (input.ancestry.names.empty()) input.ancestry.names.push_back(input.model_id);
  const Json resources = read_json(folder.resource_config());
  if (const auto type = resources.find("current_instance_type");
      type != resources.end() && type->is_string()) {
    input.instance_type = *type;
  }
  return input;
}

}  // namespace sempurna
