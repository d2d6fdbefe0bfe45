#include <algorithm>

#include "api/jumpstart/hub_document.h"
#include "api/jumpstart/model_spec.h"
#include "api/jumpstart/names.h"
#include "api/sagemaker/description.h"
#include "api/sagemaker/hub.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/resources.h"
#include "base/base64.h"
#include "catalog/locations.h"
#include "jobs/own_cards.h"
#include "jobs/training_jobs.h"
#include "tuning/tuning_jobs.h"

namespace sempurna::sagemaker {

namespace {

constexpr int64_t kLargestPage = 100;
constexpr size_t kMostMarkdown = 170391;  // as of HubContentMarkdown

/// A model of a hub: a card, by its own id or by one that it stands for.
struct Content {
  std::string id;
  const Card* card;
  double created;  ///< seconds since 1970
};

std::string hub_of(const Card& card) {
  return card.private_hub.empty() ? kPublicHub : card.private_hub;
}

void begin(Operation& op, const std::string& resource) {
  authorize(op.services, op.call, op.call.action(), resource);
}

double created(Operation& op, const Card& card) {
  if (!card.private_hub.empty()) {
    std::error_code gone;
    const auto written = fs::last_write_time(card.folder / "card.yaml", gone);
    if (gone) return 0;  // since it was found
    return epoch_seconds(std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::file_clock::to_sys(written)));
  }
  const auto spec = op.services.jumpstart.head(jumpstart::spec_key(card.id));
  return spec ? epoch_seconds(spec->modified) : 0;
}

std::vector<Content> contents_of(Operation& op, const Catalog& catalog, const std::string& hub) {
  std::vector<Content> all;
  for (const Card& card : catalog.cards()) {
    if (hub_of(card) != hub || !may_see(op, card)) continue;
    const double when = created(op, card);
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

Json keywords_of(const Card& card) {
  if (!card.private_hub.empty()) return card.keywords;
  return {std::string(name(card.task)), card.family};
}

Json summary_of(const ServerConfig& config, const Content& one) {
  const Card& card = *one.card;
  return {{"HubContentName", one.id},
          {"HubContentArn", content_arn(config, hub_of(card), one.id, card.version)},
          {"HubContentVersion", card.version},
          {"HubContentType", kModelContent},
          {"DocumentSchemaVersion", kDocumentSchema},
          {"HubContentDisplayName", card.name},
          {"HubContentDescription", card.description},
          {"HubContentSearchKeywords", keywords_of(card)},
          {"HubContentStatus", "Available"},
          {"CreationTime", one.created}};
}

/// What somebody wrote of their own model, or what its card says.
std::string markdown_of(const Card& card) {
  const fs::path own = card.folder / kMarkdownFile;
  std::error_code error;
  // A model brings its own, of any kind and size.
  const bool is_fit = fs::is_regular_file(own, error) && fs::file_size(own, error) <= kMostMarkdown;
  if (!card.private_hub.empty() && is_fit && !error) return read_file(own);
  return fmt::format("# {}\n\n{}\n\nLicence: {}\n\n{}\n", card.name, card.description, card.licence,
                     card.provenance);
}

/// Files of a model are read where it lies, until the last step of whoever trains it.
void require_idle(const Services& services, const Card& card) {
  const auto jobs = services.jobs->list({.statuses = {"InProgress", "Stopping"}});
  const auto tunings = services.tuning->list();
  const bool is_used = std::ranges::find(jobs, card.id, &JobSummary::model) != jobs.end() ||
                       std::ranges::any_of(tunings, [&](const TuningRecord& tuning) {
                         return is_at_work(tuning.state) && tuning.order.model == card.id;
                       });
  if (!is_used) return;
  throw JsonError("ResourceInUse",
                  "Hub content {} is what a training or tuning job at work begins with; stop that "
                  "job, or delete the content when it has ended",
                  card.id);
}

Catalog catalog_now() {
  return Catalog::open(share_folder(), home_folder());
}

/// The content that a request is about, once the caller may do the operation with it. Throws
/// ResourceNotFound unless it is there.
Content authorized_content(Operation& op, const Catalog& catalog) {
  require_right_shape(op);
  const std::string hub = asked_hub(op);
  const std::string id = text(op.input, {"HubContentName"});
  const std::string type = text(op.input, {"HubContentType"});
  const std::string version = text(op.input, {"HubContentVersion"});
  const Card* card = catalog.find(id);
  if (card != nullptr && hub_of(*card) != hub) card = nullptr;
  begin(op, content_arn(op.services.config, hub, id,
                        card != nullptr   ? card->version
                        : version.empty() ? jumpstart::kVersion.data()
                                          : version));
  require_hub(op, hub);
  if (card == nullptr || type != kModelContent || (!version.empty() && version != card->version)) {
    throw no_such_hub_thing(fmt::format("Hub content {} of type {}{} in hub {}", id, type,
                                        version.empty() ? "" : " and version " + version, hub));
  }
  return {id, card, created(op, *card)};
}

}  // namespace

Json list_hub_contents(Operation& op) {
  require_right_shape(op);
  const std::string hub = asked_hub(op);
  begin(op, hub_arn(op.services.config, hub));
  require_hub(op, hub);
  Json output = {{"HubContentSummaries", Json::array()}};
  if (text(op.input, {"HubContentType"}) != kModelContent) return output;
  const Catalog catalog = catalog_now();
  std::vector<Content> all = contents_of(op, catalog, hub);
  narrow(op, all);
  if (const std::string next = take_page(op, all); !next.empty()) output["NextToken"] = next;
  for (const Content& one : all) {
    output["HubContentSummaries"].push_back(summary_of(op.services.config, one));
  }
  return output;
}

Json list_hub_content_versions(Operation& op) {
  const Catalog catalog = catalog_now();
  const Content one = authorized_content(op, catalog);
  return {{"HubContentSummaries", {summary_of(op.services.config, one)}}};
}

Json describe_hub_content(Operation& op) {
  const Catalog catalog = catalog_now();
  const Content one = authorized_content(op, catalog);
  const std::string hub = hub_of(*one.card);
  const Json document = jumpstart::hub_document(jumpstart::model_spec(*one.card, one.id),
                                                op.services.jumpstart.bucket().name);
  Json output = {{"HubName", hub}, {"HubArn", hub_arn(op.services.config, hub)}};
  output.update(summary_of(op.services.config, one));
  output["HubContentMarkdown"] = markdown_of(*one.card);
  output["HubContentDocument"] = document.dump();
  return output;
}

Json delete_hub_content(Operation& op) {
  const Catalog catalog = catalog_now();
  const Content one = authorized_content(op, catalog);
  if (one.card->private_hub.empty()) {
    throw JsonError("ResourceInUse",
                    "The hub {} shows this server's own model cards, which are not deleted by it; "
                    "`sempurna models remove` takes away one that was added",
                    kPublicHub);
  }
  require_idle(op.services, *one.card);
  try {
    remove_card(*one.card);
  } catch (const Error& error) {
    if (error.code() != Code::NotFound) throw;
    throw no_such_hub_thing("Hub content " + one.id);  // deleted by somebody else meanwhile
  }
  op.services.resources->remove_all_tags(content_arn(op.services.config, *one.card));
  return Json::object();
}

}  // namespace sempurna::sagemaker
