#include "cli/job_result.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/files.h"
#include "cli/table.h"
#include "cli/training_name.h"
#include "store/archive.h"

namespace sempurna {

namespace {

fs::path archive_of(const JobFolder& folder) {
  return folder.output() / "model.tar.gz";
}

std::string host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

// "Trained on: ants (123), bees (121)", as far as a line goes.
std::string class_counts(const Json& facts) {
  constexpr size_t kMost = 12;
  if (!facts.contains("labels") || !facts.contains("training_counts")) return "";
  const Json& labels = facts["labels"];
  std::string text = "Trained on:";
  for (size_t i = 0; i < std::min(labels.size(), kMost); ++i) {
    text += fmt::format("{} {} ({})", i == 0 ? "" : ",", labels[i].get<std::string>(),
                        facts["training_counts"].at(i).get<int64_t>());
  }
  if (labels.size() > kMost) text += fmt::format(" and {} more classes", labels.size() - kMost);
  return text + "\n";
}

// "second (sempurna-ic-small → first → second)", of a card its id alone.
std::string parent_words(const Json& facts) {
  const std::string parent = facts.at("parent_model");
  if (!facts.contains("lineage")) return parent;
  const Ancestry ancestry = ancestry_from_json(facts, "job.json");
  return ancestry.names.size() < 2 ? parent : parent + " (" + ancestry.chain() + ")";
}

void remove_working_files(const JobFolder& folder) {
  for (const fs::path& done : {folder.model(), folder.checkpoints()}) fs::remove_all(done);
}

}  // namespace

Json finish_job(const PreparedJob& job, const JobClock& clock, const Json& result) {
  const fs::path archive = archive_of(job.folder);
  const fs::path report = job.folder.output() / "report.html";
  // The archive appears last: where it is, the facts are.
  const fs::path packed = job.folder.output() / "model.tar.gz.packed";
  write_archive(job.folder.model(), packed);
  const std::string parent = job.ancestry.parent();
  Json facts = {{"parent_model", parent.empty() ? job.model_id : parent},
                {"lineage", job.ancestry.names},
                {"licence", job.ancestry.licence},
                {"training_job_name", job.name},
                {"training_job_arn", job_arn(job.name)},
                {"training_seconds", clock.seconds()},
                {"output", archive.string()},
                {"report", report.string()},
                {"created", clock.created()},
                {"ended", utc_now()},
                {"host", host()}};
  for (const auto& [name, value] : result.items()) {
    if (name != "event") facts[name] = value;
  }
  write_file_atomic(job_record(job.folder), to_pretty(facts));
  fs::rename(packed, archive);
  sync_folder(job.folder.output());
  remove_working_files(job.folder);
  return facts;
}

std::optional<Json> finished_job(const JobFolder& folder) {
  if (!fs::exists(archive_of(folder))) return std::nullopt;
  Json facts = read_json(job_record(folder));
  remove_working_files(folder);
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
  line("Parent model", parent_words(facts));
  line("Training job", facts["training_job_name"]);
  line("Training job ARN", facts["training_job_arn"]);
  line("Training time", duration_text(facts["training_seconds"]));
  line("Output", path(facts["output"]));
  if (facts.contains("message")) text += "\n" + facts["message"].get<std::string>() + "\n";
  for (const Json& sentence : facts.value("advice", Json::array())) {
    text += wrapped(sentence.get<std::string>(), 0);
  }
  text += class_counts(facts);
  if (const std::string licence = facts.value("licence", ""); !licence.empty())
    text += "Licence of the parent model: " + licence + "\n";
  if (fs::exists(facts["report"].get<std::string>()))
    text += "Report: " + path(facts["report"]) + "\n";
  return text;
}

}  // namespace sempurna
