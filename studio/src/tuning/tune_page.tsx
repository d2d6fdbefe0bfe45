import { nameBase } from "../names/job_name";
import { CardPage } from "../train/card_page";
import { TuneForm } from "./tune_form";
import { firstTuning } from "./tuning_settings";

/** Looks for the best hyperparameters of a model. */
export default function TunePage({ modelId }: { modelId: string }) {
  return (
    <CardPage modelId={modelId}>
      {(card, defaults) => (
        <TuneForm
          card={card}
          defaults={defaults}
          first={firstTuning(card, defaults)}
          base={nameBase(modelId)}
        />
      )}
    </CardPage>
  );
}
