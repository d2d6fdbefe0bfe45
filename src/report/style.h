#pragma once

#include <string_view>

namespace sempurna {

/// The style sheet of a report: light and dark as the reader's system is, one column on a phone,
/// light and unbroken boxes in print.
extern const std::string_view kReportStyle;

}  // namespace sempurna
