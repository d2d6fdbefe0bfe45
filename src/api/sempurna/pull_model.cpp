#include "hub/pull_model.h"

#include "api/sempurna/handlers.h"
#include "base/choice.h"
#include "base/replace_all.h"
#include "catalog/card.h"
#include "catalog/locations.h"
#include "hub/pulls.h"

namespace sempurna::own {

namespace {

/// Who may read this is not told where the data of the server lie.
std::string without_places(const std::string& text) {
  return replace_all(text, home_folder().string(), "the data folder");
}

Json to_members(const PullState& state) {
  Json json = {{"Status", name(state.status)},
               {"Bytes", state.bytes},
               {"TotalBytes", std::max(state.all_bytes, state.bytes)}};
  if (!state.reason.empty()) json["FailureReason"] = without_places(state.reason);
  return json;
}

}  // namespace

Json pull_of(const Operation& op, const Card& card) {
  if (op.services.pulls == nullptr) return nullptr;
  const auto state = op.services.pulls->find(card);
  return state ? to_members(*state) : Json();
}

Json pull_model(Operation& op) {
  const std::string id = op.required("ModelId");
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const Card* found = catalog.find(id);
  const ServerConfig& config = op.services.config;
  // By its own name, whatever else it is called.
  authorize(op.services, op.call, op.call.action(),
            fmt::format("arn:aws:sempurna:{}:{}:model-card/{}", config.region, config.account,
                        found == nullptr ? id : found->id));
  const Card& card = card_of(op, catalog, id);
  try {
    require_pullable(card);
    if (!card.here()) return {{"Pull", to_members(op.services.pulls->begin(card))}};
  } catch (const Error& error) {
    throw JsonError("ValidationException", "{}", without_places(error.what()));
  }
  return {{"Pull", to_members({.status = PullStatus::Completed,
                               .bytes = card.size_bytes,
                               .all_bytes = card.size_bytes,
                               .reason = ""})}};
}

}  // namespace sempurna::own
