#include "api/sagemaker/shapes.h"

#include <algorithm>

namespace sempurna::sagemaker {

namespace {

const KnownOperation* find(std::string_view name) {
  const auto all = known_operations();
  const auto found = std::ranges::lower_bound(all, name, {}, &KnownOperation::name);
  return found != all.end() && found->name == name ? &*found : nullptr;
}

}  // namespace

bool is_operation(std::string_view name) {
  return find(name) != nullptr;
}

const Shape* input_of(std::string_view operation) {
  const KnownOperation* found = find(operation);
  return found == nullptr ? nullptr : found->input;
}

}  // namespace sempurna::sagemaker
