import Alert from "@cloudscape-design/components/alert";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import type { ModelCardDetail } from "../api/cards";
import { useDefaults, useModelCard } from "../api/queries";
import { describeTrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { Command } from "../shell/copied";
import { FailureAlert } from "../shell/failure_alert";
import { Waiting } from "../shell/waiting";
import { settingsOfJob } from "./again";
import { nameBase, withoutNumber } from "../names/job_name";
import { firstSettings } from "./settings";
import { TrainForm } from "./train_form";

interface Props {
  modelId: string;
  /** The job whose settings are filled in; without one the defaults are. */
  job?: string;
  /** Data that is chosen from the first. */
  dataUri?: string;
}

export default function TrainPage({ modelId, job, dataUri }: Props) {
  const { t } = useLanguage();
  const card = useModelCard(modelId);
  const defaults = useDefaults();
  const before = useQuery({
    queryKey: ["job-settings", job],
    queryFn: () => describeTrainingJob(job ?? ""),
    enabled: job !== undefined,
  });
  const error = card.error ?? defaults.error ?? before.error;
  const isBeforeKnown = job === undefined || before.data !== undefined;
  if (card.data !== undefined && defaults.data !== undefined && isBeforeKnown) {
    return card.data.FineTunable && card.data.IsHere ? (
      <TrainForm
        card={card.data}
        defaults={defaults.data}
        first={
          before.data === undefined
            ? {
                ...firstSettings(card.data, defaults.data),
                ...(dataUri === undefined ? {} : { source: "find" as const, dataUri }),
              }
            : settingsOfJob(before.data, card.data, defaults.data)
        }
        base={job === undefined ? nameBase(modelId) : withoutNumber(job)}
      />
    ) : (
      <NotNow card={card.data} />
    );
  }
  return error !== null ? (
    <ContentLayout header={<Header variant="h1">{modelId}</Header>}>
      <FailureAlert
        header={t("train.noModel")}
        thrown={error}
        onTryAgain={() => {
          if (job !== undefined) void before.refetch();
          void card.refetch();
          void defaults.refetch();
        }}
      />
    </ContentLayout>
  ) : (
    <Waiting />
  );
}

/** Why this model cannot be trained as things are, and what would change that. */
function NotNow({ card }: { card: ModelCardDetail }) {
  const { t, format } = useLanguage();
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={<span lang="en">{card.Description}</span>}>
          {card.Name}
        </Header>
      }
    >
      {card.FineTunable ? (
        <Alert type="info" header={t("train.notHere")}>
          <SpaceBetween size="s">
            {t("train.notHereMore", { size: format.bytes(card.SizeBytes) })}
            <Command text={`./sempurna models pull ${card.ModelId}`} />
          </SpaceBetween>
        </Alert>
      ) : (
        <Alert type="info" header={t("train.notFineTunable")}>
          <span lang="en">{card.WhyNotFineTunable}</span>
        </Alert>
      )}
    </ContentLayout>
  );
}
