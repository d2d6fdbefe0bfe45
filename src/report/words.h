#pragma once

#include <cstddef>
#include <string_view>

#include "catalog/choices.h"

namespace sempurna {

/// By its code. Throws InvalidArgument listing all.
ReportLanguage report_language(std::string_view code);

/// Everything that a report says. What a word stands for is best seen in words.cpp.
enum class Word {
  Title,
  TitleOf,
  Parent,
  Licence,
  Family,
  Parameters,
  ParametersTrained,
  AllParametersTrained,
  Arithmetic,
  Training,
  Validation,
  Test,
  OneExample,
  Examples,
  Headline,
  RightShare,
  BaselineShare,
  ClearlyBetter,
  NotClearlyBetter,
  ClearlyWorse,
  LinearShare,
  SimpleFeatures,
  ClearlyBetterThanBoth,
  NotClearlyBetterThanBoth,
  ClearlyWorseThanBest,
  LearnedNothing,
  LinearIsBetter,
  LinearStaysBetter,
  StillRising,
  NeverAnswered,
  TryOptions,
  Uncertainty,
  CommonestClass,
  EvaluatedOn,
  NothingMeasured,
  Accuracy,
  MajorityBaseline,
  LinearBaseline,
  MacroF1,
  BestEpoch,
  CountOf,
  LastEpoch,
  Task,
  DataColumn,
  Loss,
  Precision,
  Recall,
  F1,
  Auc,
  Prc,
  PositiveClass,
  HowToRead,
  HowAccuracy,
  HowBestEpoch,
  HowConfusion,
  Curves,
  CurvesNote,
  Epoch,
  ChartSummary,
  ChartPoint,
  ByEpoch,
  NoHistory,
  Confusion,
  ConfusionCaption,
  ConfusionPairsCaption,
  MostConfused,
  NoConfusion,
  TrueClass,
  Answer,
  Times,
  ShareOfClass,
  CellTitle,
  Classes,
  ClassesCaption,
  ClassesWeakestFirst,
  Class,
  Support,
  Answers,
  DashNote,
  WorstErrors,
  WorstErrorsNote,
  NoErrors,
  Label,
  Row,
  NoPicture,
  Balance,
  BalanceCaption,
  Findings,
  FindingsLanguageNote,
  NoFindings,
  Error,
  Warning,
  Fact,
  MoreOfKind,
  Remedy,
  Settings,
  SettingsCaption,
  SettingsOfSolved,
  ChosenBy,
  Circumstances,
  Job,
  Started,
  Took,
  Memory,
  Version,
  DataPlace,
  WithForecast,
  WithForecastRange,
  Seconds,
  MinutesSeconds,
  HoursMinutes,
  Footer,
};

constexpr size_t kWordCount = static_cast<size_t>(Word::Footer) + 1;

/// One thing to say in every language. {0}, {1} … stand for what is filled in; there is no HTML in
/// it and nothing that HTML would have to escape.
struct Phrase {
  Word word;
  std::string_view english;
  std::string_view indonesian;
};

/// By Word's order.
extern const std::array<Phrase, kWordCount> kPhrases;

/// The phrase as it stands, with its {0}.
std::string_view phrase(Word word, ReportLanguage language);

/// What a finding of this code (dataset/finding.h) is called; the code itself when it has no title.
std::string_view finding_title(std::string_view code, ReportLanguage language);

}  // namespace sempurna
