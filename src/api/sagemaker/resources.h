#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/choice.h"
#include "base/clock.h"
#include "base/database.h"
#include "base/json.h"

namespace sempurna::sagemaker {

/// What is no more than what was asked for: there to be described, and to be named by others.
enum class ResourceKind { Model, EndpointConfig, Hub };
constexpr std::array<std::string_view, 3> names_of(ResourceKind) {
  return {"model", "endpoint-config", "hub"};
}

struct Resource {
  std::string name;
  Json asked;  ///< the members of the request that made it, to be given back
  Time created{};
};

using Tags = std::vector<std::pair<std::string, std::string>>;

/// The resources of SageMaker's API that have no state, and the tags of all, in
/// <home>/sagemaker.sqlite. Names that differ in case alone are one, as their ARNs are. Each change
/// is there, durably, when the call returns. Safe to use from several threads.
class Resources {
 public:
  /// Throws what base/database.h throws.
  explicit Resources(const fs::path& home, const Clock& clock = system_clock());

  /// Throws AlreadyExists.
  void add(ResourceKind kind, const std::string& name, const Json& asked);
  std::optional<Resource> find(ResourceKind kind, const std::string& name) const;
  std::vector<Resource> list(ResourceKind kind) const;
  /// Whether it was there.
  bool remove(ResourceKind kind, const std::string& name);

  /// By the key, of what an ARN names.
  Tags tags(const std::string& arn) const;
  /// Adds them, or changes the values of those that are there. Throws ResourceLimit, and changes
  /// nothing, where there would be more than `most`.
  void add_tags(const std::string& arn, const Tags& tags, size_t most);
  void remove_tags(const std::string& arn, const std::vector<std::string>& keys);
  void remove_all_tags(const std::string& arn);

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable Database database_;
};

}  // namespace sempurna::sagemaker
