#include "jobs/own_cards.h"

#include "base/error.h"
#include "base/folder_size.h"
#include "base/system_error.h"
#include "catalog/families.h"
#include "catalog/locations.h"
#include "catalog/tasks.h"
#include "run/inspect_model.h"

namespace sempurna {

namespace {

fs::path models_folder() {
  return home_folder() / "models";
}

Error no_files(const Card& card) {
  return {Code::NotFound, "{} has no files on this machine; nothing was removed", card.id};
}

}  // namespace

fs::path imports_folder() {
  return home_folder() / "imports";
}

Card card_of_files(const fs::path& folder, const std::string& source, const std::string& name,
                   const std::function<bool()>& is_unwanted) {
  const Json facts = inspect_model(folder, source, is_unwanted);
  const Family& family = family_of(facts.at("family").get<std::string>());
  Card card;
  card.name = name;
  card.task = choice_named<Task>(facts.at("task").get<std::string>()).value();
  card.family = family.model_type;
  card.description = fmt::format("{} ({}), added by this user.", family.title, family.paper);
  card.parameters = facts.value("parameters", int64_t{0});
  card.size_bytes = static_cast<int64_t>(bytes_below(folder));
  if (const fs::path training = folder / "training.json"; fs::exists(training)) {
    const auto ancestry = from_json<Ancestry>(read_json(training), "training.json");
    card.licence = ancestry.licence;
    if (!ancestry.names.empty())
      card.provenance = fmt::format("Fine-tuned from {}.", ancestry.chain());
  }
  if (card.licence.empty()) card.licence = "unknown";
  const auto& fields = hyperparameter_fields(card.kind());
  for (const auto& [option, value] : facts_of(card.task).defaults_of_added)
    if (fields.find(option) != nullptr) card.hyperparameters[option] = value;
  return card;
}

void add_origin(Card& card, const std::string& how) {
  card.provenance = how + "." + (card.provenance.empty() ? "" : " " + card.provenance);
}

Card install_card(const fs::path& made, Card card) {
  make_folders(models_folder());
  card.folder = models_folder() / card.id;
  write_card(card, made / "card.yaml");
  std::error_code error;
  fs::rename(made, card.folder, error);
  if (error == std::errc::directory_not_empty || error == std::errc::file_exists) {
    throw Error(Code::AlreadyExists, "there is {} already; choose another id, or remove that",
                card.folder.string());
  }
  if (error) throw_system_error(error.value(), card.folder, "make the folder");
  sync_folder(card.folder.parent_path());
  return card;
}

int64_t remove_card(const Card& card) {
  if (card.folder.parent_path() != models_folder()) {
    throw Error(Code::InvalidArgument, "{} comes with sempurna and is not removed", card.id);
  }
  if (!fs::exists(card.folder)) throw no_files(card);
  const auto bytes = static_cast<int64_t>(bytes_below(card.folder));
  // Gone in one step for whoever looks, however long it takes; the rest of a killed removal goes
  // when the next server starts.
  make_folders(imports_folder());
  const TemporaryFolder aside(imports_folder());
  std::error_code error;
  fs::rename(card.folder, aside.path() / card.id, error);
  if (error == std::errc::no_such_file_or_directory) throw no_files(card);
  if (error) throw_system_error(error.value(), card.folder, "remove");
  fs::remove_all(aside.path() / card.id, error);
  if (error) throw_system_error(error.value(), aside.path(), "remove");
  return bytes;
}

}  // namespace sempurna
