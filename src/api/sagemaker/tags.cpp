#include "api/sagemaker/tags.h"

#include <algorithm>
#include <set>

#include "api/sagemaker/handlers.h"
#include "api/sagemaker/hub.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/resources.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "catalog/locations.h"
#include "jobs/training_jobs.h"
#include "serving/endpoints.h"
#include "serving/transform_jobs.h"
#include "tuning/tuning_jobs.h"

namespace sempurna::sagemaker {

namespace {

// Source: Amazon SageMaker API Reference, AddTags.
constexpr size_t kMostTags = 50;
constexpr int64_t kMostAtOnce = 50;

template <typename J>
Tags tags_of(const J& request) {
  Tags all;
  std::set<std::string> keys;
  const J* tags = member(request, {"Tags"});
  if (tags == nullptr) return all;
  for (const J& tag : *tags) {
    const std::string key = text(tag, {"Key"});
    if (!keys.insert(key).second) {
      throw not_valid("Duplicate tag key: {}", key);
    }
    if (lower_ascii(key).starts_with("aws:")) {
      throw not_valid("the tag {} begins with aws:, which is AWS's own; choose another key", key);
    }
    all.emplace_back(key, text(tag, {"Value"}));
  }
  return all;
}

/// A private hub's own ARN, or that of a content.
bool is_hub_thing(const Operation& op, const std::string& arn) {
  const ServerConfig& config = op.services.config;
  for (const Resource& hub : op.services.resources->list(ResourceKind::Hub)) {
    if (arn == hub_arn(config, hub.name)) return true;
  }
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  return std::ranges::any_of(catalog.cards(), [&](const Card& card) {
    return !card.private_hub.empty() && arn == content_arn(config, card);
  });
}

/// The ARN that a request names, once the caller may do the operation with it, and it is there.
std::string authorized_arn(Operation& op) {
  require_right_shape(op);
  const std::string arn = text(op.input, {"ResourceArn"});
  authorize_tagged(op, op.call.action(), arn);
  const auto slash = arn.find('/');
  const std::string name = slash == std::string::npos ? "" : arn.substr(slash + 1);
  const auto is = [&](std::string_view kind) {
    return arn == resource_arn(op.services.config, kind, name);
  };
  const auto has = [&](const auto& all) {
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& one) { return same_but_for_case(one.name, name); });
  };
  bool is_there = false;
  if (is("training-job")) {
    is_there = has(op.services.jobs->list());
  } else if (is("hyper-parameter-tuning-job")) {
    is_there = op.services.tuning->find(name).has_value();
  } else if (is("endpoint")) {
    is_there = has(op.services.endpoints->list());
  } else if (is("transform-job")) {
    is_there = op.services.transforms->find(name).has_value();
  }
  for (const auto kind : {ResourceKind::Model, ResourceKind::EndpointConfig}) {
    if (is(sempurna::name(kind))) {
      is_there = op.services.resources->find(kind, name).has_value();
    }
  }
  is_there = is_there || is_hub_thing(op, arn);
  if (!is_there) throw JsonError("ResourceNotFound", "Could not find resource \"{}\".", arn);
  return arn;
}

/// Source: AWS, "AWS global condition context keys".
Circumstances circumstances_of_tags(const Operation& op) {
  Circumstances found;
  if (const JsonMap* tags = member(op.input, {"Tags"})) {
    for (const JsonMap& tag : *tags) {
      const std::string key = text(tag, {"Key"});
      found["aws:RequestTag/" + key] = {text(tag, {"Value"})};
      found["aws:TagKeys"].push_back(key);
    }
  }
  if (const JsonMap* keys = member(op.input, {"TagKeys"})) {
    for (const JsonMap& key : *keys) found["aws:TagKeys"].push_back(key.get<std::string>());
  }
  return found;
}

Json to_json(const Tags& tags) {
  Json all = Json::array();
  for (const auto& [key, value] : tags) all.push_back({{"Key", key}, {"Value", value}});
  return all;
}

void add(Services& services, const std::string& arn, const Tags& tags) {
  try {
    services.resources->add_tags(arn, tags, kMostTags);
  } catch (const Error& error) {
    if (error.code() != Code::ResourceLimit) throw;
    throw JsonError("ResourceLimitExceeded", "{}", error.what());
  }
}

}  // namespace

void authorize_tagged(Operation& op, const std::string& action, const std::string& arn) {
  authorize(op.services, op.call, action, arn, circumstances_of_tags(op));
}

void check_tags(json::Operation& op, const std::string& arn) {
  if (tags_of(op.input).empty()) return;
  authorize_tagged(op, "sagemaker:AddTags", arn);
}

Json tags_of_resource(const json::Operation& op, const std::string& arn) {
  return to_json(op.services.resources->tags(arn));
}

void keep_tags(const json::Operation& op, const std::string& arn) {
  op.services.resources->remove_all_tags(arn);
  add(op.services, arn, tags_of(op.input));
}

void keep_tags_if_missing(const json::Operation& op, const std::string& arn) {
  if (op.services.resources->tags(arn).empty()) keep_tags(op, arn);
}

void tag_trial(Services& services, const std::string& trial, const TuningRecord& job) {
  add(services, training_job_arn(services.config, trial), tags_of(job.asked));
}

Json add_tags(Operation& op) {
  const std::string arn = authorized_arn(op);
  add(op.services, arn, tags_of(op.input));
  return {{"Tags", tags_of_resource(op, arn)}};
}

Json list_tags(Operation& op) {
  const std::string arn = authorized_arn(op);
  const int64_t most = op.number("MaxResults", kMostAtOnce, kMostAtOnce, 10000);
  Tags tags = op.services.resources->tags(arn);
  const auto after = decode_base64(text(op.input, {"NextToken"}));
  if (!after) throw not_valid("NextToken is not one that this server gave");
  if (!after->empty()) std::erase_if(tags, [&](const auto& tag) { return tag.first <= *after; });
  Json output = Json::object();
  if (std::ssize(tags) > most) {
    tags.resize(static_cast<size_t>(most));
    output["NextToken"] = encode_base64(tags.back().first);
  }
  output["Tags"] = to_json(tags);
  return output;
}

Json delete_tags(Operation& op) {
  const std::string arn = authorized_arn(op);
  std::vector<std::string> keys;
  for (const JsonMap& key : *member(op.input, {"TagKeys"})) keys.push_back(key.get<std::string>());
  op.services.resources->remove_tags(arn, keys);
  return Json::object();
}

}  // namespace sempurna::sagemaker
