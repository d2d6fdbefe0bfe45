#include <algorithm>
#include <cmath>

#include "api/jumpstart/names.h"
#include "api/sagemaker/hub.h"
#include "api/sempurna/handlers.h"
#include "base/machine_memory.h"
#include "catalog/families.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "jobs/job_memory.h"

namespace sempurna::own {

namespace {

// What a form shows before anybody asks for more.
constexpr std::string_view kFirst[] = {"epochs",       "learning_rate",
                                       "batch_size",   "train_only_top_layer",
                                       "augmentation", "early_stopping"};

std::string_view type_of(const Field& field) {
  switch (field.type) {
    case Field::Type::Integer:
      return "Integer";
    case Field::Type::Real:
      return "Real";
    case Field::Type::Boolean:
      return "Boolean";
    case Field::Type::Text:
      break;
  }
  return "Text";
}

Json hyperparameter(const Field& field, const std::string& value) {
  Json json = {{"Name", field.name},
               {"Type", type_of(field)},
               {"Default", value},
               {"Help", field.help},
               {"IsAdvanced", std::ranges::find(kFirst, field.name) == std::end(kFirst)}};
  if (std::isfinite(field.lowest)) json["Minimum"] = field.lowest;
  if (std::isfinite(field.highest)) json["Maximum"] = field.highest;
  if (!field.choices.empty()) json["Choices"] = field.choices;
  return json;
}

/// With the values that a job has whose classification layer starts anew and of which nothing is
/// said.
Json hyperparameters_of(const Card& card) {
  const auto& fields = hyperparameter_fields(card.kind());
  const Hyperparameters in_force = read_hyperparameters(card.kind(), card.defaults({}, true), {});
  Json all = Json::array();
  for (const auto& [name, value] : fields.values(in_force))
    all.push_back(hyperparameter(*fields.find(name), value));
  return all;
}

/// Whether the memory that a job takes at least, as far as the model's size tells, is there at all.
bool fits_machine(const Card& card) {
  if (!card.fine_tunable) return false;
  const Hyperparameters h = read_hyperparameters(card.kind(), card.defaults({}, true), {});
  return least_memory(card, h) <= total_memory();
}

Json description_of(Operation& op, const Card& card) {
  Json json = {{"ModelId", card.id},
               {"Name", card.name},
               {"Task", name(card.task)},
               {"Family", card.family},
               {"Description", card.description},
               {"Parameters", card.parameters},
               {"SizeBytes", card.size_bytes},
               {"Licence", card.licence},
               {"Provenance", card.provenance},
               {"FineTunable", card.fine_tunable},
               {"WhyNotFineTunable", card.not_fine_tunable_because},
               {"IsHere", card.here()},
               {"Hub", card.hub},
               {"Aliases", card.aliases},
               {"Languages", card.languages},
               {"FitsMachine", fits_machine(card)}};
  if (Json pull = pull_of(op, card); !pull.is_null()) json["Pull"] = std::move(pull);
  if (!card.default_data.empty()) {
    json["DefaultData"] = {{"Name", card.default_data},
                           {"S3Uri", fmt::format("s3://{}/{}training/",
                                                 jumpstart::bucket_of(op.services.config.region),
                                                 jumpstart::data_prefix(card.default_data))}};
  }
  return json;
}

Catalog catalog() {
  return Catalog::open(share_folder(), home_folder());
}

}  // namespace

Json list_model_cards(Operation& op) {
  allow_everybody(op, "*");
  const Catalog all = catalog();
  Json cards = Json::array();
  for (const Card& card : all.cards()) {
    if (sagemaker::may_see(op, card)) cards.push_back(description_of(op, card));
  }
  return {{"Cards", std::move(cards)}};
}

Json describe_model_card(Operation& op) {
  const std::string id = op.required("ModelId");
  allow_everybody(op, id);
  const Catalog all = catalog();
  const Card& card = card_of(op, all, id);
  Json json = description_of(op, card);
  json["Hyperparameters"] = hyperparameters_of(card);
  return json;
}

const Card& card_of(Operation& op, const Catalog& catalog, const std::string& id) {
  const Card* card = catalog.find(id);
  if (card == nullptr || !sagemaker::may_see(op, *card)) {
    throw JsonError("ResourceNotFound", "There is no model card '{}'; ListModelCards names all",
                    id);
  }
  return *card;
}

}  // namespace sempurna::own
