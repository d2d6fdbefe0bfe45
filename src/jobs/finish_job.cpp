#include "jobs/finish_job.h"

#include <unistd.h>

#include <array>
#include <vector>

#include "base/files.h"
#include "jobs/job_name.h"
#include "store/archive.h"

namespace sempurna {

namespace {

std::string host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

constexpr auto kPacked = "model.tar.gz.packed";

/// What attempts that were killed have left of it.
void remove_left_overs(const fs::path& output) {
  std::vector<fs::path> left_over;
  for (const auto& entry : fs::directory_iterator(output)) {
    if (entry.path().filename().string().starts_with(kPacked)) left_over.push_back(entry.path());
  }
  for (const auto& file : left_over) fs::remove(file);
}

void remove_working_files(const JobFolder& folder) {
  for (const fs::path& done : {folder.model(), folder.checkpoints()}) fs::remove_all(done);
}

/// What becomes the result once the facts are there.
fs::path pack(const PreparedJob& job) {
  remove_left_overs(job.folder.output());
  if (job.has_loose_output) return job.folder.model();
  fs::path packed = job.folder.output() / kPacked;
  write_archive(job.folder.model(), packed);
  return packed;
}

}  // namespace

Json finish_job(const PreparedJob& job, const JobClock& clock, const Json& result) {
  const fs::path made = job.has_loose_output ? job.folder.loose_model() : job.folder.archive();
  const fs::path report = job.folder.output() / "report.html";
  // It appears last: where it is, the facts are.
  const fs::path packed = pack(job);
  const std::string parent = job.ancestry.parent();
  Json facts = {{"parent_model", parent.empty() ? job.model_id : parent},
                {"training_job_name", job.name},
                {"training_job_arn", job.arn.empty() ? job_arn(job.name) : job.arn},
                {"training_seconds", clock.seconds()},
                {"output", made.string()},
                {"report", report.string()},
                {"created", clock.created()},
                {"ended", utc_now()},
                {"host", host()}};
  for (const auto& [name, value] : result.items()) {
    if (name != "event") facts[name] = value;
  }
  write_file_atomic(job_record(job.folder), to_pretty(facts));
  fs::rename(packed, made);
  sync_folder(job.folder.output());
  remove_working_files(job.folder);
  return facts;
}

std::optional<Json> finished_job(const JobFolder& folder) {
  if (!made_model(folder)) return std::nullopt;
  Json facts = read_json(job_record(folder));
  remove_working_files(folder);
  return facts;
}

}  // namespace sempurna
