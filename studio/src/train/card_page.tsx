import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import type { ReactNode } from "react";
import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { useDefaults, useModelCard } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { Waiting } from "../shell/waiting";
import { NotNow } from "./not_now";

/** What else a page has to know before it can be shown. */
export interface Beside {
  isKnown: boolean;
  error: unknown;
  refetch: () => unknown;
}

interface Props {
  modelId: string;
  beside?: Beside;
  children: (card: ModelCardDetail, defaults: Defaults) => ReactNode;
}

/** A page that trains a model, once the model and the defaults are known. */
export function CardPage({ modelId, beside, children }: Props) {
  const { t } = useLanguage();
  const card = useModelCard(modelId);
  const defaults = useDefaults();
  const error = card.error ?? defaults.error ?? beside?.error ?? null;
  if (card.data !== undefined && defaults.data !== undefined && beside?.isKnown !== false) {
    return card.data.FineTunable && card.data.IsHere ? (
      children(card.data, defaults.data)
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
          void beside?.refetch();
          void card.refetch();
          void defaults.refetch();
        }}
      />
    </ContentLayout>
  ) : (
    <Waiting />
  );
}
