#pragma once

#include <string>
#include <vector>

namespace sempurna {

/// A name that a YAML mapping has twice, of which one would be dropped without a word.
struct YamlDuplicate {
  std::string name;
  int line = 0;  ///< from 1, of the second
};

/// All of them in the first document of `text`, at any depth. Throws YAML::Exception when it is not
/// YAML.
std::vector<YamlDuplicate> yaml_duplicates(const std::string& text);

}  // namespace sempurna
