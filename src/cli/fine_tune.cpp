#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <thread>

#include "base/error.h"
#include "base/files.h"
#include "base/standard_streams.h"
#include "catalog/card.h"
#include "catalog/hyperparameters.h"
#include "catalog/instance_types.h"
#include "catalog/locations.h"
#include "catalog/tasks.h"
#include "cli/client_store.h"
#include "cli/command.h"
#include "cli/job_findings.h"
#include "cli/job_summary.h"
#include "cli/progress_view.h"
#include "cli/table.h"
#include "jobs/default_data.h"
#include "jobs/job_run.h"
#include "jobs/prepare_job.h"
#include "run/local_executor.h"

namespace sempurna {

namespace {

struct Options {
  TrainingRequest request;
  std::vector<std::string> set;
  std::string epochs;
  std::string learning_rate;
  std::string batch_size;
  std::string seed;
  std::string on_bad_data;
  std::string language;
  bool json = false;
  bool quiet = false;
};

constexpr auto kPollEvery = std::chrono::milliseconds(50);

volatile std::sig_atomic_t interrupted = 0;

void on_interrupt(int) {
  interrupted = 1;
}

/// Tasks, by what their models read: "picture", "text".
using Readers = std::vector<std::string_view>;

/// A hyperparameter as the first of `with` has it, and where the others' default is another.
std::string told(const std::string& name, const std::vector<const TaskFacts*>& with) {
  const Field& field = *hyperparameter_fields(with.front()->task).find(name);
  std::string standard = field.default_text;
  for (const TaskFacts* facts : with) {
    const Field& same = *hyperparameter_fields(facts->task).find(name);
    if (same.default_text == field.default_text) continue;
    standard += fmt::format(", for {} {}", facts->examples, same.default_text);
  }
  return fmt::format("  {} (default {}; {})\n{}", name, standard, field.allowed(),
                     wrapped(field.help, 6));
}

std::string hyperparameter_help() {
  std::string shared;
  std::vector<std::pair<Readers, std::string>> others;
  std::set<std::string> seen;
  for (const TaskFacts& facts : tasks()) {
    for (const Field& field : hyperparameter_fields(facts.task).list()) {
      if (!seen.insert(field.name).second) continue;
      std::vector<const TaskFacts*> with;
      Readers readers;
      for (const TaskFacts& other : tasks()) {
        if (hyperparameter_fields(other.task).find(field.name) == nullptr) continue;
        with.push_back(&other);
        readers.push_back(other.example);
      }
      if (with.size() == tasks().size()) {
        shared += told(field.name, with);
        continue;
      }
      auto group = std::find_if(others.begin(), others.end(),
                                [&](const auto& known) { return known.first == readers; });
      if (group == others.end()) group = others.insert(group, {readers, ""});
      group->second += told(field.name, with);
    }
  }
  std::string text =
      "\nHyperparameters (--set NAME=VALUE; `sempurna models show ID` gives a card's own "
      "defaults)\n" +
      shared;
  for (const auto& [readers, lines] : others) {
    text += fmt::format("Of {} models only:\n{}", fmt::join(readers, " and "), lines);
  }
  return text;
}

// LANG decides the report's language unless --language does.
std::string language_of_environment() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("id") ? "id" : "en";
  }
  return "en";
}

void gather_hyperparameters(Options& options) {
  auto& all = options.request.hyperparameters;
  const auto give = [&](const std::string& name, const std::string& value) {
    if (!all.emplace(name, value).second) {
      throw Error(Code::InvalidArgument, "{} is given twice; give it once", name);
    }
  };
  for (const auto& assignment : options.set) {
    const size_t sign = assignment.find('=');
    if (sign == std::string::npos || sign == 0) {
      throw Error(Code::InvalidArgument, "--set {} has no value; write --set NAME=VALUE",
                  assignment);
    }
    give(assignment.substr(0, sign), assignment.substr(sign + 1));
  }
  const auto give_option = [&](const char* name, const std::string& value) {
    if (!value.empty()) give(name, value);
  };
  give_option("epochs", options.epochs);
  give_option("learning_rate", options.learning_rate);
  give_option("batch_size", options.batch_size);
  give_option("seed", options.seed);
  give_option("on_bad_data", options.on_bad_data);
  give_option("report_language", options.language);
  if (!options.request.resume && !all.contains("report_language")) {
    all["report_language"] = language_of_environment();
  }
}

