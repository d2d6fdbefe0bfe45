#pragma once

#include <mutex>
#include <string>

#include "api/sagemaker/handlers.h"
#include "catalog/card.h"

namespace sempurna::sagemaker {

// Hubs show model cards: the public one those of the catalogue and of this machine, a private one,
// which CreateHub makes, those that were imported into it.

constexpr auto kPublicHub = "SageMakerPublicHub";
constexpr auto kModelContent = "Model";
constexpr auto kDocumentSchema = "2.0.0";
/// HubContentMarkdown, in the model's folder.
constexpr auto kMarkdownFile = "README.md";

/// arn:aws:sagemaker:REGION:ACCOUNT:hub/NAME; the public hub is of the account "aws".
std::string hub_arn(const ServerConfig& config, const std::string& hub);
/// arn:aws:sagemaker:REGION:ACCOUNT:hub-content/HUB/Model/NAME/VERSION.
std::string content_arn(const ServerConfig& config, const std::string& hub, const std::string& name,
                        const std::string& version);
/// Of the card as a content of its hub.
std::string content_arn(const ServerConfig& config, const Card& card);

JsonError no_such_hub_thing(const std::string& what);

/// The name of the hub that the member HubName means by name or ARN, as the hub has it, or as the
/// request has it where there is none.
std::string asked_hub(const Operation& op);
/// Throws ResourceNotFound unless there is a hub of the name that asked_hub() gave.
void require_hub(const Operation& op, const std::string& hub);

/// Held while a hub goes, and while a content comes into one.
std::mutex& hub_changes();

/// Whether the caller may see a card: of the public hub all may, of a private one those who may
/// have its content described.
bool may_see(Operation& op, const Card& card);
/// Throws ValidationException, in the words by which clients know to try again, unless it may.
void require_seen(Operation& op, const std::string& card);

}  // namespace sempurna::sagemaker
