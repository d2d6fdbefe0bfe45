#include "jobs/job_parent.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "catalog/job_folder.h"
#include "catalog/s3_copies.h"
#include "dataset/tasks.h"
#include "report/run_record.h"
#include "store/archive.h"
#include "store/location.h"

namespace sempurna {

namespace {

constexpr auto kTraining = "training.json";

/// The job that made a model, as its place tells: a copy's is where it was copied from.
std::string job_of(const fs::path& model) {
  const fs::path place = fs::weakly_canonical(model);
  const auto noted = s3_place_of(place);
  return name_of_model(noted ? *noted : place.string());
}

/// Of what was fine-tuned before: all that it came from, then itself.
Ancestry ancestry_of(const RunRecord& training, const std::string& itself) {
  Ancestry ancestry = training.ancestry;
  if (ancestry.names.empty()) ancestry.names.push_back(training.parent.model_id);
  ancestry.names.push_back(itself);
  return ancestry;
}

/// An archive or a folder, and no card's id.
bool is_place(const Catalog& catalog, const std::string& model) {
  const auto is_card = [&] { return catalog.find(model) != nullptr; };
  return model.ends_with(".tar.gz") || model.ends_with(".tgz") ||
         model.find('/') != std::string::npos || (fs::is_directory(model) && !is_card());
}

/// A job's folder stands for what it made; of other folders, one that was fine-tuned here is gone
/// on with, and any other is a model to be added.
fs::path fine_tuned_of(const fs::path& place) {
  fs::path made = model_of(place);
  if (!fs::is_directory(made) || fs::exists(made / kTraining)) return made;
  if (!fs::exists(place / "config.json")) {
    throw Error(
        Code::InvalidArgument,
        "{} is a folder, but neither a job's nor a model's: it holds no output/model.tar.gz "
        "and no config.json",
        place.string());
  }
  throw Error(Code::InvalidArgument,
              "{} is a model's folder; add it with `sempurna models add {}`, which proves that it "
              "can be trained, and fine-tune it by the id that this tells",
              place.string(), place.string());
}

/// `files` lie open; `made` is what they are told of.
JobParent parent_from_files(const Catalog& catalog, const fs::path& files, const fs::path& made) {
  const fs::path facts = files / kTraining;
  if (!fs::exists(facts)) {
    throw Error(Code::InvalidArgument,
                "{} holds no training.json, so it is not a model that sempurna fine-tuned; a model "
                "of another "
                "kind is added with `sempurna models add {}`",
                made.string(), made.string());
  }
  const RunRecord training = read_record(read_json(facts), "training.json in " + made.string());
  if (training.parent.model_id.empty()) {
    throw Error(Code::DataCorrupt, "training.json in {} does not name the parent model",
                made.string());
  }
  const auto task = choice_named<Task>(training.task);
  if (!task)
    throw Error(Code::DataCorrupt, "training.json in {} names no known task", made.string());
  JobParent parent;
  parent.id = training.parent.model_id;
  parent.task = *task;
  data_of(*task).check_model(files);
  parent.made = made;
  parent.top_layer = read_top_layer(files);
  parent.card.task = *task;
  parent.card.family = training.parent.model_type;
  // The card of the first parent gives the defaults, when this machine has it.
  for (const Card& card : catalog.cards()) {
    if (card.id == parent.id) parent.card = card;
  }
  parent.ancestry = ancestry_of(training, job_of(made));
  if (parent.ancestry.licence.empty()) parent.ancestry.licence = parent.card.licence;
  return parent;
}

JobParent parent_from_place(const Catalog& catalog, const std::string& model) {
  const fs::path place = Location::parse(model).require_local();
  if (!fs::exists(place)) {
    throw Error(Code::NotFound,
                "{} does not exist; name a card (`sempurna models` lists them), or an earlier "
                "model.tar.gz or its folder",
                place.string());
  }
  const fs::path made = fine_tuned_of(place);
  if (fs::is_directory(made)) return parent_from_files(catalog, made, made);
  const TemporaryFolder unpacked;
  read_archive(made, unpacked.path());
  return parent_from_files(catalog, unpacked.path(), made);
}

JobParent parent_from_card(const Catalog& catalog, const std::string& id) {
  const Card& card = catalog.at(id);
  if (const auto hindrance = card.hindrance()) throw Error(Code::InvalidArgument, "{}", *hindrance);
  data_of(card.task).check_model(card.folder);
  return {card.id, card.task, card.folder, {}, card, read_top_layer(card.folder), card.ancestry()};
}

}  // namespace

JobParent job_parent(const Catalog& catalog, const std::string& model) {
  return is_place(catalog, model) ? parent_from_place(catalog, model)
                                  : parent_from_card(catalog, model);
}

}  // namespace sempurna
