#include "cli/progress_view.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/quantity.h"
#include "base/standard_streams.h"
#include "cli/table.h"
#include "cli/terminal.h"

namespace sempurna {

namespace {

constexpr auto kLineEvery = std::chrono::seconds(5);
constexpr size_t kLongestBar = 24;
constexpr size_t kShortestBar = 6;

std::string bar(double share, size_t width) {
  const auto full = static_cast<size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(width));
  return "[" + std::string(full, '=') + std::string(width - full, ' ') + "]";
}

double number(const Json& event, const char* name, double otherwise) {
  const auto found = event.find(name);
  return found != event.end() && found->is_number() ? found->get<double>() : otherwise;
}

std::string text(const Json& event, const char* name) {
  const auto found = event.find(name);
  return found != event.end() && found->is_string() ? found->get<std::string>() : "";
}

// "epoch 2/5  step 12/100  loss 0.412  accuracy 0.871  183/s  3 min 20 s left"
std::vector<Fact> facts_of(const Json& event) {
  std::vector<Fact> facts;
  if (event.contains("epoch")) {
    facts.push_back(
        {fmt::format("epoch {:.0f}/{:.0f}", number(event, "epoch", 0), number(event, "epochs", 0)),
         6});
  }
  if (number(event, "steps", 0) > 0) {
    facts.push_back(
        {fmt::format("step {:.0f}/{:.0f}", number(event, "step", 0), number(event, "steps", 0)),
         2});
  }
  if (event.contains("loss") && event["loss"].is_number())
    facts.push_back({fmt::format("loss {:.3f}", number(event, "loss", 0)), 3});
  if (event.contains("metric") && event["metric"].is_number()) {
    const std::string name = text(event, "metric_name");
    facts.push_back(
        {fmt::format("{} {:.3f}", name.empty() ? "accuracy" : name, number(event, "metric", 0)),
         4});
  }
  if (const double rate = number(event, "items_per_second", 0); rate > 0) {
    facts.push_back({fmt::format("{:.{}f}/s", rate, rate < 10 ? 1 : 0), 1});
  }
  if (const double eta = number(event, "eta_seconds", -1); eta >= 0) {
    facts.push_back({duration_text(eta) + " left", 5});
  }
  return facts;
}

std::string joined(const std::vector<Fact>& facts) {
  std::string out;
  for (const Fact& fact : facts) out += (out.empty() ? "" : "  ") + fact.text;
  return out;
}

}  // namespace

std::string bar_line(const std::string& phase, double share, std::vector<Fact> facts,
                     size_t width) {
  std::string shown = joined(facts);
  const size_t others = std::max<size_t>(phase.size(), 10) + shown.size() + 4;
  const size_t left = width > others ? width - others : 0;
  if (left >= kShortestBar)
    return fmt::format("{:<10} {} {}", phase, bar(share, std::min(left, kLongestBar)), shown);
  const std::string head = fmt::format("{} {:.0f} %  ", phase, 100 * share);
  while (head.size() + shown.size() > width && facts.size() > 1) {
    const auto lightest = [](const Fact& a, const Fact& b) { return a.weight < b.weight; };
    facts.erase(std::min_element(facts.begin(), facts.end(), lightest));
    shown = joined(facts);
  }
  return (head + shown).substr(0, width);
}

ProgressView::Style ProgressView::style_of_terminal(bool quiet) {
  if (quiet) return Style::Silent;
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string(term) == "dumb";
  return ::isatty(STDERR_FILENO) == 1 && !dumb ? Style::Bar : Style::Lines;
}

void ProgressView::show(const Json& event) {
  const std::string kind = text(event, "event");
  if (kind == "step") {
    step(event);
  } else if (kind == "phase") {
    if (const std::string words = text(event, "message"); !words.empty()) line(words);
  } else if (kind == "forecast") {
    line(text(event, "message"));
  } else if (kind == "epoch") {
    // Behind it the same figures may stand once more, as "val_accuracy=0.9", for programs.
    const std::string words = text(event, "message");
    line(words.substr(0, words.find(" loss=")));
  }
}

void ProgressView::step(const Json& event) {
  const std::vector<Fact> facts = facts_of(event);
  const std::string phase = text(event, "phase");
  if (style_ == Style::Bar) {
    const double total = number(event, "total_steps", number(event, "steps", 1));
    const double done = number(event, "total_step", number(event, "step", 0));
    bar_ = bar_line(phase, total > 0 ? done / total : 0, facts,
                    terminal_columns(STDERR_FILENO).value_or(80) - 1);
    redraw();
  } else if (style_ == Style::Lines) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_line_ < kLineEvery) return;
    last_line_ = now;
    line(facts.empty() ? phase : phase + "  " + joined(facts));
  }
}

void ProgressView::line(const std::string& words) {
  if (style_ == Style::Silent || words.empty()) return;
  clear();
  tell("{}\n", words);
  if (style_ == Style::Bar && !bar_.empty()) redraw();
}

void ProgressView::clear() {
  if (!drawn_) return;
  write_to_watcher("\r\x1b[2K");
  std::fflush(stderr);
  drawn_ = false;
}

void ProgressView::redraw() {
  write_to_watcher("\r\x1b[2K" + shown(bar_));
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace sempurna
