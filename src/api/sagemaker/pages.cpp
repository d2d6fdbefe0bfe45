#include "api/sagemaker/pages.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "api/sagemaker/description.h"
#include "api/sagemaker/request.h"
#include "base/base64.h"

namespace sempurna::sagemaker {

namespace {

constexpr int64_t kDefaultPage = 10;
constexpr auto kByObjective = "FinalObjectiveMetricValue";

/// By what it is sorted, then its name.
using Place = std::pair<std::string, std::string>;

/// Digits, so that texts sort as numbers do.
std::string sortable(double number) {
  constexpr uint64_t kSign = uint64_t{1} << 63;
  // + 0.0: of the two zeros one.
  const auto bits = std::bit_cast<uint64_t>(number + 0.0);
  return fmt::format("{:020}", (bits & kSign) != 0 ? ~bits : bits | kSign);
}

Place place_of(const Listed& one, const std::string& sort_by) {
  if (sort_by == "Name" || sort_by == "HubName") return {one.name, one.name};
  if (sort_by == "Status" || sort_by == "HubStatus") return {one.status, one.name};
  if (sort_by == kByObjective) return {sortable(one.objective.value_or(0)), one.name};
  // Digits, so that texts sort as numbers do.
  return {fmt::format("{:020}", one.created.time_since_epoch().count()), one.name};
}

std::string token_of(const Place& place) {
  return encode_base64(place.first + "\n" + place.second);
}

Place place_of_token(const std::string& token) {
  const auto plain = decode_base64(token);
  const auto end = plain ? plain->find('\n') : std::string::npos;
  if (end == std::string::npos) throw not_valid("NextToken is not one that this server gave");
  return {plain->substr(0, end), plain->substr(end + 1)};
}

bool is_wanted(const json::Operation& op, const Listed& one) {
  const auto within = [&](const char* after, const char* before, Time time) {
    const JsonMap* from = member(op.input, {after});
    const JsonMap* to = member(op.input, {before});
    return (from == nullptr || epoch_seconds(time) > from->get<double>()) &&
           (to == nullptr || epoch_seconds(time) < to->get<double>());
  };
  const std::string status = text(op.input, {"StatusEquals"});
  return one.name.find(text(op.input, {"NameContains"})) != std::string::npos &&
         (status.empty() || status == one.status) &&
         within("CreationTimeAfter", "CreationTimeBefore", one.created) &&
         within("LastModifiedTimeAfter", "LastModifiedTimeBefore", one.changed);
}

}  // namespace

Json page_of(const json::Operation& op, const char* member, std::vector<Listed> all,
             const PageOrder& order) {
  std::string sort_by = text(op.input, {"SortBy"});
  if (sort_by.empty()) sort_by = order.sort_by;
  const std::string direction = text(op.input, {"SortOrder"});
  const bool ascending = direction.empty() ? order.ascending : direction == "Ascending";
  const int64_t most = op.number("MaxResults", kDefaultPage, 1, 100);
  std::vector<std::pair<Place, Listed>> found;
  for (Listed& one : all) {
    if (!is_wanted(op, one) || (sort_by == kByObjective && !one.objective)) continue;
    found.emplace_back(place_of(one, sort_by), std::move(one));
  }
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return ascending ? a.first < b.first : a.first > b.first;
  });
  auto next = found.begin();
  if (const std::string token = text(op.input, {"NextToken"}); !token.empty()) {
    const Place after = place_of_token(token);
    next = std::find_if(found.begin(), found.end(), [&](const auto& one) {
      return ascending ? one.first > after : one.first < after;
    });
  }
  Json output = Json::object();
  Json& page = output[member] = Json::array();
  for (; next != found.end() && std::ssize(page) < most; ++next) {
    Listed& one = next->second;
    Json shown = one.when_shown ? one.when_shown() : std::move(one.summary);
    if (!shown.is_null()) page.push_back(std::move(shown));
  }
  if (next != found.end()) output["NextToken"] = token_of(std::prev(next)->first);
  return output;
}

}  // namespace sempurna::sagemaker
