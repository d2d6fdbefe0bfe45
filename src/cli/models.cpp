#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <span>

#include "base/error.h"
#include "base/fields.h"
#include "base/quantity.h"
#include "base/standard_streams.h"
#include "catalog/card.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "catalog/tasks.h"
#include "cli/add_model.h"
#include "cli/command.h"
#include "cli/table.h"
#include "dataset/top_layer.h"
#include "jobs/own_cards.h"

namespace sempurna {

namespace {

struct Options {
  std::string task;
  bool json = false;
  std::string id;
  std::string source;
  NewCard added;
  bool quiet = false;
};

std::string state(const Card& card) {
  if (card.here()) return "ready";
  return card.hub.empty() ? "files missing" : "not downloaded";
}

/// "image or text".
std::string kinds_of_tasks() {
  std::string all;
  for (const TaskFacts& facts : tasks()) {
    all += (all.empty() ? "" : " or ") + std::string(facts.kind);
  }
  return all;
}

std::optional<Task> task_option(const std::string& text) {
  if (text.empty()) return std::nullopt;
  for (const TaskFacts& facts : tasks()) {
    if (text == facts.kind || text == facts.tag || text == name(facts.task)) return facts.task;
  }
  throw Error(Code::InvalidArgument, "there is no task '{}'; --task takes {}", text,
              kinds_of_tasks());
}

int list(const Options& options) {
  const auto task = task_option(options.task);
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  Json json = Json::array();
  std::vector<std::vector<std::string>> rows;
  std::vector<Card> cards = catalog.cards();
  // What can be used as it is comes first.
  if (!options.json) {
    std::stable_partition(cards.begin(), cards.end(), [](const Card& card) { return card.here(); });
  }
  for (const Card& card : cards) {
    if (task && card.task != *task) continue;
    json.push_back(to_json(card));
    rows.push_back({card.id, state(card), card.fine_tunable ? "yes" : "no",
                    std::string(facts_of(card.task).kind), size_text(card.size_bytes),
                    count_text(card.parameters), card.licence});
  }
  if (options.json) {
    say("{}", to_pretty(json));
    return 0;
  }
  say("{}", fitting_table(
                {"id", "files", "fine-tunable", "task", "size>", "parameters>", "licence"}, rows));
  say("\n{}",
      wrapped("`sempurna models show ID` describes one; `sempurna models pull ID` downloads "
              "its files.",
              0));
  return 0;
}

Json hyperparameters_json(const Card& card) {
  Json all = Json::array();
  const auto& fields = hyperparameter_fields(card.kind());
  const auto defaults = [&](bool anew) {
    return fields.values(read_hyperparameters(card.kind(), card.defaults({}, anew), {}));
  };
  const auto values = defaults(false);
  const auto anew = defaults(true);
  const auto list = fields.list();
  for (size_t i = 0; i < list.size(); ++i) {
    all.push_back({{"name", list[i].name},
                   {"default", values[i].second},
                   {"default_of_a_new_top_layer", anew[i].second},
                   {"allowed", list[i].allowed()},
                   {"help", list[i].help}});
  }
  return all;
}

/// Of a model that was fine-tuned and is here.
std::vector<std::string> classes_of(const Card& card) {
  if (!card.here()) return {};
  const auto top_layer = read_top_layer(card.folder);
  return top_layer ? top_layer->labels : std::vector<std::string>();
}

/// "3: daisy, rose, tulip", the first of many.
std::string shown_classes(const std::vector<std::string>& classes) {
  constexpr size_t kMost = 10;
  if (classes.empty()) return "";
  const auto first = std::span(classes).first(std::min(classes.size(), kMost));
  return fmt::format("{}: {}{}", classes.size(), fmt::join(first, ", "),
                     classes.size() > kMost ? ", …" : "");
}

int show(const Options& options) {
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const Card& card = catalog.at(options.id);
  const Json hyperparameters = hyperparameters_json(card);
  const std::vector<std::string> classes = classes_of(card);
  if (options.json) {
    Json json = to_json(card);
    json["hyperparameters"] = hyperparameters;
    json["classes"] = classes;
    json["instance_types"] = Json::array({"local"});
    say("{}", to_pretty(json));
    return 0;
  }
  say("{}\n\n{}\n", card.name, wrapped(card.description, 0));
  const auto fact = [](const char* name, const std::string& value) {
    if (!value.empty()) say("{:<15} {}\n", name, value);
  };
  fact("id", card.id);
  fact("stands for", fmt::format("{}", fmt::join(card.aliases, ", ")));
  fact("task", std::string(name(card.task)));
  fact("fine-tunable", card.fine_tunable ? "yes" : "no: " + card.not_fine_tunable_because);
  fact("parameters", fmt::format("{} ({})", card.parameters, count_text(card.parameters)));
  fact("size", size_text(card.size_bytes));
  fact("licence", card.licence);
  fact("source", card.hub.empty() ? "" : card.hub + " at " + card.revision);
  fact("files", card.here() ? card.folder.string()
                : card.hub.empty()
                    ? "missing"
                    : "not downloaded; get them with `sempurna models pull " + card.id + "`");
  fact("instance types", "local (this machine)");
  fact("private hub", card.private_hub);
  fact("classes", shown_classes(classes));
  fact("default data", card.default_data.empty() ? "none; give --data" : card.default_data);
  if (!card.provenance.empty()) say("\nProvenance\n{}", wrapped(card.provenance, 2));
  say("\nData\n  {}", facts_of(card.task).sample);
  say("\nHyperparameters (--set NAME=VALUE)\n");
  std::vector<std::vector<std::string>> rows;
  for (const Json& h : hyperparameters) {
    const std::string anew = h["default_of_a_new_top_layer"];
    rows.push_back({"  " + h["name"].get<std::string>(), h["default"],
                    anew == h["default"] ? "" : anew, h["allowed"]});
  }
  say("{}\n", table({"  name", "default", "on new classes", "allowed"}, rows));
  say("`sempurna fine-tune --help` says what each does.\n");
  return 0;
}

int report_added(const Card& card, const Options& options) {
  if (options.json) {
    say("{}", to_pretty(to_json(card)));
  } else {
    say("{} is ready: {} parameters, {}. Fine-tune it with `sempurna fine-tune {} --data FOLDER`\n",
        card.id, count_text(card.parameters), size_text(card.size_bytes), card.id);
  }
  return 0;
}

int remove(const Options& options) {
  const int64_t bytes = remove_card(Catalog::open(share_folder(), home_folder()).at(options.id));
  if (options.json) {
    say("{}", to_pretty({{"id", options.id}, {"removed_bytes", bytes}}));
  } else {
    say("The files of {} are removed: {}.\n", options.id, size_text(bytes));
  }
  return 0;
}

}  // namespace

Command add_models(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* models =
      root.add_subcommand("models", "The model cards, all of them; or show, add, pull, remove one");
  models->require_subcommand(0, 1);
  models->add_option("--task", options->task, "Only models for this task: " + kinds_of_tasks());
  models->add_flag("--json", options->json, "Machine-readable output");

  // What many type first.
  CLI::App* list_app = models->add_subcommand("list", "The same as models alone");
  list_app->add_option("--task", options->task, "Only models for this task: " + kinds_of_tasks());
  list_app->add_flag("--json", options->json, "Machine-readable output");

  CLI::App* show_app =
      models->add_subcommand("show", "One card whole: data format, hyperparameters, provenance");
  show_app->add_option("ID", options->id, "The card's id")->required();
  show_app->add_flag("--json", options->json, "Machine-readable output");

  CLI::App* add_app = models->add_subcommand("add", "Add a model of your own");
  add_app
      ->add_option(
          "SOURCE", options->source,
          "A folder in Hugging Face layout, a fine-tuned model.tar.gz, or hf:ORG/NAME[@REVISION]")
      ->required();
  add_app->add_option("--id", options->added.id,
                      "The id of the new card (default: made from the name)");
  add_app->add_option("--name", options->added.name, "Its name for people (default: the source's)");
  add_app->add_flag("--json", options->json, "Machine-readable output");
  add_app->add_flag("--quiet", options->quiet, "No progress");
  add_app->footer(
      "\nHF_ENDPOINT names another hub than https://huggingface.co; HF_TOKEN is sent to it.");

  CLI::App* pull_app = models->add_subcommand(
      "pull", "Download the files of a catalogue card; resumes where it stopped");
  pull_app->add_option("ID", options->id, "The card's id")->required();
  pull_app->add_flag("--json", options->json, "Machine-readable output");
  pull_app->add_flag("--quiet", options->quiet, "No progress");
  pull_app->footer(
      "\nHF_ENDPOINT names another hub than https://huggingface.co; HF_TOKEN is sent to it.");

  CLI::App* remove_app = models->add_subcommand(
      "remove", "Take the files of a model that was added or pulled off this machine");
  remove_app->add_option("ID", options->id, "The card's id")->required();
  remove_app->add_flag("--json", options->json, "Machine-readable output");

  return {models, [options, show_app, add_app, pull_app, remove_app] {
            if (show_app->parsed()) return show(*options);
            if (add_app->parsed()) {
              return report_added(add_model(options->source, options->added, options->quiet),
                                  *options);
            }
            if (pull_app->parsed())
              return report_added(pull_model(options->id, options->quiet), *options);
            if (remove_app->parsed()) return remove(*options);
            return list(*options);
          }};
}

}  // namespace sempurna
