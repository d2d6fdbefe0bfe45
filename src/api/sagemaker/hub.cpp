#include <algorithm>

#include "api/jumpstart/hub_document.h"
#include "api/jumpstart/model_spec.h"
#include "api/jumpstart/names.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/request.h"
#include "base/base64.h"
#include "catalog/locations.h"

namespace sempurna::sagemaker {

namespace {

constexpr auto kPublicHub = "SageMakerPublicHub";
constexpr auto kModel = "Model";
constexpr auto kSchema = "2.0.0";
constexpr int64_t kLargestPage = 100;

/// A model of the hub: a card, by its own id or by one that it stands for.
struct Content {
  std::string id;
  const Card* card;
  double created;  ///< seconds since 1970
};

std::string hub_arn(const ServerConfig& config) {
  return fmt::format("arn:aws:sagemaker:{}:aws:hub/{}", config.region, kPublicHub);
}

std::string content_arn(const ServerConfig& config, const std::string& id) {
  return fmt::format("arn:aws:sagemaker:{}:aws:hub-content/{}/{}/{}/{}", config.region, kPublicHub,
                     kModel, id, jumpstart::kVersion);
}

JsonError not_found(const std::string& what) {
  return JsonError("ResourceNotFound", "{} does not exist.", what);
}

/// A hub is named, or given by its ARN. Throws ResourceNotFound for another than the public one.
void require_public_hub(Operation& op) {
  const std::string given = text(op.input, {"HubName"});
  const std::string name = given.substr(given.rfind('/') + 1);
  if (name != kPublicHub || (name != given && given != hub_arn(op.services.config))) {
    throw not_found("Hub " + given);
  }
}

void begin(Operation& op, const std::string& resource) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), resource);
}

double created(Operation& op, const std::string& id) {
  const auto spec = op.services.jumpstart.head(jumpstart::spec_key(id));
  if (!spec) return 0;
  return static_cast<double>(spec->modified.time_since_epoch().count()) / 1000;
}

std::vector<Content> contents_of(Operation& op, const Catalog& catalog) {
  std::vector<Content> all;
  for (const Card& card : catalog.cards()) {
    const double when = created(op, card.id);
    all.push_back({card.id, &card, when});
    for (const std::string& alias : card.aliases) all.push_back({alias, &card, when});
  }
  return all;
}

bool is_between(Operation& op, double when, const std::string& of) {
  const JsonMap* after = member(op.input, {(of + "After").c_str()});
  const JsonMap* before = member(op.input, {(of + "Before").c_str()});
  return (after == nullptr || when > after->get<double>()) &&
         (before == nullptr || when < before->get<double>());
}

/// What a list is of, in its order; its entries tell one another apart by their ids.
void narrow(Operation& op, std::vector<Content>& all) {
  const std::string contains = text(op.input, {"NameContains"});
  std::erase_if(all, [&](const Content& one) {
    return one.id.find(contains) == std::string::npos ||
           !is_between(op, one.created, "CreationTime");
  });
  const bool by_time = text(op.input, {"SortBy"}) == "CreationTime";
  std::ranges::sort(all, [&](const Content& a, const Content& b) {
    if (by_time && a.created != b.created) return a.created < b.created;
    return a.id < b.id;
  });
  if (text(op.input, {"SortOrder"}) == "Descending") std::ranges::reverse(all);
}

/// Leaves the page that is asked for, and gives the token of the next one.
std::string take_page(Operation& op, std::vector<Content>& all) {
  const std::string token = text(op.input, {"NextToken"});
  if (!token.empty()) {
    const auto last = decode_base64(token);
    const auto found = std::ranges::find(all, last.value_or(""), &Content::id);
    if (found == all.end()) throw not_valid("NextToken is not one that this server gave");
    all.erase(all.begin(), std::next(found));
  }
  const auto most = static_cast<size_t>(op.number("MaxResults", kLargestPage, 1, kLargestPage));
  if (all.size() <= most) return "";
  all.resize(most);
  return encode_base64(all.back().id);
}

