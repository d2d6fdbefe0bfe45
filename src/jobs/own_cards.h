#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/files.h"
#include "base/json.h"
#include "catalog/card.h"

namespace sempurna {

// Models of this machine's own as cards: each is a folder of home/models, its files with a
// card.yaml, which is there or is not: it comes and goes in one step.

/// home/imports, where a server keeps models until they are proved. What a killed one left there is
/// nobody's.
fs::path imports_folder();

/// A card for the model in `folder`, proved by inspect_model(): of one that was fine-tuned here it
/// tells the licence, and as its provenance what it was made from. `name` is for people; the id is
/// left open. Throws Cancelled as soon as `is_unwanted`.
Card card_of_files(const fs::path& folder, const std::string& source, const std::string& name,
                   const std::function<bool()>& is_unwanted = {});

/// Sets before a card's provenance how it came here: "Added from tiny".
void add_origin(Card& card, const std::string& how);

/// Puts the folder `made` at home/models/<id>, with its card. Throws AlreadyExists where something
/// is there by now.
Card install_card(const fs::path& made, Card card);

/// Takes the files away that a card has in home/models, and with them the card, where that lies
/// there too. Returns how many bytes they had. Throws InvalidArgument for a bundled model, NotFound
/// where there are no files.
int64_t remove_card(const Card& card);

}  // namespace sempurna
