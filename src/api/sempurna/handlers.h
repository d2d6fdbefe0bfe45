#pragma once

#include "api/json/operation.h"
#include "catalog/card.h"

namespace sempurna::own {

using json::Operation;

// What Studio asks for and AWS has no call for, each with the members of its output:
// docs/studio.md.

// backup.cpp
Json backup(Operation& op);

// check_dataset.cpp: the check before the job, as a role would read the data
Json check_dataset(Operation& op);

// defaults.cpp: what a job is given where nothing else is said, and what it can run on
Json describe_defaults(Operation& op);

// estimate.cpp: time, memory and disk of a job before it begins
Json estimate_training_job(Operation& op);

// model_cards.cpp
Json list_model_cards(Operation& op);
Json describe_model_card(Operation& op);
/// One that the caller may see. Throws ResourceNotFound.
const Card& card_of(Operation& op, const Catalog& catalog, const std::string& id);

// preview_examples.cpp: some of the training data as the model would see them
Json preview_examples(Operation& op);

// pull_model.cpp: a card's files fetched from its hub
Json pull_model(Operation& op);
/// How far that is, as a member of the card; null where there is nothing to say.
Json pull_of(const Operation& op, const Card& card);

// sessions.cpp: a person at a page
Json sign_in(Operation& op);
Json renew_session(Operation& op);

// training_progress.cpp
Json describe_training_progress(Operation& op);

// validation.cpp: what a job's model answered on its validation data
Json describe_validation(Operation& op);
Json list_validation_items(Operation& op);

/// The caller may, as everybody may who is let in: for what tells nothing of anybody's.
void allow_everybody(Operation& op, const std::string& resource);

}  // namespace sempurna::own
