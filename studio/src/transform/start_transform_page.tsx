import { useModelCards } from "../api/queries";
import { ModelPage } from "../deploy/model_page";
import { useLanguage } from "../i18n/language";
import { parentOf } from "../jobs/parent";
import { Waiting } from "../shell/waiting";
import { TransformForm } from "./transform_form";

/** From a job's model to its answers for many objects. */
export default function StartTransformPage({ job: name }: { job: string }) {
  const { t } = useLanguage();
  const cards = useModelCards();
  return (
    <ModelPage job={name} title={t("transform.title", { name })}>
      {(job, defaults) => {
        // Whoever may not list the cards chooses the kind of content.
        if (cards.isPending) return <Waiting />;
        const parent = parentOf(job);
        const card = cards.data?.find(
          (one) => one.ModelId === parent || one.Aliases.includes(parent),
        );
        return <TransformForm job={job} defaults={defaults} task={card?.Task ?? null} />;
      }}
    </ModelPage>
  );
}
