#pragma once

#include "catalog/card.h"
#include "hub/fetch_model.h"

namespace sempurna {

/// Throws InvalidArgument or AlreadyExists where the files of a card, which are not here, cannot be
/// fetched whatever the hub says.
void require_pullable(const Card& card);

/// Fetches the files of a catalogue card into `home`, checked, resumable; nothing where they are
/// here. The folder of the card is made in one step, after the worker has built the model.
void pull_model(const Card& card, const fs::path& home, const HubAccess& access,
                FetchOptions options);

/// Makes a folder of another in one step, which lasts.
void move_folder(const fs::path& from, const fs::path& to);

}  // namespace sempurna
