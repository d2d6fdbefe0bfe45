import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { estimateTrainingJob, type JobEstimate, type Space } from "../api/estimate";
import { useCheck } from "../data/use_check";
import { useSettled } from "../data/use_settled";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { classesOf, examplesOf } from "./examples";
import type { PartProps } from "./part";
import { dataUriOf } from "./settings";
import { valuesOf } from "./values";

/** Time, memory and disk of the job as it stands, told anew with each change. */
export function Estimate({ settings, faults, card }: PartProps) {
  const { t } = useLanguage();
  const check = useCheck(card.ModelId, settings.role.trim(), dataUriOf(settings, card), false);
  const channels = check.data?.channels ?? [];
  const question = {
    ModelId: card.ModelId,
    InstanceType: settings.instanceType,
    HyperParameters: valuesOf(settings.changed),
    Classes: classesOf(channels, "training"),
    DefaultData: dataUriOf(settings, card) === card.DefaultData?.S3Uri,
    TrainingExamples: examplesOf(channels, "training"),
    ValidationExamples: examplesOf(channels, "validation"),
    TestExamples: examplesOf(channels, "test"),
  };
  const asked = useSettled(JSON.stringify(question), 400);
  // As settled: of data that were counted just now it still says that there are none.
  const settled = JSON.parse(asked) as typeof question;
  const estimate = useQuery({
    queryKey: ["estimate", asked],
    queryFn: () => estimateTrainingJob(settled),
    enabled: settled.TrainingExamples > 0 && !faults.hyperparameters,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (question.TrainingExamples === 0) {
    return (
      <div>
        <Box variant="awsui-key-label">{t("train.estimate")}</Box>
        <Box color="text-body-secondary">{t("train.estimate.later")}</Box>
      </div>
    );
  }
  if (estimate.error !== null) {
    return (
      <FailureAlert
        header={t("train.estimate.failed")}
        thrown={estimate.error}
        isWarning
        onTryAgain={() => void estimate.refetch()}
      />
    );
  }
  if (estimate.data === undefined) {
    return <StatusIndicator type="loading">{t("train.estimate.asking")}</StatusIndicator>;
  }
  return <Told estimate={estimate.data} hasOthers={settings.otherChannels.length > 0} />;
}

function Told({ estimate, hasOthers }: { estimate: JobEstimate; hasOthers: boolean }) {
  const { t, format } = useLanguage();
  const { Time: time, EarlierJobs: jobs } = estimate;
  const isKnown = time !== undefined;
  return (
    <section aria-label={t("train.estimate")} data-estimate={jobs}>
      <Box variant="awsui-key-label">{t("train.estimate")}</Box>
      <KeyValuePairs
        columns={3}
        minColumnWidth={120}
        items={[
          {
            label: t("train.estimate.time"),
            value: isKnown
              ? t("train.estimate.between", {
                  low: format.duration(time.LowSeconds),
                  high: format.duration(time.HighSeconds),
                })
              : t("train.estimate.unknown"),
          },
          {
            label: t("train.estimate.memory"),
            value: <SpaceWords space={estimate.Memory} isKnown={isKnown} />,
          },
          {
            label: t("train.estimate.disk"),
            value: <SpaceWords space={estimate.Disk} isKnown={isKnown} />,
          },
        ]}
      />
      <Box variant="small" color="text-body-secondary">
        {isKnown
          ? t("train.estimate.byJobs", { count: format.number(jobs) })
          : t("train.estimate.bySize")}{" "}
        {hasOthers && t("train.estimate.withoutOthers")}
      </Box>
    </section>
  );
}

function SpaceWords({ space, isKnown }: { space: Space; isKnown: boolean }) {
  const { t, format } = useLanguage();
  const bytes = format.bytes(space.Bytes);
  const words = isKnown ? bytes : t("train.estimate.atLeast", { bytes });
  if (space.AvailableBytes === undefined) return words;
  const free = t("train.estimate.free", { bytes: format.bytes(space.AvailableBytes) });
  return space.Fits === false ? (
    <StatusIndicator type="warning" wrapText>
      {words}, {free}
    </StatusIndicator>
  ) : (
    <>
      {words}, {free}
    </>
  );
}
