#include "catalog/card.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <set>
#include <span>

#include "base/error.h"
#include "base/files.h"
#include "base/nearest.h"
#include "base/standard_streams.h"
#include "catalog/families.h"

namespace sempurna {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kMembers = {
    "id",         "name",        "task",         "family",
    "aliases",    "description", "parameters",   "size_bytes",
    "licence",    "provenance",  "fine_tunable", "not_fine_tunable_because",
    "hub",        "revision",    "default_data", "hyperparameters",
    "fresh_head", "private_hub", "version",      "keywords",
    "languages"};

// Whoever sets one of them means steps.
constexpr std::array kOfTraining = {"optimizer", "epochs", "learning_rate"};
constexpr double kRateOfLayer = 1e-3;  ///< at least, of a new layer that is trained alone in steps

template <typename Value>
Value member(const YAML::Node& node, const char* name, const fs::path& file, Value otherwise) {
  const YAML::Node found = node[name];
  if (!found) return otherwise;
  try {
    return found.as<Value>();
  } catch (const YAML::Exception&) {
    throw Error(Code::DataCorrupt, "{}, line {}: {} has a value of the wrong kind", file.string(),
                found.Mark().line + 1, name);
  }
}

/// What may have been meant by an id that no card has.
std::string alike(const std::string& id, const std::vector<std::string>& ids) {
  if (const auto near = did_you_mean(id, ids); !near.empty()) return near;
  constexpr size_t kShortest = 3;
  constexpr size_t kMost = 3;
  std::string part = id;
  for (char& c : part)
    c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::vector<std::string> having;
  for (const auto& each : ids) {
    if (id.size() >= kShortest && each.find(part) != std::string::npos) having.push_back(each);
  }
  if (having.empty()) return "";
  const auto first = std::span(having).first(std::min(having.size(), kMost));
  return fmt::format(
      " There {} {}{}.", having.size() > 1 ? "are" : "is", fmt::join(first, ", "),
      having.size() > kMost ? fmt::format(" and {} more", having.size() - kMost) : "");
}

std::string required(const YAML::Node& node, const char* name, const fs::path& file) {
  auto text = member<std::string>(node, name, file, "");
  if (text.empty()) throw Error(Code::DataCorrupt, "{} has no {}", file.string(), name);
  return text;
}

YAML::Node load(const fs::path& yaml) {
  try {
    YAML::Node node = YAML::Load(read_file(yaml));
    if (!node.IsMap()) throw Error(Code::DataCorrupt, "{} is not a list of members", yaml.string());
    return node;
  } catch (const YAML::Exception& error) {
    throw Error(Code::DataCorrupt, "{}, line {}: {}", yaml.string(), error.mark.line + 1,
                error.msg);
  }
}

std::string names_of_tasks(const std::vector<Task>& tasks) {
  std::string all;
  for (const Task task : tasks) all += (all.empty() ? "" : ", ") + std::string(name(task));
  return all;
}

// What cannot be trained here may be of any family.
void check_family(const Card& card, const fs::path& yaml) {
  const Family* family = find_family(card.family);
  if (family == nullptr) {
    std::vector<std::string> known;
    for (const Family& one : families()) known.push_back(one.model_type);
    throw Error(Code::DataCorrupt, "{}: there is no family {} that can be trained.{}",
                yaml.string(), card.family, did_you_mean(card.family, known));
  }
  if (!does(*family, card.task)) {
    throw Error(Code::DataCorrupt, "{}: the task is {}, but models of the family {} do {}",
                yaml.string(), name(card.task), card.family, names_of_tasks(family->tasks));
  }
}

}  // namespace

Ancestry Card::ancestry() const {
  Ancestry all;
  // An archive that was added as a card tells what it came from.
  if (const fs::path training = folder / "training.json"; fs::exists(training)) {
    all = from_json<Ancestry>(read_json(training), training.string());
  }
  all.names.push_back(id);
  all.licence = licence;
  return all;
}

bool Card::here() const {
  return fs::exists(folder / "config.json");
}

std::optional<std::string> Card::hindrance() const {
  if (!fine_tunable) return fmt::format("{} is not fine-tunable: {}", id, not_fine_tunable_because);
  if (here()) return std::nullopt;
  return fmt::format(
      "the files of {} are not on this machine; get them with `sempurna models pull {}`", id, id);
}

bool Card::says_how_to_train(const Defaults& given) {
  return std::any_of(kOfTraining.begin(), kOfTraining.end(),
                     [&](const auto& name) { return given.contains(name); });
}

