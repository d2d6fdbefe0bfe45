#pragma once

#include <string>

#include "catalog/card.h"

namespace sempurna {

/// What somebody says of a card that they add.
struct NewCard {
  std::string id;    ///< empty: made from the source's name
  std::string name;  ///< for people; empty: the source's
};

/// Adds a card of this user's own from a folder in Hugging Face layout, a fine-tuned model.tar.gz,
/// or hf:ORG/NAME[@REVISION]. The files are copied into home/models/<id> in one step, after the
/// worker has built the model from them.
Card add_model(const std::string& source, const NewCard& asked, bool quiet);

/// Downloads the files of a catalogue card, checked, resumable.
Card pull_model(const std::string& id, bool quiet);

}  // namespace sempurna
