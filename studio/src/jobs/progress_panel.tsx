import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import type { Key } from "../i18n/words";
import { bestEpoch, standingOf, type History, type Standing } from "./history";
import { usePlaceWords } from "./place";
import { lookOfStep } from "./states";

const PHASES: Record<string, Key> = {
  check: "jobs.phase.check",
  load: "jobs.phase.load",
  features: "jobs.phase.features",
  training: "jobs.phase.training",
  resumed: "jobs.phase.training",
  validation: "jobs.phase.validation",
  evaluation: "jobs.phase.evaluation",
  export: "jobs.phase.export",
};

/** What is being done, how far it is, how fast, and how long it will take. */
export function ProgressPanel({ job, history }: { job: TrainingJob; history: History }) {
  const { t } = useLanguage();
  const standing = standingOf(history.events, history.latest);
  const place = usePlaceWords()(job.SecondaryStatus, history.place);
  const phase = PHASES[standing.phase.split(" ")[0] ?? ""];
  const isTraining = job.SecondaryStatus === "Training";
  const doing =
    isTraining && phase !== undefined ? phase : lookOfStep(job.SecondaryStatus, false).key;
  return (
    <Container header={<Header variant="h2">{t("jobs.progress")}</Header>}>
      <SpaceBetween size="m">
        <ProgressBar
          label={t(doing)}
          value={isTraining ? partDone(standing) * 100 : 0}
          description={place}
          ariaLabel={t("jobs.progress")}
        />
        <Figures standing={standing} history={history} />
      </SpaceBetween>
    </Container>
  );
}

/** 0 to 1: of all training once it has begun, before that of the phase. */
function partDone({ step, training }: Standing): number {
  if (training?.total_step !== undefined && training.total_steps !== undefined) {
    return training.total_step / Math.max(1, training.total_steps);
  }
  return step === null ? 0 : step.step / Math.max(1, step.steps);
}

function Figures({ standing, history }: { standing: Standing; history: History }) {
  const { t, format } = useLanguage();
  const { step, training } = standing;
  const speed = (step ?? training)?.items_per_second;
  const eta = training?.eta_seconds;
  const best = bestEpoch(history.events)?.["val_accuracy"];
  const none = "–";
  return (
    <KeyValuePairs
      columns={4}
      items={[
        {
          label: t("jobs.epoch"),
          value:
            training === null
              ? none
              : t("jobs.epochOf", { epoch: training.epoch ?? 0, epochs: training.epochs ?? 0 }),
        },
        {
          label: t("jobs.throughput"),
          value:
            typeof speed === "number" && speed > 0
              ? t("jobs.perSecond", { count: format.number(speed, speed < 10 ? 1 : 0) })
              : none,
        },
        {
          label: t("jobs.eta"),
          value: typeof eta === "number" ? format.duration(eta) : t("jobs.eta.unknown"),
        },
        {
          label: t("jobs.best"),
          value: typeof best === "number" ? format.percent(best) : none,
        },
      ]}
    />
  );
}
