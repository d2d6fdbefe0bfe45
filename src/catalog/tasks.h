#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/hyperparameters.h"
#include "catalog/task.h"

namespace sempurna {

/// How a data set lies: as a folder of class folders, or as a data.csv.
enum class DataForm { ClassFolders, DataCsv };

/// Words in the languages of a report, without anything that HTML would have to escape.
struct ReportWords {
  std::string_view english;
  std::string_view indonesian;

  std::string_view in(ReportLanguage language) const {
    return language == ReportLanguage::English ? english : indonesian;
  }
};

/// All that is known of a task before its data is read: one file each in catalog/tasks. What is
/// done with its data is in dataset/tasks, and with a model in train/tasks.
struct TaskFacts {
  Task task;
  DataForm data;
  std::string_view kind;      ///< in tables and for --task: "image"
  std::string_view tag;       ///< in the ids of cards: "ic"
  std::string_view card;      ///< whose model is meant for such data where none is named
  std::string_view example;   ///< what its models read: "picture"
  std::string_view examples;  ///< what its data sets hold: "pictures"
  std::string_view layout;    ///< how these must lie, as part of a sentence
  std::string_view sample;    ///< and as lines to look at
  ReportWords title;          ///< what it is called in a report
  ReportWords features;  ///< what the simple model beside the result counts: "colours and textures"
  /// What the names of transformers' classes for it end with: "ForImageClassification".
  std::string_view transformers;
  /// Defaults, other than the algorithm's, of a model that a person adds.
  std::map<std::string, std::string> defaults_of_added;
  Fields<Hyperparameters> (*fields)();
  /// The rules that are this task's alone: a sentence into `faults` for each that is broken.
  void (*check)(const Hyperparameters& h, std::vector<std::string>& faults);
};

/// In the order of Task.
const std::vector<TaskFacts>& tasks();
const TaskFacts& facts_of(Task task);

}  // namespace sempurna
