#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "catalog/task.h"

namespace sempurna {

/// How a folder without a tokenizer.json holds a tokenizer.
enum class TokenizerKind {
  WordPiece,
  MpnetWordPiece,
  ByteBpe,
  AlbertPieces,
  DebertaPieces,
  XlmRobertaPieces,
  NoOther  ///< not at all: there is always a tokenizer.json
};

/// A family of models: all that is known of it without libtorch. models/architectures.cpp names
/// what builds it.
struct Family {
  std::string model_type;   ///< as in config.json
  std::vector<Task> tasks;  ///< its models do; the first is meant where nothing says which
  std::string title;
  std::string paper;
  /// What the names of transformers' classes for it begin with: "Bert" of
  /// BertForSequenceClassification and BertTokenizer. Empty: transformers has none.
  std::string transformers;
  std::optional<TokenizerKind> tokenizer = {};  ///< texts that are read as tokens
  /// Texts: the first token's position is the one after that of the padding token, not 0.
  bool positions_after_padding = false;
  /// Pictures: the class of transformers that prepares them where preprocessor_config.json names
  /// none. Empty: there is none to take.
  std::string image_processor = {};
  /// Pictures: what timm's and torchvision's names of its architectures begin with.
  std::vector<std::string> architectures = {};
  /// Of its tasks' hyperparameters those that mean something for it; empty: all.
  std::vector<std::string> hyperparameters = {};
  /// What others of them are, which then nobody sets.
  std::map<std::string, std::string> settled = {};
};

/// In alphabetical order.
const std::vector<Family>& families();

/// Null when there is none of this type.
const Family* find_family(std::string_view model_type);

/// Throws InvalidArgument listing the known ones.
const Family& family_of(std::string_view model_type);

bool does(const Family& family, Task task);

/// The class of transformers that does a task with models of this family; empty: there is none.
std::string transformers_class(const Family& family, Task task);

/// The task of the model in a folder with this config.json: that of its training.json, else the
/// first of its family. Throws DataCorrupt when models of the family do not do it.
Task task_of_model(const std::filesystem::path& folder, const Json& config);

/// config.json's "model_type"; of timm's and torchvision's checkpoints, which have none, the family
/// of their "architecture". Empty when there is neither. Throws InvalidArgument for an architecture
/// of no known family.
std::string model_type_of(const Json& config);

/// config.json's "architecture", as timm and torchvision checkpoints have it, without a version
/// after a dot ("resnet50.a1_in1k"); empty when there is none.
std::string architecture_of(const Json& config);

}  // namespace sempurna
