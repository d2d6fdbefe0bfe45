#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
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
  std::vector<LabelledRow> rows;
};

std::optional<Channel> read(const std::string& name, const std::string& given,
                            const CheckOptions& options, Collector& findings) {
  if (given.empty()) return std::nullopt;
  try {
    Channel channel{name, find_source(given, Task::TextClassification).path, {}};
    channel.rows = read_labelled_rows(channel.file, options, findings);
    return channel;
  } catch (const Error& error) {
    findings.add(Severity::Error, "no-data", given, 0, error.what());
    return std::nullopt;
  }
}

std::vector<int64_t> labels_of(const std::vector<LabelledRow>& rows) {
  std::set<int64_t> labels;
  for (const LabelledRow& row : rows) labels.insert(row.label);
  return {labels.begin(), labels.end()};
}

std::vector<std::string> names_of(const std::vector<int64_t>& labels) {
  std::vector<std::string> names;
  for (const int64_t label : labels) names.push_back(std::to_string(label));
  return names;
}

// The labels of a model that keeps its head.
std::vector<int64_t> known_labels(const std::vector<std::string>& classes) {
  std::vector<int64_t> labels;
  for (const std::string& name : classes) {
    const auto label = parse_label(name);
    if (!label) {
      throw Error(Code::InvalidArgument,
                  "the model's class {} is no whole number, which a data.csv could name: give it "
                  "whole numbers in labels_info.json",
                  excerpt(name));
    }
    labels.push_back(*label);
  }
  return labels;
}

// Moves the rows into a data set of its own labels.
TextDataset gather(Channel& channel) {
  TextDataset dataset{channel.file, labels_of(channel.rows), {}};
  dataset.items.reserve(channel.rows.size());
  for (LabelledRow& row : channel.rows) {
    const auto at = std::lower_bound(dataset.labels.begin(), dataset.labels.end(), row.label);
    dataset.items.push_back({std::move(row.text), at - dataset.labels.begin(), row.row});
  }
  channel.rows.clear();
  return dataset;
}

ChannelClasses classes_of(const std::string& channel, const TextDataset& dataset) {
  const auto classes = static_cast<int64_t>(dataset.labels.size());
  return {channel, dataset.file.string(), "texts", names_of(dataset.labels),
          count_classes(class_indices(dataset), classes)};
}

void rename_classes(TextDataset& dataset, const std::vector<int64_t>& index_in_known,
                    const std::vector<int64_t>& known) {
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
  Repeats(const std::string& channel, const TextDataset& dataset)
      : dataset_(dataset), classes_(names_of(dataset.labels)) {
    for (const TextItem& item : dataset.items) items_.push_back({item.text, item.class_index});
    in_ = {channel,
           "text",
           items_,
           classes_,
           [&d = dataset_](size_t) { return d.file.string(); },
           [&d = dataset_](size_t i) { return d.items[i].row; }};
  }
  Repeats(const Repeats&) = delete;
  Repeats& operator=(const Repeats&) = delete;
  const RepeatsIn& in() const { return in_; }

 private:
  const TextDataset& dataset_;
  std::vector<std::string> classes_;
  std::vector<Content> items_;
  RepeatsIn in_;
};

}  // namespace

Checked<TextDataset> check_texts(const Channels& channels, const CheckOptions& options) {
  Collector findings;
  auto training = read("training", channels.training, options, findings);
  auto validation = read("validation", channels.validation, options, findings);
  auto test = read("test", channels.test, options, findings);

  Checked<TextDataset> checked;
  std::optional<std::vector<int64_t>> labels;
  if (options.classes) labels = known_labels(*options.classes);
  if (training) {
    checked.training = gather(*training);
    const ChannelClasses found = classes_of("training", *checked.training);
    if (labels) {
      rename_classes(*checked.training, match_classes(found, names_of(*labels), true, findings),
                     *labels);
    }
    check_training_classes(classes_of("training", *checked.training), findings);
    if (!labels) labels = checked.training->labels;
  }
  const auto evaluated = [&](std::optional<Channel>& channel, std::optional<TextDataset>& into) {
    if (!channel) return;
    into = gather(*channel);
    const ChannelClasses found = classes_of(channel->name, *into);
    const std::vector<int64_t> known = labels ? *labels : into->labels;
    rename_classes(*into, match_classes(found, names_of(known), false, findings), known);
    findings.add(
        Severity::Fact, "class-counts", into->file.string(), 0,
        fmt::format(
            "{} for {}: {}", counted(static_cast<int64_t>(into->items.size()), "texts"),
            channel->name,
            listed_counts(names_of(into->labels), classes_of(channel->name, *into).counts)));
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
