#include "report/circumstances.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <ctime>

#include "report/html.h"
#include "report/sections.h"

namespace sempurna {

namespace {

std::string megabytes(uint64_t bytes, const Wording& words) {
  return words.count(static_cast<int64_t>(std::llround(static_cast<double>(bytes) / 1e6))) + " MB";
}

std::string time_spent(const Circumstances& c, const Wording& words) {
  const std::string took = words.duration(c.seconds);
  if (!c.forecast_minutes) return took;
  const auto [low, high] = *c.forecast_minutes;
  return words.say(Word::WithForecastRange, took, words.duration(60 * low),
                   words.duration(60 * high));
}

std::string memory(const Circumstances& c, const Wording& words) {
  const std::string used = megabytes(c.memory_bytes, words);
  if (c.memory_forecast_bytes == 0) return used;
  return words.say(Word::WithForecast, used, megabytes(c.memory_forecast_bytes, words));
}

}  // namespace

std::string circumstances_section(const Circumstances& c, const Wording& words) {
  std::string list;
  const auto fact = [&](const std::string& name, const std::string& value) {
    list += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
  };
  if (!c.job.empty()) fact(words.say(Word::Job), html_name(c.job, 80));
  if (c.started > 0) {
    fact(words.say(Word::Started),
         fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(c.started))));
  }
  if (c.seconds > 0) fact(words.say(Word::Took), time_spent(c, words));
  if (c.memory_bytes > 0) fact(words.say(Word::Memory), memory(c, words));
  if (!c.version.empty()) fact(words.say(Word::Version), "Sempurna " + html_name(c.version));
  for (const auto& [channel, place] : c.data)
    fact(words.say(Word::DataPlace, words.data(channel)), html_name(place, 120));
  if (list.empty()) return {};
  return section(words, Word::Circumstances, "<dl class=\"facts\">\n" + list + "</dl>\n");
}

}  // namespace sempurna
