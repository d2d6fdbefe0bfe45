#include <algorithm>

#include "access/access_error.h"
#include "api/owner_turn.h"
#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/check_places.h"
#include "api/sagemaker/description.h"
#include "api/sagemaker/hub.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/role_store.h"
#include "api/sagemaker/tags.h"
#include "catalog/job_folder.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "jobs/own_cards.h"
#include "jobs/staging.h"
#include "store/archive.h"

namespace sempurna::sagemaker {

namespace {

constexpr auto kOperation = "sagemaker:ImportHubContent";
constexpr auto kFirstVersion = "1.0.0";
constexpr std::string_view kPlaces[] = {"HostingArtifactUri", "TrainingArtifactUri"};

constexpr MemberRow kRefused[] = {
    {"SupportStatus", "what is imported is supported"},
};

/// Where the model lies that the document is of.
std::string model_of_document(const Operation& op) {
  constexpr auto kForm = R"(give {"TrainingArtifactUri": "s3://…"}, where a training job left it)";
  const JsonMap document = JsonMap::parse(text(op.input, {"HubContentDocument"}), nullptr, false);
  if (!document.is_object()) throw not_valid("HubContentDocument is no JSON object; {}", kForm);
  std::string place;
  for (const auto& [name, value] : document.items()) {
    if (std::ranges::find(kPlaces, name) == std::end(kPlaces)) {
      throw not_valid(
          "HubContentDocument has {}, but what a content says here is made of its model; {}", name,
          kForm);
    }
    if (!value.is_string()) throw not_valid("{} in HubContentDocument must be a text", name);
    const auto given = value.get<std::string>();
    if (!place.empty() && place != given) {
      throw not_valid("HubContentDocument names two models, {} and {}, but a content is one", place,
                      given);
    }
    place = given;
  }
  if (place.empty()) throw not_valid("HubContentDocument names no model; {}", kForm);
  return place;
}

/// What can be told before the model is fetched.
void check_request(const Operation& op, const std::string& hub) {
  refuse_members(op.input, kRefused);
  if (hub == kPublicHub) {
    throw not_valid(
        "the hub {} is made of this server's model cards; import into a hub of your own, which "
        "CreateHub makes, or add a model to this machine's with `sempurna models add`",
        kPublicHub);
  }
  const std::string type = text(op.input, {"HubContentType"});
  if (type != kModelContent) throw not_valid("HubContentType {} is not served: use Model", type);
  const std::string schema = text(op.input, {"DocumentSchemaVersion"});
  if (schema != kDocumentSchema) {
    throw not_valid("DocumentSchemaVersion {} is not served: use {}", schema, kDocumentSchema);
  }
  const std::string id = text(op.input, {"HubContentName"});
  if (const auto fault = fault_of_id(id)) {
    throw not_valid("HubContentName {} cannot be used, since it becomes a model card's id: {}", id,
                    *fault);
  }
  if (Catalog::open(share_folder(), home_folder()).find(id) != nullptr) {
    throw JsonError("ResourceInUse",
                    "There is a model card {} already, whose name a content cannot have; choose "
                    "another HubContentName, or delete that one first",
                    id);
  }
}

Card described_by(const Operation& op, Card card, const std::string& place) {
  card.id = text(op.input, {"HubContentName"});
  add_origin(card, "Imported from " + place);
  const auto take = [&](const char* name, std::string& into) {
    if (std::string given = text(op.input, {name}); !given.empty()) into = std::move(given);
  };
  take("HubContentDisplayName", card.name);
  take("HubContentDescription", card.description);
  take("HubContentVersion", card.version);
  if (const JsonMap* keywords = member(op.input, {"HubContentSearchKeywords"}))
    card.keywords = keywords->get<std::vector<std::string>>();
  return card;
}

/// What is no fault of the model.
bool is_of_this_server(Code code) {
  return code == Code::ResourceLimit || code == Code::Unavailable || code == Code::Cancelled;
}

void import(Operation& op, const std::string& hub, const std::string& place) {
  const auto& is_abandoned = op.call.request.is_abandoned;
  const auto require_waiting = [&] {
    if (is_abandoned()) throw Error(Code::Cancelled, "nobody waits for this import any more");
  };
  const OwnerTurn turn(op.call.from.caller.owner, require_waiting);
  make_folders(imports_folder());
  const TemporaryFolder own(imports_folder());
  try {
    RoleStore objects(op.services, op.call.from.caller, kOperation);
    const NamedStore store{objects, "this server", [&](const ObjectInfo& object) {
                             require_waiting();
                             objects.head(object.bucket, object.key);
                           }};
    const fs::path staged = stage_in(store, s3_location(place, "the model in HubContentDocument"),
                                     s3_copies(own.path()), [](const std::string&) {});
    require_waiting();
    const fs::path folder = own.path() / "model";
    if (fs::is_directory(staged)) {
      fs::rename(staged, folder);
    } else {
      read_archive(staged, folder);
    }
    Card card =
        described_by(op, card_of_files(folder, place, name_of_model(place), is_abandoned), place);
    card.private_hub = hub;
    if (const std::string markdown = text(op.input, {"HubContentMarkdown"}); !markdown.empty())
      write_file_atomic(folder / kMarkdownFile, markdown);
    const std::lock_guard lock(hub_changes());
    require_hub(op, hub);  // which may have been deleted meanwhile
    install_card(folder, std::move(card));
  } catch (const ServiceError&) {
    throw;
  } catch (const AccessError&) {
    throw;
  } catch (const Error& error) {
    if (is_of_this_server(error.code())) throw;
    if (error.code() == Code::AlreadyExists)
      throw JsonError("ResourceInUse", "{}", shown_reason(op.services.config, error.what()));
    throw not_valid("the model in {} cannot be imported: {}", place,
                    shown_reason(op.services.config, with_s3_places(error.what(), own.path())));
  }
}

}  // namespace

Json import_hub_content(Operation& op) {
  require_right_shape(op);
  const ServerConfig& config = op.services.config;
  const std::string hub = asked_hub(op);
  std::string version = text(op.input, {"HubContentVersion"});
  if (version.empty()) version = kFirstVersion;
  const std::string arn = content_arn(config, hub, text(op.input, {"HubContentName"}), version);
  authorize_tagged(op, op.call.action(), arn);
  require_hub(op, hub);
  check_request(op, hub);
  const std::string place = model_of_document(op);
  check_tags(op, arn);
  import(op, hub, place);
  keep_tags(op, arn);
  return {{"HubArn", hub_arn(config, hub)}, {"HubContentArn", arn}};
}

}  // namespace sempurna::sagemaker
