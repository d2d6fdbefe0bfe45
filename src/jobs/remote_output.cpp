#include "jobs/remote_output.h"

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "jobs/job_clock.h"
#include "jobs/put_once.h"
#include "jobs/staging.h"

namespace sempurna {

namespace {

constexpr auto kLocalOutput = "fine-tuned";
constexpr auto kArchive = "output/model.tar.gz";
constexpr auto kLooseModel = "output/model/";

/// The files below a folder, by their names there. The one without which the rest is no model is
/// the last.
std::vector<std::string> files_of(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file())
      names.push_back(entry.path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(names);
  std::ranges::stable_partition(names, [](const auto& name) { return name != "config.json"; });
  return names;
}

}  // namespace

std::string RemoteOutput::key(const std::string& name, const std::string& file) const {
  std::string prefix = location_.key;
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  return prefix + name + "/" + file;
}

RemoteOutput RemoteOutput::claim(ObjectStore& store, TrainingRequest& request) {
  const RemoteOutput output(store, Location::parse(request.output));
  request.output = kLocalOutput;
  const std::string archive = output.key(request.name.empty() ? "-" : request.name, kArchive);
  if (output.holds(archive) && !request.resume) {
    throw Error(
        Code::AlreadyExists,
        "a job named {} is already in {}; choose another name, or go on with it by --resume",
        request.name, output.location_.text);
  }
  return output;
}

bool RemoteOutput::holds(const std::string& key) const {
  const Listing found = store_->list(location_.bucket, {.prefix = key, .limit = 1});
  return !found.objects.empty() && found.objects.front().key == key;
}

/// The model last: where it is, the rest is.
void RemoteOutput::put(const JobFolder& folder, const std::string& name) const {
  PutOnce files(*store_, location_.bucket, is_servers_ ? folder.root / "uploaded.json" : "");
  const fs::path report = folder.output() / "report.html";
  if (fs::exists(report)) files.put(report, key(name, "output/report.html"));
  files.put(job_record(folder), key(name, "job.json"));
  if (fs::exists(folder.archive())) {
    files.put(folder.archive(), key(name, kArchive));
    return;
  }
  for (const auto& file : files_of(folder.loose_model()))
    files.put(folder.loose_model() / file, key(name, kLooseModel + file));
}

Json RemoteOutput::deliver(const JobFolder& folder, Json facts) const {
  const std::string name = facts.at("training_job_name");
  const bool is_archive = fs::exists(folder.archive());
  const std::string made = key(name, is_archive ? kArchive : kLooseModel);
  facts["local_output"] = (is_archive ? folder.archive() : folder.loose_model()).string();
  facts["output"] = "s3://" + location_.bucket + "/" + made;
  try {
    if (!is_servers_ && holds(made)) return facts;
    write_file_atomic(job_record(folder), to_pretty(facts));
    put(folder, name);
  } catch (const Error& error) {
    if (is_servers_) {
      throw Error(error.code(), "the model was trained, but could not be put into {}: {}",
                  location_.text, error.what());
    }
    throw Error(error.code(),
                "the model is ready in {}, but was not put into {}: {}; try that again with "
                "`sempurna fine-tune --resume --name {} --output {}`",
                facts["local_output"].get<std::string>(), location_.text, error.what(), name,
                location_.text);
  }
  return facts;
}

}  // namespace sempurna
