#include "cli/suggested_cards.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "catalog/hyperparameters.h"
#include "catalog/tasks.h"
#include "dataset/finding.h"

namespace sempurna {

namespace {

constexpr auto kWordFeatures = "word_features";

const Card& card_of(const std::vector<const Card*>& cards, const std::string& id) {
  return **std::find_if(cards.begin(), cards.end(),
                        [&](const Card* card) { return card->id == id; });
}

/// As one word of a command line.
std::string typed(const std::string& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/._-+:@=,%").find(c) != std::string_view::npos;
  });
  if (plain && !text.empty()) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + "'";
}

std::string with_data(std::string command, const GivenData& data) {
  command += " --data " + typed(data.training);
  if (!data.validation.empty()) command += " --validation " + typed(data.validation);
  if (data.skips) command += " --on-bad-data skip";
  return command;
}

SuggestedCard figures(const NeighboursOfModel& model, const Card& card, const Suggestion& from) {
  const Hyperparameters h = read_hyperparameters(card.kind(), card.defaults({}, true), {});
  const double told =
      h.word_features ? std::max(model.accuracy, from.linear_baseline) : model.accuracy;
  if (model.k == 0) return {card.id, told, model.accuracy, {}, {}};
  const double look = static_cast<double>(from.examples) / model.examples_per_second;
  // Going back through the model costs about twice as much as going through it.
  constexpr double kStep = 3;
  return {card.id, told, model.accuracy, look, kStep * static_cast<double>(h.epochs) * look};
}

/// What makes a job learn from words too, where its card does not by itself.
std::string word_setting(const Card& card) {
  if (hyperparameter_fields(card.kind()).find(kWordFeatures) == nullptr) return "";
  const Hyperparameters h = read_hyperparameters(card.kind(), card.defaults({}, true), {});
  return h.word_features ? "" : fmt::format(" --set {}=True", kWordFeatures);
}

std::string advice_of(const SuggestedCards& suggested, const Suggestion& from, const Card& best) {
  const TaskFacts& facts = facts_of(best.task);
  std::string text;
  if (suggested.linear_best) {
    text = fmt::format(
        "A linear model on {0} alone tells more of them than the neighbours by any card here "
        "({1:.3f} against {2:.3f}): see that what you train comes to more than that. ",
        facts.features.english, from.linear_baseline, suggested.ranked.front().accuracy);
  }
  text += fmt::format("On {} a figure is known to within about {} points",
                      counted(from.held_out, facts.examples),
                      std::max<int64_t>(1, std::llround(100 * suggested.margin)));
  const auto alike = std::count_if(
      suggested.ranked.begin() + 1, suggested.ranked.end(), [&](const SuggestedCard& card) {
        return card.accuracy > suggested.ranked.front().accuracy - suggested.margin;
      });
  if (alike > 0)
    text += fmt::format("; {} of the others {} no worse as far as that tells", alike,
                        alike == 1 ? "is" : "are");
  return text + ".";
}

Json to_json(const SuggestedCard& card) {
  const auto known = [](const std::optional<double>& seconds) {
    return seconds ? Json(*seconds) : Json();
  };
  return {{"id", card.id},
          {"accuracy", card.accuracy},
          {"neighbours_accuracy", card.neighbours},
          {"top_layer_seconds", known(card.head_seconds)},
          {"whole_model_seconds", known(card.whole_seconds)}};
}

}  // namespace

std::vector<const Card*> cards_at_hand(const Catalog& catalog, Task task) {
  std::vector<const Card*> cards;
  for (const Card& card : catalog.cards()) {
    if (card.task == task && !card.hindrance()) cards.push_back(&card);
  }
  return cards;
}

Error no_card_at_hand(const Catalog& catalog, Task task) {
  const Card* smallest = nullptr;
  for (const Card& card : catalog.cards()) {
    const bool can_be_had = card.task == task && card.fine_tunable && !card.hub.empty();
    if (!can_be_had) continue;
    if (smallest == nullptr || card.size_bytes < smallest->size_bytes) smallest = &card;
  }
  return Error(Code::NotFound, "no model for {} is on this machine; {}", facts_of(task).examples,
               smallest == nullptr
                   ? "add one with `sempurna models add`"
                   : fmt::format("get a small one with `sempurna models pull {}`", smallest->id));
}

SuggestedCards suggest_cards(const Suggestion& from, const std::vector<const Card*>& cards,
                             const GivenData& data) {
  SuggestedCards suggested;
  for (const NeighboursOfModel& model : from.models) {
    if (!model.failure.empty()) {
      suggested.left_out.emplace_back(model.id, model.failure);
      continue;
    }
    suggested.ranked.push_back(figures(model, card_of(cards, model.id), from));
  }
  if (suggested.ranked.empty()) {
    throw Error(Code::Unavailable, "no model could be tried on these data: {}: {}",
                suggested.left_out.at(0).first, suggested.left_out.at(0).second);
  }
  std::ranges::stable_sort(suggested.ranked, [&](const SuggestedCard& a, const SuggestedCard& b) {
    if (a.accuracy != b.accuracy) return a.accuracy > b.accuracy;
    return card_of(cards, a.id).parameters < card_of(cards, b.id).parameters;
  });
  const Card& best = card_of(cards, suggested.ranked.front().id);
  suggested.margin = 1 / std::sqrt(static_cast<double>(from.held_out));
  suggested.linear_best = from.linear_baseline > suggested.ranked.front().accuracy;
  suggested.command = with_data("sempurna fine-tune " + best.id, data);
  if (suggested.linear_best) suggested.command += word_setting(best);
  suggested.advice = advice_of(suggested, from, best);
  return suggested;
}

Json to_json(const SuggestedCards& suggested, const Suggestion& from) {
  Json json = to_json(from);
  json.erase("models");
  json["cards"] = Json::array();
  for (const SuggestedCard& card : suggested.ranked) json["cards"].push_back(to_json(card));
  json["left_out"] = Json::array();
  for (const auto& [id, why] : suggested.left_out)
    json["left_out"].push_back({{"id", id}, {"why", why}});
  json["margin"] = suggested.margin;
  json["linear_is_best"] = suggested.linear_best;
  json["command"] = suggested.command;
  return json;
}

std::string suggest_command(const GivenData& data) {
  return with_data("sempurna suggest", data);
}

}  // namespace sempurna