// What lies in S3 is fetched first; the job reads files.
void fetch_inputs(TrainingRequest& request, ProgressView& view) {
  for (std::string* place : {&request.data, &request.validation, &request.test, &request.model}) {
    *place = local_copy(*place, [&](const std::string& line) { view.line(line); });
  }
}

/// Whether the classification layer is solved for, not trained in steps.
bool is_solved(const JobInput& input) {
  const auto optimizer = input.hyperparameters.find("optimizer");
  return optimizer != input.hyperparameters.end() && optimizer->second == "lbfgs";
}

/// How the classification layer is trained alone, where it is.
std::string words_of_top_layer(const TrainingRequest& asked, const PreparedJob& job,
                               const JobInput& input) {
  if (job.keeps_top_layer && job.trains_top_layer_unasked) {
    return "Only the classification layer is trained, as the card has it. All of the model: --set "
           "train_only_top_layer=False";
  }
  if (job.trains_top_layer_unasked) {
    return "Only the classification layer is trained, in steps, as epochs, learning_rate or "
           "optimizer ask for; without them it is solved for, which is mostly better. All of the "
           "model: --set train_only_top_layer=False";
  }
  const auto& given = asked.hyperparameters;
  if (!is_solved(input) || !job.fresh || given.contains("optimizer") ||
      given.contains("train_only_top_layer"))
    return "";
  return "Only the classification layer is trained, by solving for it: each epoch is a penalty. "
         "All of the model: --set train_only_top_layer=False";
}

/// What was set and means nothing where the layer is solved for.
std::string words_of_unused(const TrainingRequest& asked, const JobInput& input) {
  if (!is_solved(input)) return "";
  std::vector<std::string_view> unused;
  for (const auto& [name, value] : asked.hyperparameters) {
    if (is_of_steps(name)) unused.push_back(name);
  }
  if (unused.empty()) return "";
  return fmt::format(
      "{} {} no part in solving for the classification layer; --set optimizer=adamw trains it in "
      "steps instead",
      fmt::join(unused, ", "), unused.size() == 1 ? "has" : "have");
}

/// What the person did not say, and might have meant otherwise.
void tell_choices(const TrainingRequest& asked, const PreparedJob& job, ProgressView& view) {
  if (asked.data.empty() || asked.data == kDefaultData) {
    const fs::path data = job.folder.channel_source("training").parent_path();
    view.line(
        fmt::format("On its default data, {}; --data takes your own", data.filename().string()));
  } else if (asked.model.empty()) {
    view.line(fmt::format(
        "No model was named, so it is a small one of such data (licence: {}); `sempurna suggest` "
        "compares it with others",
        job.ancestry.licence));
  }
}

void tell_beginning(const TrainingRequest& asked, const PreparedJob& job, ProgressView& view) {
  view.line(fmt::format("{} {} as {}", job.fresh ? "Fine-tuning" : "Going on with fine-tuning",
                        job.ancestry.names.empty() ? job.model_id : job.ancestry.chain(),
                        job.name));
  if (job.fresh) tell_choices(asked, job, view);
  if (job.keeps_top_layer) {
    view.line(
        "The classes are named as the model's own, so its classification layer is kept. If they "
        "mean something else, add --set reinitialize_top_layer=True");
  }
  const JobInput input = read_job_input(job.folder);
  for (const std::string& words : {words_of_top_layer(asked, job, input),
                                   words_of_unused(asked, input), instance_words(input)})
    view.line(words);
  for (const auto& finding : describe(job.findings)) view.line(finding);
}

