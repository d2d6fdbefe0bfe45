import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLanguage } from "../i18n/language";

interface Props {
  /** Where whoever cancels goes. */
  cancelHref: string;
  submitText: string;
  isBusy: boolean;
}

/** What stands below a form. */
export function FormButtons({ cancelHref, submitText, isBusy }: Props) {
  const { t } = useLanguage();
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button variant="link" formAction="none" href={cancelHref}>
        {t("train.cancel")}
      </Button>
      <Button variant="primary" formAction="submit" loading={isBusy}>
        {submitText}
      </Button>
    </SpaceBetween>
  );
}
