#include "jobs/default_data.h"

#include "base/error.h"
#include "base/files.h"
#include "catalog/locations.h"
#include "catalog/tasks.h"
#include "dataset/generate.h"
#include "dataset/parts.h"

namespace sempurna {

namespace {

void generate(const std::string& name, const fs::path& folder) {
  if (name == "batik-motifs") return generate_default_images(folder);
  if (name == "short-reviews") return generate_default_texts(folder);
  throw Error(Code::DataCorrupt,
              "the card names the default data set {}, which sempurna does not know", name);
}

}  // namespace

fs::path default_data(const Card& card) {
  if (card.default_data.empty()) {
    throw Error(Code::InvalidArgument,
                "{} has no default data set; give your own with --data FOLDER", card.id);
  }
  const fs::path folder = home_folder() / "datasets" / card.default_data;
  if (fs::exists(folder)) return folder;
  make_folders(folder.parent_path());
  try {
    generate(card.default_data, folder);
  } catch (const Error& error) {
    // Two commands may make it at once; whoever is second uses what the first has made.
    if (error.code() != Code::AlreadyExists) throw;
  }
  return folder;
}

std::string default_card(const std::string& data) {
  const auto task = data.empty() || data == kDefaultData ? std::nullopt : task_of_data(data);
  return std::string(task ? facts_of(*task).card : kDefaultCard);
}

}  // namespace sempurna
