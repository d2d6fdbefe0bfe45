#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>

#include "base/error.h"
#include "base/parallel.h"
#include "dataset/check.h"
#include "dataset/class_folders.h"
#include "dataset/class_rules.h"
#include "dataset/collector.h"
#include "dataset/picture_file.h"
#include "dataset/repeats.h"
#include "dataset/source.h"
#include "dataset/statistics.h"

namespace sempurna {

namespace {

struct Channel {
  std::string name;
  fs::path folder;
  ClassFolders folders;
  std::vector<PictureFile> files;  ///< one for each of folders.files
};

std::optional<Channel> open(const std::string& name, const std::string& given,
                            Collector& findings) {
  if (given.empty()) return std::nullopt;
  try {
    Channel channel{name, find_source(given, Task::ImageClassification), {}, {}};
    channel.folders = list_class_folders(channel.folder);
    for (Finding& finding : channel.folders.findings) findings.add(std::move(finding));
    return channel;
  } catch (const Error& error) {
    findings.add(Severity::Error, "no-data", given, 0, error.what());
    return std::nullopt;
  }
}

// All channels' files in one go, so that both cores have work to the end.
void read_files(const std::vector<Channel*>& channels, const CheckOptions& options) {
  std::vector<std::pair<Channel*, size_t>> files;
  for (Channel* channel : channels) {
    channel->files.resize(channel->folders.files.size());
    for (size_t i = 0; i < channel->files.size(); ++i) files.emplace_back(channel, i);
  }
  const auto total = static_cast<int64_t>(files.size());
  std::mutex mutex;
  int64_t done = 0;
  parallel_for(total, options.threads, [&](int64_t k) {
    const auto& [channel, i] = files[static_cast<size_t>(k)];
    PictureDecoder decode;
    if (options.decode) {
      decode = [&options, &name = channel->name](std::span<const std::byte> bytes,
                                                 const std::string& content) {
        return options.decode(name, bytes, content);
      };
    }
    channel->files[i] = read_picture_file(channel->folder / channel->folders.files[i].path, decode);
    if (!options.progress) return;
    const std::lock_guard lock(mutex);
    if (++done % 64 == 0 || done == total) options.progress(done, total);
  });
}

// What is to be said of one file. True when it is used.
bool judge(const std::string& path, const PictureFile& file, OnBadData on_bad_data,
           Collector& findings) {
  const bool refuse = on_bad_data == OnBadData::Refuse;
  switch (file.kind) {
    case PictureFile::Kind::Other:
      findings.add(Severity::Warning, "not-a-picture", path, 0, file.problem + " (it is not used)",
                   "Remove it from the class folder, or convert it to JPEG or PNG if it is one of "
                   "the pictures");
      return false;
    case PictureFile::Kind::Unreadable:
    case PictureFile::Kind::Broken:
      findings.add(refuse ? Severity::Error : Severity::Warning,
                   file.kind == PictureFile::Kind::Broken ? "broken-picture" : "unreadable", path,
                   0, file.problem + (refuse ? "" : " (it is skipped)"),
                   refuse ? fmt::format("Repair or remove the files, or go on without them: {}",
                                        kSkipBadData)
                          : "Repair the files to have them used");
      return false;
    case PictureFile::Kind::Picture:
      break;
  }
  for (const std::string& note : file.notes) {
    findings.add(Severity::Fact, "odd-picture", path, 0, note + " (it is used)");
  }
  if (!file.misnamed.empty()) {
    findings.add(
        Severity::Fact, "misnamed-picture", path, 0,
        fmt::format("this is a {} picture, whatever its name says (it is used)", file.misnamed));
  }
  return true;
}

// The fit items of a channel, their classes still the channel's own.
ImageDataset gather(const Channel& channel, OnBadData on_bad_data, Collector& findings) {
  ImageDataset dataset{channel.folder, channel.folders.classes, {}};
  int64_t skipped = 0;
  for (size_t i = 0; i < channel.files.size(); ++i) {
    const ClassFile& file = channel.folders.files[i];
    if (judge((channel.folder / file.path).string(), channel.files[i], on_bad_data, findings)) {
      dataset.items.push_back(
          {file.path, file.class_index, channel.files[i].content, channel.files[i].look});
    } else if (channel.files[i].kind != PictureFile::Kind::Other) {
      ++skipped;
    }
  }
  if (on_bad_data == OnBadData::Skip) {
    check_skipped(channel.folder.string(), "pictures", skipped, skipped + std::ssize(dataset.items),
                  findings);
  }
  return dataset;
}

ChannelClasses classes_of(const std::string& channel, const ImageDataset& dataset) {
  const auto classes = static_cast<int64_t>(dataset.classes.size());
  return {channel, dataset.folder.string(), "pictures", dataset.classes,
          count_classes(class_indices(dataset), classes)};
}

// Turns the channel's own classes into `known`; items of others are left out.
void rename_classes(ImageDataset& dataset, const std::vector<int64_t>& index_in_known,
                    const std::vector<std::string>& known) {
  for (ImageItem& item : dataset.items) {
    item.class_index = index_in_known[static_cast<size_t>(item.class_index)];
  }
  std::erase_if(dataset.items, [](const ImageItem& item) { return item.class_index < 0; });
  std::stable_sort(dataset.items.begin(), dataset.items.end(),
                   [](const auto& a, const auto& b) { return a.class_index < b.class_index; });
  dataset.classes = known;
}

class Repeats {
 public:
  Repeats(const std::string& channel, const ImageDataset& dataset) : dataset_(dataset) {
    for (const ImageItem& item : dataset.items) items_.push_back({item.content, item.class_index});
    in_ = {channel,
           "picture",
           items_,
           dataset.classes,
           [&d = dataset_](size_t i) { return (d.folder / d.items[i].path).string(); },
           [](size_t) { return int64_t{0}; }};
  }
  Repeats(const Repeats&) = delete;
  Repeats& operator=(const Repeats&) = delete;
  const RepeatsIn& in() const { return in_; }