// Shows the run until it ends, and passes Ctrl-C on to it.
Json follow(JobRun& run, const JobFolder& folder, ProgressView& view) {
  JobFindings findings(folder);
  const auto tell_findings = [&] {
    for (const auto& found : findings.tell()) view.line(found);
  };
  try {
    for (;;) {
      const auto facts = run.poll([&](const Json& event) {
        if (findings.take(event)) return;
        tell_findings();
        view.show(event);
      });
      if (facts) {
        tell_findings();
        view.clear();
        return *facts;
      }
      if (interrupted != 0) run.stop();
      std::this_thread::sleep_for(kPollEvery);
    }
  } catch (const Error&) {
    tell_findings();
    view.clear();
    throw;
  }
}

void check_instance_type(const TrainingRequest& request) {
  if (request.instance_type.empty()) {
    throw Error(Code::InvalidArgument,
                "--instance-type is empty; write `local`, or a type such as ml.p3.2xlarge");
  }
  if (request.instance_type != "local") training_instance(request.instance_type);
}

int fine_tune(Options& options) {
  check_instance_type(options.request);
  gather_hyperparameters(options);
  ProgressView view(ProgressView::style_of_terminal(options.quiet));
  const TrainingRequest asked = options.request;
  const bool goes_to_s3 = Location::parse(asked.output).kind == Location::Kind::S3;
  const auto store = goes_to_s3 ? open_client_store() : nullptr;
  std::optional<RemoteOutput> remote;
  if (store) remote = RemoteOutput::claim(*store, options.request);
  JobRecords records(home_folder());
  fetch_inputs(options.request, view);
  const PreparedJob job = prepare_job(options.request);
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  // A terminal that is closed; not where nohup had it ignored.
  if (std::signal(SIGHUP, on_interrupt) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);
  LocalExecutor executor;
  JobRun run(job, &asked, records, executor, remote ? &*remote : nullptr);
  // Killed after its last word, or simply asked for once more.
  if (run.had_finished()) {
    view.line(job.name + " had finished already; nothing is left to do. Its result:");
  } else {
    tell_beginning(asked, job, view);
  }
  const Json facts = follow(run, job.folder, view);
  say("{}", options.json ? to_pretty(facts) : summary(facts));
  return 0;
}

}  // namespace

Command add_fine_tune(CLI::App& root) {
  auto options = std::make_shared<Options>();
  auto& request = options->request;
  CLI::App* app = root.add_subcommand(
      "fine-tune", "Fine-tune a model on your data; the result is a model.tar.gz");
  app->add_option(
      "ID", request.model,
      "A card's id (`sempurna models`), or an earlier model.tar.gz or its folder to train "
      "on; by default a small model of such data");
  app->add_option("--data", request.data,
                  "A folder of class folders, a data.csv, s3://BUCKET/PREFIX, or default")
      ->default_str(kDefaultData);
  app->add_option("--validation", request.validation,
                  "Data to choose the best epoch by (default: split off)");
  app->add_option("--test", request.test, "Data to measure the finished model on");
  app->add_option("--instance-type", request.instance_type,
                  "As which of SageMaker's machines: ml.p3.8xlarge; this one stands behind it")
      ->capture_default_str();
  app->add_option("--output", request.output,
                  "Where the job's folder goes, or s3://BUCKET/PREFIX for its result")
      ->capture_default_str();
  app->add_option("--name", request.name, "The job's name (default: the model and the time)");
  app->add_option("--epochs", options->epochs, "Passes over the training data");
  app->add_option("--learning-rate", options->learning_rate, "Step size");
  app->add_option("--batch-size", options->batch_size, "Examples in one step");
  app->add_option("--set", options->set, "Any hyperparameter, as NAME=VALUE; may be repeated")
      ->allow_extra_args(false);
  app->add_option("--seed", options->seed, "Decides everything random");
  app->add_flag("--resume", request.resume, "Go on with the job --name from its last checkpoint");
  app->add_option("--on-bad-data", options->on_bad_data,
                  "refuse or skip examples that cannot be read");
  app->add_option("--language", options->language, "Of report.html: en or id (default: by LANG)");
  app->add_flag("--json", options->json, "The result as JSON");
  app->add_flag("--quiet", options->quiet, "No progress");
  app->footer([] { return hyperparameter_help(); });
  return {app, [options] { return fine_tune(*options); }};
}

}  // namespace sempurna
