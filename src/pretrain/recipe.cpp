#include "pretrain/recipe.h"

#include <yaml-cpp/yaml.h>

#include "base/error.h"

namespace sempurna {

namespace {

/// A recipe's members, read with their place in errors.
class Reader {
 public:
  explicit Reader(const fs::path& file) : file_(file) {
    try {
      root_ = YAML::Load(read_file(file));
    } catch (const YAML::Exception& error) {
      throw Error(Code::DataCorrupt, "{}, line {}: {}", file.string(), error.mark.line + 1,
                  error.msg);
    }
  }

  const YAML::Node& root() const { return root_; }

  template <typename Value>
  Value get(const YAML::Node& node, const char* name) const {
    const YAML::Node found = node[name];
    if (!found) throw Error(Code::DataCorrupt, "{} has no {}", file_.string(), name);
    return value<Value>(found, name);
  }

  template <typename Value>
  Value get(const YAML::Node& node, const char* name, Value otherwise) const {
    const YAML::Node found = node[name];
    return found ? value<Value>(found, name) : otherwise;
  }

  Stage stage(const char* name) const {
    const YAML::Node node = root_[name];
    if (!node) return {};
    return {get<int64_t>(node, "steps"), get<int64_t>(node, "batch"),
            get<double>(node, "learning_rate")};
  }

  // Numbers and flow syntax of YAML that are JSON too.
  Json json(const char* name) const {
    return parse_json(get<std::string>(root_, name), file_.string() + ": " + name);
  }

 private:
  template <typename Value>
  Value value(const YAML::Node& node, const char* name) const {
    try {
      return node.as<Value>();
    } catch (const YAML::Exception&) {
      throw Error(Code::DataCorrupt, "{}, line {}: {} has a value of the wrong kind",
                  file_.string(), node.Mark().line + 1, name);
    }
  }

  fs::path file_;
  YAML::Node root_;
};

}  // namespace

std::string read_recipe_kind(const fs::path& recipe) {
  const Reader reader(recipe);
  return reader.get<std::string>(reader.root(), "kind");
}

TextRecipe read_text_recipe(const fs::path& file) {
  const Reader reader(file);
  const YAML::Node& root = reader.root();
  TextRecipe recipe;
  recipe.text = read_file(file);
  recipe.seed = reader.get<uint64_t>(root, "seed");
  recipe.vocabulary_size = reader.get<size_t>(root, "vocabulary_size");
  recipe.max_length = reader.get<size_t>(root, "max_length");
  if (recipe.max_length < 8)
    throw Error(Code::DataCorrupt, "{}: max_length must be 8 or more", file.string());
  recipe.whole_words = reader.get<bool>(root, "whole_words", false);
  recipe.config = reader.json("config");
  recipe.vectors = reader.get<std::string>(root, "vectors", "");
  for (const YAML::Node& node : root["corpora"]) {
    const auto reviews = reader.get<int64_t>(node, "reviews", 0);
    recipe.corpora.push_back({reviews > 0 ? "" : reader.get<std::string>(node, "file"), reviews,
                              reader.get<int64_t>(node, "repeat", 1),
                              reader.get<std::string>(node, "task", ""),
                              reader.get<double>(node, "share", 0),
                              reader.get<std::vector<std::string>>(node, "apart_from", {})});
  }
  recipe.language_modelling = reader.stage("language_modelling");
  recipe.meaning = reader.stage("meaning");
  recipe.classification = reader.stage("classification");
  if (const YAML::Node node = root["classification"])
    recipe.classification_shares = reader.get<std::map<std::string, double>>(node, "shares", {});
  recipe.fine_tune = reader.get<std::map<std::string, std::string>>(root, "fine_tune", {});
  return recipe;
}

ImageRecipe read_image_recipe(const fs::path& file) {
  const Reader reader(file);
  const YAML::Node& root = reader.root();
  ImageRecipe recipe;
  recipe.text = read_file(file);
  recipe.seed = reader.get<uint64_t>(root, "seed");
  recipe.config = reader.json("config");
  recipe.preprocessor = reader.json("preprocessor");
  recipe.teacher = reader.get<std::string>(root, "teacher");
  for (const YAML::Node& node : root["pictures"]) {
    recipe.pictures.push_back(
        {reader.get<std::string>(node, "folder"), reader.get<double>(node, "share", 1)});
  }
  recipe.formulas = reader.get<double>(root, "formulas");
  recipe.mixed = reader.get<double>(root, "mixed");
  recipe.size = reader.get<int>(root, "size");
  recipe.teacher_size = reader.get<int>(root, "teacher_size");
  recipe.steps = reader.get<int64_t>(root, "steps");
  recipe.batch = reader.get<int64_t>(root, "batch");
  recipe.learning_rate = reader.get<double>(root, "learning_rate");
  return recipe;
}

}  // namespace sempurna
