#include "config/yaml_duplicates.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <set>
#include <sstream>

namespace sempurna {

namespace {

/// Follows the text's own events, not the nodes made of it: those repeat what an alias names, as
/// often as aliases within aliases like.
class Finder : public YAML::EventHandler {
 public:
  std::vector<YamlDuplicate> found;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override { next(); }
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override { next(); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string& value) override {
    if (!levels_.empty() && levels_.back().at_name && !levels_.back().names.insert(value).second) {
      found.push_back({value, mark.line + 1});
    }
    next();
  }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    next();
    levels_.push_back({false, false, {}});
  }
  void OnSequenceEnd() override { levels_.pop_back(); }
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    next();
    levels_.push_back({true, true, {}});
  }
  void OnMapEnd() override { levels_.pop_back(); }

 private:
  struct Level {
    bool is_map;
    bool at_name;  ///< of a mapping: names and values take turns
    std::set<std::string> names;
  };

  void next() {
    if (!levels_.empty() && levels_.back().is_map) levels_.back().at_name ^= true;
  }

  std::vector<Level> levels_;
};

}  // namespace

std::vector<YamlDuplicate> yaml_duplicates(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Finder finder;
  parser.HandleNextDocument(finder);
  return finder.found;
}

}  // namespace sempurna
