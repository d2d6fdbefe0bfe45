#pragma once

#include <filesystem>

#include "catalog/card.h"

namespace sempurna {

/// Where the card's default data set lies, made on first use. It holds training/ and test/.
/// Throws InvalidArgument when the card has none.
std::filesystem::path default_data(const Card& card);

}  // namespace sempurna