Card::Defaults Card::defaults(const Defaults& given, bool starts_anew) const {
  Defaults all = hyperparameters;
  if (!starts_anew) return all;
  for (const auto& [name, value] : fresh_head) all[name] = value;
  constexpr auto kOptimizer = kOfTraining[0];
  const bool is_open = hyperparameter_fields(kind()).find(kOptimizer) != nullptr;
  const Hyperparameters read = read_hyperparameters(kind(), all, given);
  if (!is_open || !read.train_only_top_layer) return all;
  if (!says_how_to_train(given)) {
    all[kOptimizer] = sempurna::name(OptimizerKind::Lbfgs);
  } else if (read.learning_rate < kRateOfLayer) {
    // The card's own is of the whole model, which knows something already.
    all["learning_rate"] = fmt::format("{}", kRateOfLayer);
  }
  return all;
}

std::optional<std::string> fault_of_id(const std::string& id) {
  if (id.empty() || id.size() > 63) return "an id has 1 to 63 characters";
  for (const char c : id) {
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
      return "an id holds only lower-case letters, digits and hyphens";
    }
  }
  if (id.front() == '-' || id.back() == '-') return "an id neither starts nor ends with a hyphen";
  return std::nullopt;
}

Card read_card(const fs::path& yaml, const fs::path& files) {
  const YAML::Node node = load(yaml);
  for (const auto& entry : node) {
    const auto name = entry.first.as<std::string>("");
    if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
      throw Error(Code::DataCorrupt, "{}, line {}: a card has no member {}.{}", yaml.string(),
                  entry.first.Mark().line + 1, name, did_you_mean(name, kMembers));
    }
  }
  Card card;
  card.id = required(node, "id", yaml);
  if (const auto fault = fault_of_id(card.id)) {
    throw Error(Code::DataCorrupt, "{}: the id {} cannot be used: {}", yaml.string(), card.id,
                *fault);
  }
  const auto task = required(node, "task", yaml);
  const auto known = choice_named<Task>(task);
  if (!known) {
    throw Error(Code::DataCorrupt, "{}: task is '{}', but must be {}", yaml.string(), task,
                fmt::join(names_of(Task{}), " or "));
  }
  card.task = *known;
  card.name = required(node, "name", yaml);
  card.family = required(node, "family", yaml);
  card.aliases = member<std::vector<std::string>>(node, "aliases", yaml, {});
  card.languages = member<std::vector<std::string>>(node, "languages", yaml, {});
  card.licence = required(node, "licence", yaml);
  card.description = required(node, "description", yaml);
  card.provenance = member<std::string>(node, "provenance", yaml, "");
  card.parameters = member<int64_t>(node, "parameters", yaml, 0);
  card.size_bytes = member<int64_t>(node, "size_bytes", yaml, 0);
  card.fine_tunable = member<bool>(node, "fine_tunable", yaml, true);
  card.not_fine_tunable_because = member<std::string>(node, "not_fine_tunable_because", yaml, "");
  if (!card.fine_tunable && card.not_fine_tunable_because.empty()) {
    throw Error(Code::DataCorrupt, "{} is not fine-tunable but has no not_fine_tunable_because",
                yaml.string());
  }
  if (card.fine_tunable) check_family(card, yaml);
  card.hub = member<std::string>(node, "hub", yaml, "");
  card.revision = member<std::string>(node, "revision", yaml, "main");
  card.default_data = member<std::string>(node, "default_data", yaml, "");
  card.private_hub = member<std::string>(node, "private_hub", yaml, "");
  card.version = member<std::string>(node, "version", yaml, card.version);
  card.keywords = member<std::vector<std::string>>(node, "keywords", yaml, {});
  card.hyperparameters = member<Card::Defaults>(node, "hyperparameters", yaml, {});
  card.fresh_head = member<Card::Defaults>(node, "fresh_head", yaml, {});
  try {
    for (const bool starts_anew : {false, true}) {
      read_hyperparameters(card.kind(), card.defaults({}, starts_anew), {});
    }
  } catch (const Error& error) {
    throw Error(Code::DataCorrupt, "{}: {}", yaml.string(), error.what());
  }
  card.folder = files;
  return card;
}

