#include "models/naming.h"

#include "base/error.h"
#include "catalog/families.h"

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

}  // namespace sempurna
