#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "catalog/ancestry.h"
#include "catalog/hyperparameters.h"
#include "catalog/task.h"

namespace sempurna {

/// A model that can be chosen: one YAML file. docs/cards.md describes its members.
struct Card {
  std::string id;    ///< <framework>-<task>-<name>, lower case, at most 63 characters
  std::string name;  ///< for people
  Task task = Task::ImageClassification;
  std::string family;  ///< the model_type that its config.json names
  /// AWS's ids of models that it stands for, so that a script that names one needs no edit.
  std::vector<std::string> aliases;
  std::vector<std::string> languages;  ///< of texts, by ISO 639-1; "mul": many (ISO 639-2)
  std::string description;
  int64_t parameters = 0;
  int64_t size_bytes = 0;  ///< of the files
  std::string licence;
  std::string provenance;  ///< who trained it, on what
  bool fine_tunable = true;
  std::string not_fine_tunable_because;
  std::string hub;                    ///< ORG/NAME where the files can be had, or empty
  std::string revision;               ///< of the hub
  std::string default_data;           ///< name of a data set that the project makes, or empty
  std::string private_hub;            ///< that it was imported into by SageMaker's API, or empty
  std::string version = "1.0.0";      ///< as a content of its hub
  std::vector<std::string> keywords;  ///< that it was imported with
  using Defaults = std::map<std::string, std::string>;
  Defaults hyperparameters;      ///< that differ from the algorithm's
  Defaults fresh_head;           ///< and from these, when the classification layer starts anew
  std::filesystem::path folder;  ///< its files on this machine; may not exist

  /// Which hyperparameters it has.
  ModelKind kind() const { return {task, family}; }

  /// What a job that starts from it comes from: what its own files tell, and itself.
  Ancestry ancestry() const;

  /// The defaults of one job, given what was asked for. A classification layer that starts anew and
  /// is trained alone is solved for, unless something was said of how to train it.
  Defaults defaults(const Defaults& given, bool starts_anew) const;

  /// Whether optimizer, epochs or learning rate were asked for.
  static bool says_how_to_train(const Defaults& given);

  /// Whether the files are here.
  bool here() const;

  /// Why it cannot be fine-tuned on this machine as things are, and what to do; empty when it can.
  std::optional<std::string> hindrance() const;
};

/// Reads one card. `files` is where its model lies. Throws DataCorrupt with file, line and member.
Card read_card(const std::filesystem::path& yaml, const std::filesystem::path& files);

void write_card(const Card& card, const std::filesystem::path& yaml);

Json to_json(const Card& card);

/// Why an id cannot be used, or empty when it can.
std::optional<std::string> fault_of_id(const std::string& id);

/// All cards by id: those that come with the program and those that this user added.
class Catalog {
 public:
  /// Cards in `share`/cards have their files in `share`/models/<id> or `home`/models/<id>; added
  /// ones lie whole in `home`/models/<id>. A fault in one of the first is thrown as by read_card;
  /// an added one with a fault is left out, which is said on standard error.
  static Catalog open(const std::filesystem::path& share, const std::filesystem::path& home);

  const std::vector<Card>& cards() const { return cards_; }
  /// Of this id, or one that stands for it; null: there is none.
  const Card* find(const std::string& id) const;
  /// The same. Throws NotFound with the nearest id.
  const Card& at(const std::string& id) const;

 private:
  std::vector<Card> cards_;
};

/// The card that is meant when neither it nor data are named: the bundled picture model.
inline constexpr auto kDefaultCard = "sempurna-ic-small";

}  // namespace sempurna
