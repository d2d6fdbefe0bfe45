#include "config/yaml_file.h"

#include <algorithm>

#include "base/json.h"
#include "base/nearest.h"
#include "config/yaml_duplicates.h"

namespace sempurna {

namespace {

constexpr size_t kLargest = 1 << 20;

void append_json(const YAML::Node& node, size_t limit, std::string& out) {
  if (out.size() > limit) {
    throw Error(Code::InvalidArgument, "is larger than {} bytes", limit);
  }
  if (node.IsMap()) {
    out += '{';
    for (const auto& pair : node) {
      if (out.back() != '{') out += ',';
      out += to_line(Json(pair.first.Scalar())) + ":";
      append_json(pair.second, limit, out);
    }
    out += '}';
  } else if (node.IsSequence()) {
    out += '[';
    for (const auto& item : node) {
      if (out.back() != '[') out += ',';
      append_json(item, limit, out);
    }
    out += ']';
  } else {
    out += to_line(Json(node.IsScalar() ? node.Scalar() : ""));
  }
}

}  // namespace

YamlFile::YamlFile(const fs::path& file) : file_(file) {
  const std::string text = read_file(file);
  if (text.size() > kLargest) {
    throw Error(Code::InvalidArgument, "{} has {} bytes, but a configuration has {} at most",
                file.string(), text.size(), kLargest);
  }
  try {
    root_ = YAML::Load(text);
    for (const auto& [name, line] : yaml_duplicates(text)) {
      faults_.push_back(fmt::format("{}, line {}: '{}' is given twice", file.string(), line, name));
    }
  } catch (const YAML::Exception& error) {
    throw Error(Code::InvalidArgument, "{}, line {}: this is not YAML: {}", file.string(),
                error.mark.line + 1, error.msg);
  }
  if (!root_.IsMap() && !root_.IsNull()) {
    throw Error(Code::InvalidArgument, "{}, line 1: a configuration is a list of name: value",
                file.string());
  }
}

std::string YamlFile::place(const YAML::Node& node) const {
  return fmt::format("{}, line {}", file_.string(), node.Mark().line + 1);
}

void YamlFile::check_members(const YAML::Node& node, const std::string& what,
                             const std::vector<std::string>& known) {
  if (!node.IsMap()) return fault(node, "{} must be a mapping of names to values", what);
  for (const auto& pair : node) {
    const std::string name = pair.first.IsScalar() ? pair.first.Scalar() : "";
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      fault(pair.first, "{} has no setting '{}'.{}", what, name, did_you_mean(name, known));
    }
  }
}

std::string YamlFile::text(const YAML::Node& node, const std::string& name, bool needed) {
  const YAML::Node found = node.IsMap() ? node[name] : YAML::Node(YAML::NodeType::Undefined);
  if (!found.IsDefined() || found.IsNull()) {
    if (needed) fault(node, "{} is missing", name);
    return {};
  }
  if (!found.IsScalar()) {
    fault(found, "{} must be one value", name);
    return {};
  }
  return found.Scalar();
}

std::vector<YAML::Node> YamlFile::items(const YAML::Node& node, const std::string& name) {
  const YAML::Node found = node.IsMap() ? node[name] : YAML::Node(YAML::NodeType::Undefined);
  if (!found.IsDefined() || found.IsNull()) return {};
  if (!found.IsSequence()) {
    fault(found, "{} must be a list", name);
    return {};
  }
  return {found.begin(), found.end()};
}

void YamlFile::throw_faults() const {
  if (faults_.empty()) return;
  std::string all;
  for (const auto& fault : faults_) all += (all.empty() ? "" : "\n") + fault;
  throw Error(Code::InvalidArgument, "{}", all);
}

std::string yaml_to_json(const YAML::Node& node, size_t limit) {
  std::string out;
  append_json(node, limit, out);
  return out;
}

}  // namespace sempurna
