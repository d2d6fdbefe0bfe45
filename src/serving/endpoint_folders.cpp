#include "serving/endpoint_folders.h"

#include <algorithm>

#include "base/number.h"

namespace sempurna {

namespace {

int64_t number_of(const fs::path& deployment) {
  return read_number<int64_t>(deployment.filename().string()).value_or(0);
}

/// What lies in a folder, which another thread may be taking away.
std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> all;
  std::error_code missing;
  for (const auto& one : fs::directory_iterator(folder, missing)) all.push_back(one.path());
  return all;
}

}  // namespace

EndpointFolders::EndpointFolders(fs::path folder) : folder_(std::move(folder)) {
  make_folders(folder_);
}

fs::path EndpointFolders::deployment(const std::string& endpoint, int64_t number) const {
  return folder_ / endpoint / std::to_string(number);
}

std::vector<std::pair<std::string, JobFolder>> EndpointFolders::logs(
    const std::string& endpoint) const {
  auto deployments = entries(folder_ / endpoint);
  std::ranges::sort(deployments, {}, number_of);
  std::vector<std::pair<std::string, JobFolder>> all;
  for (const auto& deployment : deployments) {
    auto variants = entries(deployment);
    std::ranges::sort(variants);
    for (const auto& variant : variants) {
      all.emplace_back(variant.filename().string(), JobFolder{variant});
    }
  }
  return all;
}

void EndpointFolders::leave_logs(const std::string& endpoint,
                                 const std::set<int64_t>& but_of) const {
  std::error_code missing;
  for (const auto& deployment : entries(folder_ / endpoint)) {
    if (but_of.contains(number_of(deployment))) continue;
    for (const auto& variant : entries(deployment)) {
      for (const auto& one : entries(variant)) {
        if (fs::is_directory(one, missing)) fs::remove_all(one, missing);
      }
      fs::remove(variant, missing);  // where there is no log either
    }
    fs::remove(deployment, missing);
  }
}

void EndpointFolders::remove_deployments(const std::string& endpoint,
                                         const std::set<int64_t>& but) const {
  std::error_code missing;
  for (const auto& deployment : entries(folder_ / endpoint)) {
    if (!but.contains(number_of(deployment))) fs::remove_all(deployment, missing);
  }
}

void EndpointFolders::remove_endpoints(const std::set<std::string>& but) const {
  std::error_code missing;
  for (const auto& endpoint : entries(folder_)) {
    if (!but.contains(endpoint.filename().string())) fs::remove_all(endpoint, missing);
  }
}

}  // namespace sempurna
