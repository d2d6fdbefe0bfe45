#include "cli/job_result.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <ctime>

#include "base/files.h"
#include "cli/table.h"
#include "cli/training_name.h"
#include "store/archive.h"

namespace sempurna {

namespace {

fs::path job_file(const JobFolder& folder) {
  return folder.root / "job.json";
}

std::string now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

std::string host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace

JobClock::JobClock(const JobFolder& folder)
    : folder_(folder), created_(now()), start_(std::chrono::steady_clock::now()) {
  if (!fs::exists(job_file(folder))) return;
  const Json before = read_json(job_file(folder));
  before_ = before.value("training_seconds", 0.0);
  created_ = before.value("created", created_);
}

double JobClock::seconds() const {
  return before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void JobClock::stop() {
  write_file_atomic(job_file(folder_),
                    to_pretty({{"created", created_}, {"training_seconds", seconds()}}));
}

Json finish_job(const PreparedJob& job, const JobClock& clock, const Json& result) {
  const fs::path archive = job.folder.output() / "model.tar.gz";
  const fs::path report = job.folder.model() / "report.html";
  if (fs::exists(report)) {
    fs::copy_file(report, job.folder.output() / "report.html",
                  fs::copy_options::overwrite_existing);
  }
  write_archive(job.folder.model(), archive);
  Json facts = {{"parent_model", job.model_id},
                {"training_job_name", job.name},
                {"training_job_arn", job_arn(job.name)},
                {"training_seconds", clock.seconds()},
                {"output", archive.string()},
                {"report", (job.folder.output() / "report.html").string()},
                {"created", clock.created()},
                {"ended", now()},
                {"host", host()}};
  for (const auto& [name, value] : result.items()) {
    if (name != "event") facts[name] = value;
  }
  write_file_atomic(job_file(job.folder), to_pretty(facts));
  for (const fs::path& done :
       {job.folder.model(), job.folder.checkpoints(), job.folder.root / "cache"}) {
    fs::remove_all(done);
  }
  return facts;
}

std::string summary(const Json& facts) {
  std::string text;
  const auto line = [&](const char* name, const std::string& value) {
    text += fmt::format("{:<18} {}\n", name, value);
  };
  const auto path = [](const Json& value) {
    const fs::path whole = value.get<std::string>();
    const fs::path near = whole.lexically_relative(fs::current_path());
    return near.empty() || near.string().starts_with("..") ? whole.string() : near.string();
  };
  line("Parent model", facts["parent_model"]);
  line("Training job", facts["training_job_name"]);
  line("Training job ARN", facts["training_job_arn"]);
  line("Training time", duration_text(facts["training_seconds"]));
  line("Output", path(facts["output"]));
  if (facts.contains("message")) text += "\n" + facts["message"].get<std::string>() + "\n";
  if (fs::exists(facts["report"].get<std::string>()))
    text += "Report: " + path(facts["report"]) + "\n";
  return text;
}

}  // namespace sempurna
