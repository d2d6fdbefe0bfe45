#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/parallel.h"
#include "dataset/check.h"
#include "dataset/class_rules.h"
#include "dataset/collector.h"
#include "dataset/repeats.h"
#include "dataset/source.h"
#include "dataset/statistics.h"
#include "dataset/text_rows.h"

namespace sempurna {

namespace {

struct Channel {
  std::string name;
  fs::path file;
  LabelledRows read;
};

std::optional<Channel> read(const std::string& name, const std::string& given,
                            const CheckOptions& options, Collector& findings,
                            const std::optional<ClassNames>& names = std::nullopt) {
  if (given.empty()) return std::nullopt;
  try {
    Channel channel{name, find_source(given, Task::TextClassification), {}};
    channel.read = read_labelled_rows(channel.file, options, findings, names);
    return channel;
  } catch (const Error& error) {
    findings.add(Severity::Error, "no-data", given, 0, error.what());
    return std::nullopt;
  }
}

// "01" is the class 1, as it is in a data.csv.
std::vector<std::string> as_read(const std::vector<std::string>& labels) {
  std::vector<std::string> read;
  for (const std::string& label : labels) {
    const auto number = parse_label(label);
    read.push_back(number ? std::to_string(*number) : label);
  }
  return read;
}

bool are_numbers(const std::vector<std::string>& labels) {
  return std::all_of(labels.begin(), labels.end(),
                     [](const std::string& label) { return parse_label(label).has_value(); });
}

// Moves the rows into a data set of its own labels.
TextDataset gather(Channel& channel) {
  TextDataset dataset{channel.file, channel.read.classes, {}};
  dataset.items.reserve(channel.read.rows.size());
  for (LabelledRow& row : channel.read.rows) {
    dataset.items.push_back({std::move(row.text), row.class_index, row.row});
  }
  channel.read.rows.clear();
  return dataset;
}

ChannelClasses classes_of(const std::string& channel, const TextDataset& dataset) {
  const auto classes = static_cast<int64_t>(dataset.labels.size());
  return {channel, dataset.file.string(), "texts", dataset.labels,
          count_classes(class_indices(dataset), classes)};
}

// Turns the channel's own classes into `known`; rows of others are left out.
void take_classes(TextDataset& dataset, const std::string& channel,
                  const std::vector<std::string>& known, bool all_needed, Collector& findings) {
  std::vector<int64_t> index_in_known(dataset.labels.size(), -1);
  if (!dataset.items.empty() && are_numbers(dataset.labels) &&
      std::none_of(known.begin(), known.end(),
                   [](const std::string& label) { return parse_label(label).has_value(); })) {
    findings.add(
        Severity::Error, "class-names", dataset.file.string(), 0,
        fmt::format(
            "the classes of the {} data have numbers, those of the model names "
            "({})",
            channel,
            fmt::join(known.begin(), known.begin() + std::min<std::ptrdiff_t>(std::ssize(known), 5),
                      ", ")),
        "Put a labels.csv beside the data that says which is which, a row for each "
        "number: 0," +
            known.front());
  } else {
    index_in_known =
        match_classes(classes_of(channel, dataset), as_read(known), all_needed, findings);
  }
  for (TextItem& item : dataset.items) {
    item.class_index = index_in_known[static_cast<size_t>(item.class_index)];
  }
  std::erase_if(dataset.items, [](const TextItem& item) { return item.class_index < 0; });
  dataset.labels = known;
}

// One finding a channel: how many texts lose their end.
void find_long_texts(const std::string& channel, const TextDataset& dataset,
                     const CheckOptions& options, Collector& findings) {
  if (!options.count_tokens) return;
  // A tokenizer makes hardly more tokens than bytes: shorter texts need not be counted.
  std::vector<size_t> candidates;
  for (size_t i = 0; i < dataset.items.size(); ++i) {
    if (static_cast<int64_t>(dataset.items[i].text.size()) + 2 > options.max_tokens) {
      candidates.push_back(i);
    }
  }
  std::vector<int64_t> tokens(candidates.size());
  parallel_for(static_cast<int64_t>(candidates.size()), options.threads, [&](int64_t k) {
    tokens[k] = options.count_tokens(dataset.items[candidates[static_cast<size_t>(k)]].text);
  });
  const auto is_long = [&](int64_t n) { return n > options.max_tokens; };
  const auto count = std::count_if(tokens.begin(), tokens.end(), is_long);
  if (count == 0) return;
  const auto longest = std::max_element(tokens.begin(), tokens.end());
  const TextItem& item = dataset.items[candidates[static_cast<size_t>(longest - tokens.begin())]];
  findings.add(
      Severity::Warning, "long-texts", dataset.file.string(), item.row,
      fmt::format("{} of the {} {} texts ({:.1f} %) have more than {} tokens and lose their end; "
                  "this one is the longest, with {} tokens",
                  count, dataset.items.size(), channel,
                  100.0 * static_cast<double>(count) / static_cast<double>(dataset.items.size()),
                  options.max_tokens, *longest),
      "Raise max_length if the end matters; training takes longer then");
}

class Repeats {
 public:
  Repeats(const std::string& channel, const TextDataset& dataset) : dataset_(dataset) {
    for (const TextItem& item : dataset.items) items_.push_back({item.text, item.class_index});
    in_ = {channel,
           "text",
           items_,
           dataset.labels,
           [&d = dataset_](size_t) { return d.file.string(); },
           [&d = dataset_](size_t i) { return d.items[i].row; }};
  }
  Repeats(const Repeats&) = delete;
  Repeats& operator=(const Repeats&) = delete;
  const RepeatsIn& in() const { return in_; }