void write_card(const Card& card, const fs::path& yaml) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  const auto text = [&](const char* name, const std::string& value) {
    if (!value.empty()) out << YAML::Key << name << YAML::Value << value;
  };
  text("id", card.id);
  text("name", card.name);
  text("task", std::string(name(card.task)));
  text("family", card.family);
  if (!card.aliases.empty()) out << YAML::Key << "aliases" << YAML::Value << card.aliases;
  if (!card.languages.empty()) out << YAML::Key << "languages" << YAML::Value << card.languages;
  text("description", card.description);
  out << YAML::Key << "parameters" << YAML::Value << card.parameters;
  out << YAML::Key << "size_bytes" << YAML::Value << card.size_bytes;
  text("licence", card.licence);
  text("provenance", card.provenance);
  out << YAML::Key << "fine_tunable" << YAML::Value << card.fine_tunable;
  text("not_fine_tunable_because", card.not_fine_tunable_because);
  text("hub", card.hub);
  text("revision", card.hub.empty() ? "" : card.revision);
  text("default_data", card.default_data);
  text("private_hub", card.private_hub);
  text("version", card.version == Card().version ? "" : card.version);
  if (!card.keywords.empty()) out << YAML::Key << "keywords" << YAML::Value << card.keywords;
  if (!card.hyperparameters.empty()) {
    out << YAML::Key << "hyperparameters" << YAML::Value << card.hyperparameters;
  }
  if (!card.fresh_head.empty()) out << YAML::Key << "fresh_head" << YAML::Value << card.fresh_head;
  out << YAML::EndMap;
  write_file_atomic(yaml, std::string(out.c_str()) + "\n");
}

Json to_json(const Card& card) {
  Json json = {{"id", card.id},
               {"name", card.name},
               {"task", name(card.task)},
               {"fine_tunable", card.fine_tunable},
               {"family", card.family},
               {"aliases", card.aliases},
               {"languages", card.languages},
               {"parameters", card.parameters},
               {"size_bytes", card.size_bytes},
               {"licence", card.licence},
               {"here", card.here()},
               {"description", card.description},
               {"provenance", card.provenance},
               {"default_data", card.default_data}};
  if (!card.fine_tunable) json["not_fine_tunable_because"] = card.not_fine_tunable_because;
  if (!card.private_hub.empty()) json["private_hub"] = card.private_hub;
  if (!card.hub.empty()) json["source"] = {{"hub", card.hub}, {"revision", card.revision}};
  return json;
}

Catalog Catalog::open(const fs::path& share, const fs::path& home) {
  Catalog catalog;
  std::set<std::string> ids, aliases;
  const auto add = [&](Card card) {
    // A card that comes with the program wins, and keeps what it stands for.
    if (!ids.insert(card.id).second) return;
    std::erase_if(card.aliases, [&](const auto& alias) { return !aliases.insert(alias).second; });
    catalog.cards_.push_back(std::move(card));
  };
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(share / "cards", ignored)) {
    if (entry.path().extension() != ".yaml") continue;
    const auto id = entry.path().stem();
    const fs::path bundled = share / "models" / id;
    add(read_card(entry.path(),
                  fs::exists(bundled / "config.json") ? bundled : home / "models" / id));
  }
  for (const auto& entry : fs::directory_iterator(home / "models", ignored)) {
    // What begins with a dot is still being made.
    const fs::path& folder = entry.path();
    if (folder.filename().string().starts_with('.') || !fs::exists(folder / "card.yaml")) continue;
    try {
      add(read_card(folder / "card.yaml", folder));
    } catch (const Error& error) {
      tell("sempurna: {}; this model is passed over: mend its card, or remove {}\n", error.what(),
           folder.string());
    }
  }
  std::sort(catalog.cards_.begin(), catalog.cards_.end(),
            [](const Card& a, const Card& b) { return a.id < b.id; });
  return catalog;
}

const Card* Catalog::find(const std::string& id) const {
  for (const auto& card : cards_) {
    if (card.id == id) return &card;
  }
  for (const auto& card : cards_) {
    if (std::ranges::find(card.aliases, id) != card.aliases.end()) return &card;
  }
  return nullptr;
}

const Card& Catalog::at(const std::string& id) const {
  if (const Card* found = find(id)) return *found;
  std::vector<std::string> ids;
  for (const auto& card : cards_) {
    // Not everybody may know of these.
    if (card.private_hub.empty()) ids.push_back(card.id);
  }
  throw Error(Code::NotFound, "there is no model card {}.{} `sempurna models` lists all", id,
              alike(id, ids));
}

}  // namespace sempurna
