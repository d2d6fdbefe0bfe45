#include "dataset/check.h"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <numeric>

#include "base/standard_streams.h"
#include "catalog/card.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "catalog/tasks.h"
#include "cli/client_store.h"
#include "cli/command.h"
#include "cli/suggested_cards.h"
#include "dataset/parts.h"
#include "dataset/tasks.h"
#include "image/decode.h"
#include "jobs/default_data.h"

namespace sempurna {

namespace {

struct Options {
  std::string id;
  Channels channels;
  std::string on_bad_data = "refuse";
  bool decode = false;
  bool json = false;
};

// What a person wants to see first: how much of what there is.
void print_counts(const CheckedChannel& channel, std::string_view items) {
  const auto all = std::accumulate(channel.counts.begin(), channel.counts.end(), int64_t{0});
  say("{}: {} in {}\n", channel.name, counted(all, items),
      counted(static_cast<int64_t>(channel.classes.size()), "classes"));
  constexpr size_t kMost = 20;
  for (size_t i = 0; i < std::min(channel.classes.size(), kMost); ++i)
    say("  {:<24} {}\n", shown(channel.classes[i]), channel.counts[i]);
  if (channel.classes.size() > kMost)
    say("  and {} more classes\n", channel.classes.size() - kMost);
}

/// How to learn which model suits the data, where there is a choice; else empty.
std::string way_to_choose(const Catalog& catalog, Task task, const GivenData& given) {
  if (given.training == kDefaultData || cards_at_hand(catalog, task).size() < 2) return "";
  return suggest_command(given);
}

int report(const Card& card, const CheckOutcome& checked, const Findings& of_places,
           const std::string& choose, const Options& options) {
  Findings findings = checked.findings;
  findings.insert(findings.end(), of_places.begin(), of_places.end());
  if (const auto hindrance = card.hindrance()) {
    findings.insert(findings.begin(), {Severity::Error, "model", "", 0, *hindrance, ""});
  }
  for (Finding& finding : findings) {
    for (std::string* text : {&finding.file, &finding.message, &finding.remedy}) {
      *text = with_s3_places(std::move(*text), home_folder());
    }
  }
  const bool refused = has_errors(findings);
  if (options.json) {
    Json json = check_report(findings);
    if (!choose.empty() && !refused) json["suggest"] = choose;
    say("{}", to_pretty(json));
    return refused ? 1 : 0;
  }
  for (const auto& channel : checked.channels) {
    print_counts(channel, facts_of(card.task).examples);
  }
  std::erase_if(findings, [](const Finding& finding) { return finding.code == "class-counts"; });
  for (const auto& line : describe(findings)) say("{}\n", line);
  say("{}\n", refused ? "The job would be refused." : "The data can be used.");
  if (!choose.empty() && !refused) say("Which model suits them: `{}`\n", choose);
  return refused ? 1 : 0;
}

int check(Options& options) {
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const GivenData given{options.channels.training, options.channels.validation,
                        options.on_bad_data == "skip"};
  for (auto* place :
       {&options.channels.training, &options.channels.validation, &options.channels.test}) {
    *place = local_copy(*place, say_on_error_stream);
  }
  const Card& card =
      catalog.at(options.id.empty() ? default_card(options.channels.training) : options.id);
  const bool is_default = options.channels.training == kDefaultData;
  if (is_default) {
    const fs::path made = default_data(card);
    options.channels.training = (made / "training").string();
    if (options.channels.test.empty()) options.channels.test = (made / "test").string();
  }
  if (options.id.empty() && !options.json) tell("For the model {}:\n", card.id);
  if (is_default && !options.json)
    tell("On its default data, {}; --data takes your own\n", card.default_data);
  const PlacedChannels placed = place_channels(options.channels, card.task);
  const TaskData& data = data_of(card.task);
  CheckOptions how;
  how.on_bad_data = *choice_named<OnBadData>(options.on_bad_data);
  if (options.decode) {
    how.decode = [](std::string_view, std::span<const std::byte> bytes, const std::string&) {
      return decode(bytes);
    };
  }
  if (card.here()) {
    data.judge_by(card.folder, read_hyperparameters(card.kind(), card.hyperparameters, {}), how);
  }
  return report(card, data.check(placed.channels, how), placed.findings,
                way_to_choose(catalog, card.task, given), options);
}

}  // namespace

Command add_check(CLI::App& root) {
  auto options = std::make_shared<Options>();
  options->channels.training = kDefaultData;
  CLI::App* app = root.add_subcommand("check",
                                      "The check before the job, alone: every finding at once; "
                                      "exit status 1 when the job would be refused");
  app->add_option("ID", options->id,
                  "The card's id (`sempurna models`); by default a small model of such data");
  app->add_option("--data", options->channels.training,
                  "A folder of class folders, a data.csv, s3://BUCKET/PREFIX, or default")
      ->capture_default_str();
  app->add_option("--validation", options->channels.validation,
                  "The validation data, where there is some");
  app->add_option("--test", options->channels.test, "The test data, where there is some");
  app->add_option("--on-bad-data", options->on_bad_data,
                  "Judge as fine-tune would: refuse or skip what is broken")
      ->check(CLI::IsMember({"refuse", "skip"}))
      ->capture_default_str();
  app->add_flag("--decode", options->decode,
                "Decode every picture too: finds damage inside the compressed data");
  app->add_flag("--json", options->json, "Machine-readable output, every finding");
  return {app, [options] { return check(*options); }};
}

}  // namespace sempurna
