#include "api/sagemaker/asked_members.h"

#include "api/sagemaker/request.h"

namespace sempurna::sagemaker {

namespace {

const JsonMap* at_path(const JsonMap& request, std::string_view path) {
  const JsonMap* at = &request;
  while (!path.empty()) {
    const auto dot = std::min(path.find('.'), path.size());
    const auto found = at->find(std::string(path.substr(0, dot)));
    if (found == at->end()) return nullptr;
    at = &*found;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return at;
}

}  // namespace

bool asks(const JsonMap& request, std::string_view path) {
  const JsonMap* found = at_path(request, path);
  if (found == nullptr || found->is_null() || *found == false || *found == "") return false;
  if (found->is_number() && *found == 0) return false;
  return !found->is_structured() || !found->empty();
}

void add_refused(const JsonMap& request, std::span<const MemberRow> rows,
                 std::vector<std::string>& faults) {
  for (const auto& [path, why] : rows) {
    if (asks(request, path)) faults.push_back(fmt::format("{} is not served: {}", path, why));
  }
}

void throw_any(const std::vector<std::string>& faults) {
  if (faults.empty()) return;
  std::string all;
  for (const auto& fault : faults) all += (all.empty() ? "" : "; ") + fault;
  throw not_valid("{}", all);
}

void refuse_members(const JsonMap& request, std::span<const MemberRow> rows) {
  std::vector<std::string> faults;
  add_refused(request, rows, faults);
  throw_any(faults);
}

}  // namespace sempurna::sagemaker