Json summary_of(const ServerConfig& config, const Content& one) {
  return {{"HubContentName", one.id},
          {"HubContentArn", content_arn(config, one.id)},
          {"HubContentVersion", jumpstart::kVersion},
          {"HubContentType", kModel},
          {"DocumentSchemaVersion", kSchema},
          {"HubContentDisplayName", one.card->name},
          {"HubContentDescription", one.card->description},
          {"HubContentSearchKeywords", {std::string(name(one.card->task)), one.card->family}},
          {"HubContentStatus", "Available"},
          {"CreationTime", one.created}};
}

Json describe(Operation& op) {
  const ServerConfig& config = op.services.config;
  return {{"HubName", kPublicHub},
          {"HubArn", hub_arn(config)},
          {"HubDisplayName", "Model cards"},
          {"HubDescription", "The models that can be fine-tuned on this server."},
          {"HubStatus", "InService"},
          {"CreationTime", created(op, kDefaultCard)},
          {"LastModifiedTime", created(op, kDefaultCard)}};
}

/// Throws ResourceNotFound unless the request is about a model that is there.
Content asked_content(Operation& op, const Catalog& catalog) {
  require_public_hub(op);
  const std::string id = text(op.input, {"HubContentName"});
  const std::string type = text(op.input, {"HubContentType"});
  const std::string version = text(op.input, {"HubContentVersion"});
  const Card* card = catalog.find(id);
  if (card == nullptr || type != kModel || (!version.empty() && version != jumpstart::kVersion)) {
    throw not_found(fmt::format("Hub content {} of type {}{} in hub {}", id, type,
                                version.empty() ? "" : " and version " + version, kPublicHub));
  }
  return {id, card, created(op, id)};
}

Catalog catalog_now() {
  return Catalog::open(share_folder(), home_folder());
}

std::string asked_arn(const Operation& op) {
  return content_arn(op.services.config, text(op.input, {"HubContentName"}));
}

}  // namespace

Json list_hubs(Operation& op) {
  begin(op, "*");
  Json output = {{"HubSummaries", Json::array()}};
  const Json hub = describe(op);
  const std::string hub_name = kPublicHub;
  if (hub_name.find(text(op.input, {"NameContains"})) != std::string::npos &&
      is_between(op, hub.at("CreationTime").get<double>(), "CreationTime") &&
      is_between(op, hub.at("LastModifiedTime").get<double>(), "LastModifiedTime")) {
    output["HubSummaries"].push_back(hub);
  }
  return output;
}

Json describe_hub(Operation& op) {
  begin(op, hub_arn(op.services.config));
  require_public_hub(op);
  return describe(op);
}

Json list_hub_contents(Operation& op) {
  begin(op, hub_arn(op.services.config));
  require_public_hub(op);
  Json output = {{"HubContentSummaries", Json::array()}};
  if (text(op.input, {"HubContentType"}) != kModel) return output;
  const Catalog catalog = catalog_now();
  std::vector<Content> all = contents_of(op, catalog);
  narrow(op, all);
  if (const std::string next = take_page(op, all); !next.empty()) output["NextToken"] = next;
  for (const Content& one : all) {
    output["HubContentSummaries"].push_back(summary_of(op.services.config, one));
  }
  return output;
}

Json list_hub_content_versions(Operation& op) {
  begin(op, asked_arn(op));
  const Catalog catalog = catalog_now();
  const Content one = asked_content(op, catalog);
  return {{"HubContentSummaries", {summary_of(op.services.config, one)}}};
}

Json describe_hub_content(Operation& op) {
  begin(op, asked_arn(op));
  const Catalog catalog = catalog_now();
  const Content one = asked_content(op, catalog);
  const Json document = jumpstart::hub_document(jumpstart::model_spec(*one.card, one.id),
                                                op.services.jumpstart.bucket().name);
  Json output = {{"HubName", kPublicHub}, {"HubArn", hub_arn(op.services.config)}};
  output.update(summary_of(op.services.config, one));
  output["HubContentMarkdown"] =
      fmt::format("# {}\n\n{}\n\nLicence: {}\n\n{}\n", one.card->name, one.card->description,
                  one.card->licence, one.card->provenance);
  output["HubContentDocument"] = document.dump();
  return output;
}

Json import_hub_content(Operation& op) {
  begin(op, asked_arn(op));
  require_public_hub(op);
  throw not_valid(
      "the hub {} is made of this server's model cards; a model of your own becomes one with "
      "`sempurna models add`",
      kPublicHub);
}

}  // namespace sempurna::sagemaker