 private:
  const ImageDataset& dataset_;
  std::vector<Content> items_;
  RepeatsIn in_;
};

}  // namespace

Checked<ImageDataset> check_images(const Channels& channels, const CheckOptions& options) {
  Collector findings;
  auto training = open("training", channels.training, findings);
  auto validation = open("validation", channels.validation, findings);
  auto test = open("test", channels.test, findings);
  std::vector<Channel*> all;
  for (auto* channel : {&training, &validation, &test}) {
    if (*channel) all.push_back(&**channel);
  }
  read_files(all, options);

  Checked<ImageDataset> checked;
  std::optional<std::vector<std::string>> classes = options.classes;
  if (training) {
    checked.training = gather(*training, options.on_bad_data, findings);
    const ChannelClasses found = classes_of("training", *checked.training);
    if (classes) {
      rename_classes(*checked.training, match_classes(found, *classes, true, findings), *classes);
    }
    check_training_classes(classes_of("training", *checked.training), findings);
    if (!classes) classes = checked.training->classes;
  }
  const auto evaluated = [&](std::optional<Channel>& channel, std::optional<ImageDataset>& into) {
    if (!channel) return;
    into = gather(*channel, options.on_bad_data, findings);
    const ChannelClasses found = classes_of(channel->name, *into);
    const auto& known = classes ? *classes : into->classes;
    rename_classes(*into, match_classes(found, known, false, findings), std::vector(known));
    findings.add(
        Severity::Fact, "class-counts", channel->folder.string(), 0,
        fmt::format("{} for {}: {}", counted(static_cast<int64_t>(into->items.size()), "pictures"),
                    channel->name,
                    listed_counts(into->classes, classes_of(channel->name, *into).counts)));
  };
  evaluated(validation, checked.validation);
  evaluated(test, checked.test);

  std::vector<std::unique_ptr<Repeats>> seen;
  const auto look_for_repeats = [&](const char* name, const std::optional<ImageDataset>& dataset) {
    if (!dataset) return;
    auto repeats = std::make_unique<Repeats>(name, *dataset);
    find_repeats(repeats->in(), findings);
    for (const auto& earlier : seen) find_shared(earlier->in(), repeats->in(), findings);
    seen.push_back(std::move(repeats));
  };
  look_for_repeats("training", checked.training);
  look_for_repeats("validation", checked.validation);
  look_for_repeats("test", checked.test);
  checked.findings = findings.take();
  return checked;
}

}  // namespace sempurna
