#pragma once

#include <string>
#include <string_view>

namespace sempurna {

/// `count` of the letters that AWS's ids have (A to Z, 2 to 7), one for each byte.
std::string id_letters(std::string_view bytes, size_t count);

/// An id such as AIDA… of a name, the same wherever the account and the name are.
std::string stable_id(std::string_view prefix, const std::string& account, const std::string& name);

/// 40 random letters, as AWS's secret access keys have them.
std::string new_secret();

/// Whether it may name an identity or a session: up to 64 letters, digits and _+=,.@-
bool is_name(std::string_view name, size_t shortest);

}  // namespace sempurna
