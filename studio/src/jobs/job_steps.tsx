import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Steps from "@cloudscape-design/components/steps";
import type { SecondaryStatusTransition } from "@aws-sdk/client-sagemaker";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { usePlaceWords } from "./place";
import { isAtWork, lookOfStep } from "./states";

interface Props {
  job: TrainingJob;
  /** Turns before this job's. */
  place: number | null;
  /** The server's clock, seconds since 1970; 0 when it is not known. */
  now: number;
}

/** The way of a job from its start on, each step with its time. */
export function JobSteps({ job, place, now }: Props) {
  const { t } = useLanguage();
  const steps = job.SecondaryStatusTransitions ?? [];
  return (
    <Container header={<Header variant="h2">{t("jobs.steps")}</Header>} fitHeight>
      <Steps
        ariaLabel={t("jobs.steps")}
        steps={steps.map((step, k) => {
          const isLast = k === steps.length - 1;
          const look = lookOfStep(step.Status, !isLast);
          return {
            status: look.type,
            statusIconAriaLabel: t(lookOfStatusWord(look.type)),
            header: t(look.key),
            details: (
              <StepDetails
                step={step}
                place={isLast ? place : null}
                now={isLast && isAtWork(job.TrainingJobStatus) ? now : 0}
              />
            ),
          };
        })}
      />
    </Container>
  );
}

/** What an icon says to whoever does not see it. */
function lookOfStatusWord(type: string) {
  if (type === "success") return "jobs.status.Completed";
  if (type === "error") return "jobs.status.Failed";
  return type === "stopped" || type === "warning"
    ? "jobs.status.Stopped"
    : "jobs.status.InProgress";
}

function StepDetails({
  step,
  place,
  now,
}: {
  step: SecondaryStatusTransition;
  place: number | null;
  now: number;
}) {
  const { format } = useLanguage();
  const placeWords = usePlaceWords();
  const begin = step.StartTime;
  if (begin === undefined) return null;
  const end = step.EndTime?.getTime() ?? now * 1000;
  const seconds = (end - begin.getTime()) / 1000;
  const times = [format.clock(begin), ...(seconds >= 0.5 ? [format.duration(seconds)] : [])];
  return (
    <Box variant="small" color="text-body-secondary">
      {times.join(" · ")}
      <div>{placeWords(step.Status, place)}</div>
    </Box>
  );
}
