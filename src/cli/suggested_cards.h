#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "catalog/card.h"
#include "catalog/suggestion.h"

namespace sempurna {

/// Those of the task that can be fine-tuned now.
std::vector<const Card*> cards_at_hand(const Catalog& catalog, Task task);

/// That there are none, with one to pull.
Error no_card_at_hand(const Catalog& catalog, Task task);

struct SuggestedCard {
  std::string id;
  /// On the held-out examples: of its neighbours, or of the linear model on words where that is
  /// more and is part of what the card trains.
  double accuracy = 0;
  double neighbours = 0;  ///< of its neighbours alone
  /// About so long a job takes that trains the top layer alone, and one that trains the whole
  /// model, by the card's epochs. Not of words alone, whose time a look does not tell.
  std::optional<double> head_seconds;
  std::optional<double> whole_seconds;
};

/// What a person is told of a Suggestion.
struct SuggestedCards {
  std::vector<SuggestedCard> ranked;  ///< the best first, of equals the smaller
  std::vector<std::pair<std::string, std::string>> left_out;  ///< and why
  double margin = 0;         ///< so far an accuracy on so many held-out examples may be off
  bool linear_best = false;  ///< the linear model tells more than any card
  std::string command;       ///< what to type next
  std::string advice;        ///< how far the figures are to be believed, in whole sentences
};

/// Where data lie, as the person gave it.
struct GivenData {
  std::string training;
  std::string validation;
  bool skips = false;  ///< with --on-bad-data skip
};

/// `cards` are those that were tried. Throws Unavailable, saying why, where none could be.
SuggestedCards suggest_cards(const Suggestion& from, const std::vector<const Card*>& cards,
                             const GivenData& data);

/// The Suggestion with, in place of what each model was found to be, the ranking, and the advice.
Json to_json(const SuggestedCards& suggested, const Suggestion& from);

/// "sempurna suggest --data flowers".
std::string suggest_command(const GivenData& data);

}  // namespace sempurna
