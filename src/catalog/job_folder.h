#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ancestry.h"
#include "catalog/task.h"

namespace sempurna {

/// Where everything of one training job lies: SageMaker's training-container contract
/// (docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo.html) with progress.jsonl
/// added. Whoever starts a job writes `input`; the worker writes the rest.
struct JobFolder {
  std::filesystem::path root;

  std::filesystem::path config() const { return root / "input" / "config"; }
  std::filesystem::path hyperparameters() const { return config() / "hyperparameters.json"; }
  std::filesystem::path input_data_config() const { return config() / "inputdataconfig.json"; }
  std::filesystem::path ancestry() const { return config() / "ancestry.json"; }
  std::filesystem::path resource_config() const { return config() / "resourceconfig.json"; }
  /// training, validation, test: the data; model: the folder of the parent model's files.
  std::filesystem::path channel(const std::string& name) const {
    return root / "input" / "data" / name;
  }
  /// Where a channel's data lie: what it links to, or the channel itself.
  std::filesystem::path channel_source(const std::string& name) const;
  std::filesystem::path checkpoints() const { return root / "checkpoints"; }
  /// What the backbone makes of the examples where only the head is trained: a folder for each
  /// kind.
  std::filesystem::path features() const { return checkpoints() / "features"; }
  std::filesystem::path model() const { return root / "model"; }
  std::filesystem::path output() const { return root / "output"; }
  std::filesystem::path archive() const { return output() / "model.tar.gz"; }
  /// In place of the archive, where it was asked for as loose files.
  std::filesystem::path loose_model() const { return output() / "model"; }
  std::filesystem::path failure() const { return output() / "failure"; }
  std::filesystem::path progress() const { return root / "progress.jsonl"; }
};

/// Of the files of prepared pictures beside the checkpoints.
constexpr std::string_view kPictureCacheExtension = ".cache";

/// What the job has made, whole: its archive or its folder of loose files; empty: nothing yet.
std::optional<std::filesystem::path> made_model(const JobFolder& job);

/// The model that is meant by a place: a job's folder stands for what the job made. Throws NotFound
/// for the folder of a job that has made none yet.
std::filesystem::path model_of(const std::filesystem::path& place);

/// What a model is called that lies at `place`, a path or s3://…: of <job>/output/model.tar.gz or
/// <job>/output/model the job, of others the file without its ending, or the folder.
std::string name_of_model(const std::string& place);

/// What a job starts from, as written into `input/config`.
struct JobInput {
  std::string model_id;  ///< the card's id; travels as the hyperparameter sagemaker_model_id
  std::map<std::string, std::string> hyperparameters;
  std::vector<std::string> channels;
  std::string instance_type = "local";
  /// In input/config/ancestry.json; a folder that another program laid has neither.
  Ancestry ancestry = {};
  std::optional<Task> task = {};  ///< else the model tells it
};

void write_job_input(const JobFolder& folder, const JobInput& input);

/// Throws NotFound or DataCorrupt naming the file and the member.
JobInput read_job_input(const JobFolder& folder);

}  // namespace sempurna
