#include "models/naming.h"

#include <array>
#include <utility>

#include "base/error.h"
#include "models/config_reader.h"

namespace sempurna {

Naming naming_of(const ModelRequest& request, std::span<const NamingSign> signs) {
  if (request.checkpoint == nullptr) {
    return architecture_of(request.config).empty() ? Naming::HuggingFace : Naming::Torchvision;
  }
  std::string looked_for;
  for (const auto& sign : signs) {
    if (request.checkpoint->find(sign.tensor) != nullptr) return sign.naming;
    looked_for += (looked_for.empty() ? "" : ", ") + std::string(sign.tensor);
  }
  throw Error(Code::InvalidArgument,
              "the weights have none of {}, with which models of this type begin; they are of "
              "another model than config.json says",
              looked_for);
}

std::string model_type_of(const Json& config) {
  const std::string type = ConfigReader(config).text("model_type", "");
  if (!type.empty()) return type;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kFamilies = {{
      {"deit", "vit"},
      {"efficientnet", "efficientnet"},
      {"mobilenet_v2", "mobilenet_v2"},
      {"mobilenetv2", "mobilenet_v2"},
      {"resnet", "resnet"},
      {"resnext", "resnet"},
      {"squeezenet", "squeezenet"},
      {"tf_efficientnet", "efficientnet"},
      {"vit", "vit"},
      {"wide_resnet", "resnet"},
  }};
  const std::string architecture = architecture_of(config);
  std::string known;
  for (const auto& [start, family] : kFamilies) {
    if (architecture.starts_with(start)) return std::string(family);
    known += (known.empty() ? "" : ", ") + std::string(start);
  }
  if (architecture.empty()) return "";
  throw Error(Code::InvalidArgument,
              "config.json names the architecture '{}' of timm or torchvision, which is not known "
              "here; those known begin with {}",
              architecture, known);
}

std::string architecture_of(const Json& config) {
  const std::string name = ConfigReader(config).text("architecture", "");
  return name.substr(0, name.find('.'));
}

}  // namespace sempurna
