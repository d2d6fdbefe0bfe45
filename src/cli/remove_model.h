#pragma once

#include <cstdint>
#include <string>

namespace sempurna {

/// Takes a model's files off this machine: those of a card that this user added, with the card;
/// those of a catalogue card that were pulled. Returns how many bytes they had. Throws NotFound
/// when there is no such card or it has no files here, InvalidArgument for a bundled model.
int64_t remove_model(const std::string& id);

}  // namespace sempurna
