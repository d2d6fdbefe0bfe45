#include "cli/progress_view.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/standard_streams.h"
#include "cli/table.h"

namespace sempurna {

namespace {

constexpr auto kLineEvery = std::chrono::seconds(5);
constexpr size_t kLongestBar = 24;
constexpr size_t kShortestBar = 6;

size_t terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

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

// "epoch 2/5  step 12/100  loss 0.412  accuracy 0.871  183/s"
std::string facts(const Json& event) {
  std::string out;
  const auto add = [&](const std::string& fact) { out += (out.empty() ? "" : "  ") + fact; };
  if (event.contains("epoch")) {
    add(fmt::format("epoch {:.0f}/{:.0f}", number(event, "epoch", 0), number(event, "epochs", 0)));
  }
  if (event.contains("step")) {
    add(fmt::format("step {:.0f}/{:.0f}", number(event, "step", 0), number(event, "steps", 0)));
  }
  if (event.contains("loss") && event["loss"].is_number())
    add(fmt::format("loss {:.3f}", number(event, "loss", 0)));
  if (event.contains("metric") && event["metric"].is_number()) {
    const std::string name = text(event, "metric_name");
    add(fmt::format("{} {:.3f}", name.empty() ? "accuracy" : name, number(event, "metric", 0)));
  }
  if (const double rate = number(event, "items_per_second", 0); rate > 0) {
    add(fmt::format("{:.{}f}/s", rate, rate < 10 ? 1 : 0));
  }
  return out;
}

}  // namespace

std::string bar_line(const std::string& phase, double share, const std::string& facts,
                     size_t width) {
  const size_t others = std::max<size_t>(phase.size(), 10) + facts.size() + 4;
  const size_t left = width > others ? width - others : 0;
  if (left < kShortestBar)
    return fmt::format("{} {:.0f} %  {}", phase, 100 * share, facts).substr(0, width);
  return fmt::format("{:<10} {} {}", phase, bar(share, std::min(left, kLongestBar)), facts);
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
  const double eta = number(event, "eta_seconds", -1);
  const std::string rest = facts(event) + (eta >= 0 ? "  " + duration_text(eta) + " left" : "");
  const std::string phase = text(event, "phase");
  if (style_ == Style::Bar) {
    const double total = number(event, "total_steps", number(event, "steps", 1));
    const double done = number(event, "total_step", number(event, "step", 0));
    bar_ = bar_line(phase, total > 0 ? done / total : 0, rest, terminal_width() - 1);
    redraw();
  } else if (style_ == Style::Lines) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_line_ < kLineEvery) return;
    last_line_ = now;
    line(phase + "  " + rest);
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
