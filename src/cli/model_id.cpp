#include "cli/model_id.h"

#include <cctype>

#include "base/error.h"
#include "catalog/card.h"
#include "catalog/tasks.h"

namespace sempurna {

namespace {

constexpr size_t kLongestId = 63;

std::string slug(const std::string& name) {
  const std::string last = name.substr(name.rfind('/') + 1);
  std::string out;
  for (const char c : last) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  return out.empty() ? "model" : out;
}

std::string cut(std::string id, size_t length) {
  if (id.size() > length) id.resize(length);
  while (id.ends_with('-')) id.pop_back();
  return id;
}

fs::path catalogue_card(const fs::path& share, const std::string& id) {
  return share / "cards" / (id + ".yaml");
}

bool is_taken(const fs::path& share, const fs::path& home, const std::string& id) {
  return fs::exists(catalogue_card(share, id)) ||
         fs::symlink_status(home / "models" / id).type() != fs::file_type::not_found;
}

std::string free_id(const fs::path& share, const fs::path& home, const std::string& id) {
  for (int number = 2;; ++number) {
    const std::string ending = "-" + std::to_string(number);
    const std::string other = cut(id, kLongestId - ending.size()) + ending;
    if (!is_taken(share, home, other)) return other;
  }
}

}  // namespace

std::string make_model_id(const Json& config, bool fine_tuned, Task task, const std::string& name) {
  const std::string framework = fine_tuned                         ? "sempurna"
                                : config.contains("architectures") ? "huggingface"
                                                                   : "pytorch";
  return cut(framework + "-" + std::string(facts_of(task).tag) + "-" + slug(name), kLongestId);
}

void check_free_id(const fs::path& share, const fs::path& home, const std::string& id) {
  if (const auto fault = fault_of_id(id)) {
    throw Error(Code::InvalidArgument, "the id {} cannot be used: {}", id, *fault);
  }
  if (!is_taken(share, home, id)) return;
  const std::string other = free_id(share, home, id);
  if (fs::exists(catalogue_card(share, id))) {
    const Card card = read_card(catalogue_card(share, id), {});
    throw Error(Code::InvalidArgument,
                "the id {} is that of a model in the catalogue; {}choose another id, such as --id "
                "{}",
                id, card.hub.empty() ? "" : "get that with `sempurna models pull " + id + "`, or ",
                other);
  }
  const fs::path folder = home / "models" / id;
  throw Error(
      Code::AlreadyExists, "there is {} already; choose another id, such as --id {}, or remove {}",
      fs::exists(folder / "card.yaml") ? "a model " + id : folder.string(), other, folder.string());
}

}  // namespace sempurna
