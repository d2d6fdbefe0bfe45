#include "train/fingerprint.h"

namespace sempurna {

namespace {

// Which terms of a text words are learnt from (words/word_features.h), and how: scores by others
// are not what an interrupted run began with.
constexpr int kWordTerms = 2;

std::string words(const std::string& name) {
  if (name == "data_hash") return "the data";
  if (name == "model_hash") return "the parent model";
  if (name == "version") return "the program's version";
  if (name == "threads") return "the number of threads";
  if (name == "ranks") return "the number of processes";
  if (name == "word_terms") return "what texts are told by beside the encoder";
  return name;
}

std::string text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

Json Fingerprint::to_json() const {
  Json json = {{"task", name(task)}, {"data_hash", data_hash}, {"model_hash", model_hash},
               {"version", version}, {"precision", precision}, {"threads", threads}};
  if (ranks > 1) json["ranks"] = ranks;
  if (hyperparameters.word_features) json["word_terms"] = kWordTerms;
  Json& settings = json["hyperparameters"] = Json::object();
  for (const auto& [name, value] : hyperparameter_fields(task).values(hyperparameters)) {
    if (name != "report_language" && name != "precision") settings[name] = value;
  }
  return json;
}

std::string differences(const Json& then, const Json& now) {
  std::string all;
  const auto compare = [&](const std::string& name, const Json& before, const Json& after) {
    if (before == after) return;
    const bool hash = name.ends_with("_hash") || name == "word_terms";
    all += (all.empty() ? "" : ", ") + words(name);
    all += hash ? " changed" : " was " + text(before) + " and is " + text(after);
  };
  compare("ranks", then.value("ranks", 1), now.value("ranks", 1));
  for (const auto& [name, value] : now.items()) {
    if (name != "hyperparameters" && name != "ranks")
      compare(name, then.value(name, Json()), value);
  }
  const Json before = then.value("hyperparameters", Json::object());
  for (const auto& [name, value] : now.at("hyperparameters").items()) {
    compare(name, before.value(name, Json()), value);
  }
  return all;
}

}  // namespace sempurna