 private:
  const TextDataset& dataset_;
  std::vector<Content> items_;
  RepeatsIn in_;
};

}  // namespace

Checked<TextDataset> check_texts(const Channels& channels, const CheckOptions& options) {
  Collector findings;
  auto training = read("training", channels.training, options, findings);
  std::optional<ClassNames> names;
  if (training) names = training->read.names;
  auto validation = read("validation", channels.validation, options, findings, names);
  auto test = read("test", channels.test, options, findings, names);

  Checked<TextDataset> checked;
  std::optional<std::vector<std::string>> labels = options.classes;
  if (training) {
    checked.training = gather(*training);
    if (labels) take_classes(*checked.training, "training", *labels, true, findings);
    check_training_classes(classes_of("training", *checked.training), findings);
    if (!labels) labels = checked.training->labels;
  }
  const auto evaluated = [&](std::optional<Channel>& channel, std::optional<TextDataset>& into) {
    if (!channel) return;
    into = gather(*channel);
    take_classes(*into, channel->name, labels ? *labels : std::vector(into->labels), false,
                 findings);
    findings.add(
        Severity::Fact, "class-counts", into->file.string(), 0,
        fmt::format("{} for {}: {}", counted(static_cast<int64_t>(into->items.size()), "texts"),
                    channel->name,
                    listed_counts(into->labels, classes_of(channel->name, *into).counts)));
  };
  evaluated(validation, checked.validation);
  evaluated(test, checked.test);

  std::vector<std::unique_ptr<Repeats>> seen;
  const auto look_closer = [&](const char* name, const std::optional<TextDataset>& dataset) {
    if (!dataset) return;
    find_long_texts(name, *dataset, options, findings);
    auto repeats = std::make_unique<Repeats>(name, *dataset);
    find_repeats(repeats->in(), findings);
    for (const auto& earlier : seen) find_shared(earlier->in(), repeats->in(), findings);
    seen.push_back(std::move(repeats));
  };
  look_closer("training", checked.training);
  look_closer("validation", checked.validation);
  look_closer("test", checked.test);
  checked.findings = findings.take();
  return checked;
}

}  // namespace sempurna
