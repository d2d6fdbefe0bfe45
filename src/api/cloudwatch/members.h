#pragma once

#include <string_view>

namespace sempurna::cloudwatch {

/// What a member of a request or an answer is. Between protocols and operations a time is seconds
/// since 1970, as JSON has it; forms, XML and CBOR write it in other ways.
enum class MemberKind { Text, Number, Flag, Time, List };

/// By its name, which is enough: no two of them differ. What is not known is a text, or has members
/// of its own. ExtendedStatistics, a list in requests, is a map in answers.
MemberKind kind_of(std::string_view member);

}  // namespace sempurna::cloudwatch
