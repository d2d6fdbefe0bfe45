#include "run/preview_examples.h"

#include "api/sagemaker/check_places.h"
#include "api/sagemaker/passed_role.h"
#include "api/sempurna/handlers.h"
#include "api/sempurna/readable.h"
#include "api/sempurna/staged_data.h"
#include "base/replace_all.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "dataset/parts.h"
#include "dataset/source.h"

namespace sempurna::own {

namespace {

/// Where an example stands, as s3://…; empty where nobody knows.
std::string place_of(const Json& example, const fs::path& source) {
  const fs::path file =
      fs::is_directory(source) ? source / example.at("file").get<std::string>() : source;
  const std::string place = with_s3_places(file.string(), home_folder());
  return place.starts_with("s3://") ? place : "";
}

/// What it holds is for whoever may read it there.
Json to_members(const Json& example, const std::string& place, bool is_readable) {
  Json json = {{"Label", example.at("label")}, {"IsReadable", is_readable}};
  if (!place.empty()) json["S3Uri"] = place;
  if (example.contains("row")) json["Row"] = example.at("row");
  if (!is_readable) return json;
  if (example.contains("jpeg")) {
    json["Jpeg"] = example.at("jpeg");
    json["Lowest"] = example.at("lowest");
    json["Highest"] = example.at("highest");
  } else {
    json["Text"] = example.at("text");
    json["Tokens"] = example.at("tokens");
    json["IsCut"] = example.at("cut");
  }
  return json;
}

/// Whoever asks is told of the objects, and not where the server keeps its copies and models.
std::string without_places(const std::string& text) {
  return replace_all(with_s3_places(text, home_folder()), home_folder().string(),
                     "the data folder");
}

/// What is wrong with what the request names, rather than with the server.
bool is_of_the_data(Code code) {
  return code == Code::InvalidArgument || code == Code::NotFound || code == Code::DataCorrupt;
}

std::map<std::string, std::string> in_force(const Card& card, const Operation& op) {
  const auto given = op.texts("HyperParameters");
  const Hyperparameters h = read_hyperparameters(card.kind(), card.defaults(given, true), given);
  std::map<std::string, std::string> all;
  for (const auto& [name, value] : hyperparameter_fields(card.kind()).values(h)) all[name] = value;
  return all;
}

Json answer(Operation& op, const Json& made, const fs::path& source) {
  Json output = {{"Examples", Json::array()}};
  ReadableObjects readable(op);
  for (const Json& example : made.at("examples")) {
    const std::string place = place_of(example, source);
    output["Examples"].push_back(to_members(example, place, readable.has(place)));
  }
  constexpr std::pair<const char*, const char*> kHow[] = {
      {"width", "Width"}, {"height", "Height"}, {"augmented", "IsAugmented"},
      {"mean", "Mean"},   {"std", "Std"},       {"longest", "Longest"}};
  for (const auto& [own, member] : kHow) {
    if (made.contains(own)) output[member] = made.at(own);
  }
  return output;
}

}  // namespace

Json preview_examples(Operation& op) {
  const std::string role_arn = op.required("RoleArn");
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const Card& card = card_of(op, catalog, op.required("ModelId"));
  sagemaker::authorize_role(op, role_arn);
  if (const auto hindrance = card.hindrance())
    throw JsonError("ValidationException", "{}", *hindrance);
  PreviewRequest request{.task = card.task,
                         .training = {},
                         .model = card.folder,
                         .hyperparameters = in_force(card, op),
                         .most = op.number("MaxResults", 16, 2, 64)};
  sagemaker::RoleStore objects = sagemaker::role_store(op, role_arn);
  sagemaker::check_data(op.services, objects, op.required("Training"), card.task, role_arn);
  StagedData staged(op, objects);
  const Channels copies{staged.copy(op.required("Training"), "Training"), "", ""};
  try {
    request.training = find_source(place_channels(copies, card.task).channels.training, card.task);
    const Json made = sempurna::preview_examples(request, [&] { return staged.is_abandoned(); });
    return answer(op, made, request.training);
  } catch (const Error& error) {
    if (!is_of_the_data(error.code())) throw;
    throw JsonError("ValidationException", "{}", without_places(error.what()));
  }
}

}  // namespace sempurna::own
