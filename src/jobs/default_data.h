#pragma once

#include <filesystem>
#include <string>

#include "catalog/card.h"

namespace sempurna {

/// What a person says for it.
inline constexpr auto kDefaultData = "default";

/// Where the card's default data set lies, made on first use. It holds training/ and test/.
/// Throws InvalidArgument when the card has none.
std::filesystem::path default_data(const Card& card);

/// The card that is meant where none is named, for data that lie here; "" means kDefaultData.
std::string default_card(const std::string& data);

}  // namespace sempurna
