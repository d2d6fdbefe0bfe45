#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "base/files.h"

namespace sempurna {

/// A YAML file being read, and everything that is wrong with it.
class YamlFile {
 public:
  /// Throws InvalidArgument when it is not YAML, too large, or not a mapping. A name that is given
  /// twice, at any depth, is a fault.
  explicit YamlFile(const fs::path& file);

  const YAML::Node& root() const { return root_; }
  std::string place(const YAML::Node& node) const;

  template <typename... Args>
  void fault(const YAML::Node& node, fmt::format_string<Args...> format, Args&&... args) {
    faults_.push_back(place(node) + ": " + fmt::format(format, std::forward<Args>(args)...));
  }
  /// A member that is not one of these is a fault, answered with the nearest.
  void check_members(const YAML::Node& node, const std::string& what,
                     const std::vector<std::string>& known);
  /// A member's text; a fault when it is missing and needed, or no text.
  std::string text(const YAML::Node& node, const std::string& name, bool needed = false);
  /// The items of a list; a fault when it is none.
  std::vector<YAML::Node> items(const YAML::Node& node, const std::string& name);

  /// Throws InvalidArgument with all of them, one a line.
  void throw_faults() const;

 private:
  fs::path file_;
  YAML::Node root_;
  std::vector<std::string> faults_;
};

/// A node as JSON text, scalars as texts. Throws InvalidArgument beyond `limit` bytes, which
/// aliases within aliases may come to.
std::string yaml_to_json(const YAML::Node& node, size_t limit);

}  // namespace sempurna
