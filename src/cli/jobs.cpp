#include <fmt/chrono.h>

#include <memory>

#include "base/error.h"
#include "base/files.h"
#include "base/shown.h"
#include "base/standard_streams.h"
#include "catalog/locations.h"
#include "cli/command.h"
#include "cli/compare_jobs.h"
#include "cli/find_job.h"
#include "cli/job_summary.h"
#include "cli/stop_job.h"
#include "cli/table.h"
#include "jobs/job_records.h"
#include "report/run_record.h"

namespace sempurna {

namespace {

struct Options {
  std::string name;
  std::vector<std::string> names;
  bool follow = false;
  bool json = false;
};

std::string utc(Time time, const char* format) {
  return fmt::format(fmt::runtime(format), fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string result_of(const JobRecord& job) {
  if (job.facts.is_null()) return "";
  const RunRecord run = read_record(job.facts, job.name);
  for (const char* part : {"test", "validation"}) {
    const EvaluationRecord* measured = run.evaluation(part);
    const auto accuracy =
        measured != nullptr ? figure(measured->metrics, "accuracy") : std::nullopt;
    if (accuracy) return fmt::format("{:.4f} {}", *accuracy, part);
  }
  return "";
}

Json to_json(const JobRecord& job) {
  Json json = {{"training_job_name", job.name},
               {"status", job.status()},
               {"secondary_status", name(job.state())},
               {"message", job.message()},
               {"folder", job.folder.string()},
               {"model", job.model},
               {"created", iso_time(job.created())},
               {"changed", iso_time(job.changed())},
               {"request", job.request}};
  Json& changes = json["transitions"] = Json::array();
  for (const JobChange& change : job.changes) {
    changes.push_back({{"status", name(change.state)},
                       {"time", iso_time(change.time)},
                       {"message", change.message}});
  }
  json["result"] = job.facts;
  return json;
}

std::string state_words(const JobRecord& job) {
  std::string text(name(job.state()));
  if (!job.message().empty()) text += ": " + job.message();
  return text;
}

int list_jobs(const Options& options) {
  JobRecords records(home_folder());
  records.settle();
  const auto jobs = records.list();
  if (options.json) {
    Json all = Json::array();
    for (const JobRecord& job : jobs) all.push_back(to_json(job));
    say("{}", to_pretty(all));
    return 0;
  }
  if (jobs.empty()) {
    say("There is no training job yet; `sempurna fine-tune` starts one.\n");
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const JobRecord& job : jobs) {
    rows.push_back({job.name, std::string(name(job.state())),
                    utc(job.created(), "{:%Y-%m-%d %H:%M}"), result_of(job)});
  }
  say("{}\n`sempurna jobs show NAME` tells more of one.\n",
      table({"name", "state", "began (UTC)", "accuracy"}, rows));
  return 0;
}

int show_job(const Options& options) {
  JobRecords records(home_folder());
  records.settle();
  const JobRecord job = find_job(records, options.name);
  if (options.json) {
    say("{}", to_pretty(to_json(job)));
    return 0;
  }
  const auto fact = [](const std::string& name, const std::string& value) {
    say("{:<18} {}\n", name, shown(value));
  };
  if (job.facts.is_null()) {
    fact("Training job", job.name);
    fact("Parent model", job.model);
  } else {
    say("{}\n", summary(job.facts));
  }
  fact("State", state_words(job));
  fact("Folder", job.folder.string() + (fs::exists(job.folder) ? "" : " (no longer there)"));
  say("\nWhat was given\n");
  for (const auto& [name, value] : job.request.items()) {
    if (value.is_string()) fact("  " + name, value.get<std::string>());
  }
  for (const auto& [name, value] : job.request.at("hyperparameters").items()) {
    fact("  " + name, value.get<std::string>());
  }
  say("\nHistory (UTC)\n");
  for (const JobChange& change : job.changes) {
    say("  {}  {}\n", utc(change.time, "{:%Y-%m-%d %H:%M:%S}"), name(change.state));
  }
  return 0;
}

}  // namespace

Command add_jobs(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* jobs = root.add_subcommand(
      "jobs", "The training jobs of this machine, the command line's and the server's");
  jobs->require_subcommand(0, 1);
  jobs->add_flag("--json", options->json, "Machine-readable output");
  CLI::App* list = jobs->add_subcommand("list", "All training jobs, the newest first");
  list->add_flag("--json", options->json, "Machine-readable output");
  const auto add_one = [&](const char* command, const char* help) {
    CLI::App* one = jobs->add_subcommand(command, help);
    one->add_option("NAME", options->name, "A job's name, or its folder")->required();
    return one;
  };
  CLI::App* show = add_one("show", "What was asked for, its history and its result");
  show->add_flag("--json", options->json, "Machine-readable output");
  CLI::App* stop = add_one("stop", "End a job that is at work, whoever started it");
  CLI::App* logs = add_one("logs", "What a job said");
  logs->add_flag("--follow", options->follow, "Go on until the job has ended");
  CLI::App* compare = jobs->add_subcommand("compare", "What jobs differ in, and what came of it");
  compare->add_option("NAMES", options->names, "Two jobs or more, by name or folder")->required();
  compare->add_flag("--json", options->json, "Machine-readable output");
  return {jobs, [options, show, stop, logs, compare] {
            if (show->parsed()) return show_job(*options);
            if (stop->parsed()) return stop_job(options->name);
            if (logs->parsed()) return show_log(options->name, options->follow);
            if (compare->parsed()) return compare_jobs(options->names, options->json);
            return list_jobs(*options);
          }};
}

}  // namespace sempurna
