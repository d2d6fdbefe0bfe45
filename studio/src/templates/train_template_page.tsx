import { useStanding } from "../api/asking";
import { useLanguage } from "../i18n/language";
import { withoutNumber } from "../names/job_name";
import { PageOf } from "../shell/page_of";
import { addressOf } from "../shell/route";
import { settingsOfJob } from "../train/again";
import { CardPage } from "../train/card_page";
import { TrainForm } from "../train/train_form";
import { useTemplate } from "./use_template";

/** The Train page as a template fills it in. */
export default function TrainTemplatePage({ name }: { name: string }) {
  const { t } = useLanguage();
  return (
    <PageOf
      {...useStanding(useTemplate(name))}
      name={name}
      header={t("templates.failedToShow")}
      href={addressOf("templates")}
      way={t("templates.show")}
    >
      {(template) => (
        <CardPage modelId={template.ModelId}>
          {(card, defaults) => (
            <TrainForm
              card={card}
              defaults={defaults}
              first={settingsOfJob(template.Request, card, defaults)}
              base={withoutNumber(name)}
            />
          )}
        </CardPage>
      )}
    </PageOf>
  );
}
