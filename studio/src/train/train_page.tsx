import { useQuery } from "@tanstack/react-query";
import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { describeTrainingJob } from "../api/training_jobs";
import { nameBase, withoutNumber } from "../names/job_name";
import { settingsOfJob } from "./again";
import { CardPage } from "./card_page";
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
  const before = useQuery({
    queryKey: ["job-settings", job],
    queryFn: () => describeTrainingJob(job ?? ""),
    enabled: job !== undefined,
  });
  const first = (card: ModelCardDetail, defaults: Defaults) =>
    before.data === undefined
      ? {
          ...firstSettings(card, defaults),
          ...(dataUri === undefined ? {} : { source: "find" as const, dataUri }),
        }
      : settingsOfJob(before.data, card, defaults);
  return (
    <CardPage
      modelId={modelId}
      {...(job === undefined ? {} : { beside: { ...before, isKnown: before.data !== undefined } })}
    >
      {(card, defaults) => (
        <TrainForm
          card={card}
          defaults={defaults}
          first={first(card, defaults)}
          base={job === undefined ? nameBase(modelId) : withoutNumber(job)}
        />
      )}
    </CardPage>
  );
}
