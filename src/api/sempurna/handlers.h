#pragma once

#include "api/json/operation.h"

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

// model_cards.cpp
Json list_model_cards(Operation& op);
Json describe_model_card(Operation& op);

// sessions.cpp: a person at a page
Json sign_in(Operation& op);
Json renew_session(Operation& op);

// training_progress.cpp
Json describe_training_progress(Operation& op);

/// The caller may, as everybody may who is let in: for what tells nothing of anybody's.
void allow_everybody(Operation& op, const std::string& resource);

}  // namespace sempurna::own
