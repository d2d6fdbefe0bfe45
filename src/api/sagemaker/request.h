#pragma once

#include <initializer_list>
#include <string>

#include "api/json/error.h"
#include "api/json/operation.h"
#include "api/sagemaker/sagemaker.h"

namespace sempurna::sagemaker {

/// Throws ValidationException with every fault of the request's members, in SageMaker's words, or
/// SerializationException for a member of the wrong kind. After it, members have the kinds that the
/// service's model says.
void require_right_shape(const json::Operation& op);

/// What is given back of a request: members that the service has, and that say something.
Json kept_of(const json::Operation& op);

/// Of names whose case alone differs: one. arn:aws:sagemaker:REGION:ACCOUNT:KIND/name.
std::string resource_arn(const ServerConfig& config, std::string_view kind,
                         const std::string& name);

/// StoppingCondition.MaxRuntimeInSeconds of a request that says nothing of it: a day.
constexpr int64_t kMaxRuntimeByDefault = 86400;

/// A member below others: {"OutputDataConfig", "KmsKeyId"}; null where there is none.
template <typename J>
const J* member(const J& request, std::initializer_list<const char*> path) {
  const J* at = &request;
  for (const char* name : path) {
    const auto found = at->find(name);
    if (found == at->end() || found->is_null()) return nullptr;
    at = &*found;
  }
  return at;
}

/// Empty where there is none.
template <typename J>
std::string text(const J& request, std::initializer_list<const char*> path) {
  const J* found = member(request, path);
  return found == nullptr ? "" : found->template get<std::string>();
}

template <typename... Args>
JsonError not_valid(fmt::format_string<Args...> format, Args&&... args) {
  return JsonError("ValidationException", format, std::forward<Args>(args)...);
}

}  // namespace sempurna::sagemaker
