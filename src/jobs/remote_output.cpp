#include "jobs/remote_output.h"

#include "base/error.h"
#include "jobs/job_clock.h"
#include "jobs/staging.h"

namespace sempurna {

namespace {

constexpr auto kLocalOutput = "fine-tuned";
constexpr auto kArchive = "output/model.tar.gz";

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

Json RemoteOutput::deliver(const JobFolder& folder, Json facts) const {
  const std::string name = facts.at("training_job_name");
  const std::string bucket = location_.bucket;
  const std::string archive = key(name, kArchive);
  facts["local_output"] = (folder.output() / "model.tar.gz").string();
  facts["output"] = "s3://" + bucket + "/" + archive;
  try {
    if (!is_servers_ && holds(archive)) return facts;
    const fs::path report = folder.output() / "report.html";
    if (fs::exists(report)) stage_out(*store_, report, bucket, key(name, "output/report.html"));
    write_file_atomic(job_record(folder), to_pretty(facts));
    stage_out(*store_, job_record(folder), bucket, key(name, "job.json"));
    // Last: where it is, the rest is.
    stage_out(*store_, folder.output() / "model.tar.gz", bucket, archive);
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
