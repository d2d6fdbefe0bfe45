#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/quantity.h"
#include "base/standard_streams.h"
#include "catalog/locations.h"
#include "catalog/tasks.h"
#include "cli/client_store.h"
#include "cli/command.h"
#include "cli/suggested_cards.h"
#include "cli/table.h"
#include "dataset/finding.h"
#include "dataset/parts.h"
#include "jobs/default_data.h"
#include "run/ask_worker.h"

namespace sempurna {

namespace {

struct Options {
  Channels data;  ///< as it was given
  std::string on_bad_data = "refuse";
  double most_seconds = SuggestRequest().most_seconds;
  bool json = false;
};

Suggestion ask(const SuggestRequest& request) {
  const TemporaryFolder asked;
  const fs::path file = asked.path() / "request.json";
  write_file_atomic(file, to_pretty(to_json(request)));
  return from_json<Suggestion>(
      ask_worker({"suggest", file.string()}, "the worker that tries the models ended unexpectedly"),
      "the worker's answer");
}

Channels fetched(const Channels& given) {
  return {local_copy(given.training, say_on_error_stream),
          local_copy(given.validation, say_on_error_stream), ""};
}

SuggestRequest request_of(const Options& options, const Channels& data, Task task,
                          const std::vector<const Card*>& cards) {
  SuggestRequest request;
  request.task = task;
  request.training = data.training;
  request.validation = data.validation;
  request.on_bad_data = *choice_named<OnBadData>(options.on_bad_data);
  request.most_seconds = options.most_seconds;
  for (const Card* card : cards) {
    const Card::Defaults defaults = card->defaults({}, true);
    request.models.push_back({card->id, card->folder.string(), {defaults.begin(), defaults.end()}});
  }
  return request;
}

std::string known(const std::optional<double>& seconds) {
  return seconds ? duration_text(*seconds) : "";
}

void print(const SuggestedCards& suggested, const Suggestion& from, const TaskFacts& facts) {
  say("{} in {}; learnt from {} of them and tested on {} others\n\n",
      counted(from.examples, facts.examples), counted(from.classes, "classes"), from.training,
      from.held_out);
  std::vector<std::vector<std::string>> rows;
  for (const SuggestedCard& card : suggested.ranked) {
    rows.push_back({card.id, fmt::format("{:.3f}", card.accuracy), known(card.head_seconds),
                    known(card.whole_seconds)});
  }
  say("{}\n",
      fitting_table({"card", "accuracy>", "top layer, about>", "whole model, about>"}, rows));
  say("{}",
      wrapped(fmt::format("Beside that, always answering the commonest class: {:.3f}; a "
                          "linear model on {}: {:.3f}.",
                          from.majority_baseline, facts.features.english, from.linear_baseline),
              0));
  for (const auto& [id, why] : suggested.left_out)
    say("{}", wrapped(id + " is left out: " + why, 0));
  say("{}\nNext: `{}`\n", wrapped(suggested.advice, 0), suggested.command);
}

int suggest(const Options& options) {
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const Channels here = fetched(options.data);
  const Task task = catalog.at(default_card(here.training)).task;
  const std::vector<const Card*> cards = cards_at_hand(catalog, task);
  if (cards.empty()) throw no_card_at_hand(catalog, task);
  const Channels placed = place_channels(here, task).channels;
  if (!options.json) tell("Trying {} on a sample …\n", counted(std::ssize(cards), "models"));
  const Suggestion from = ask(request_of(options, placed, task, cards));
  const SuggestedCards suggested = suggest_cards(
      from, cards, {options.data.training, options.data.validation, options.on_bad_data == "skip"});
  if (options.json) {
    say("{}", to_pretty(to_json(suggested, from)));
  } else {
    print(suggested, from, facts_of(task));
  }
  return 0;
}

}  // namespace

Command add_suggest(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app = root.add_subcommand(
      "suggest",
      "Which of the models at hand suits your data, in seconds: a sample of it is told by its "
      "nearest neighbours, as each model sees them");
  app->add_option("--data", options->data.training,
                  "A folder of class folders, a data.csv, or s3://BUCKET/PREFIX")
      ->required();
  app->add_option("--validation", options->data.validation,
                  "Data to be told (default: a part of the others)");
  app->add_option("--on-bad-data", options->on_bad_data,
                  "refuse or skip examples that cannot be read")
      ->check(CLI::IsMember({"refuse", "skip"}))
      ->capture_default_str();
  app->add_option("--seconds", options->most_seconds,
                  "The most for one model; one that would take longer is left out")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app->add_flag("--json", options->json, "Machine-readable output");
  return {app, [options] { return suggest(*options); }};
}

}  // namespace sempurna
