import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Tabs from "@cloudscape-design/components/tabs";
import type { Task } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { TryPicture } from "./try_picture";
import { TryText } from "./try_text";

interface Props {
  endpoint: string;
  /** Null where nobody knows it: then both ways are offered. */
  task: Task | null;
}

/** A picture or a text for the model, and what it says. */
export function TryIt({ endpoint, task }: Props) {
  const { t } = useLanguage();
  return (
    <Container
      header={
        <Header variant="h2" description={t("try.more")}>
          {t("try.title")}
        </Header>
      }
    >
      {task === "image-classification" && <TryPicture endpoint={endpoint} />}
      {task === "text-classification" && <TryText endpoint={endpoint} />}
      {task === null && (
        <Tabs
          ariaLabel={t("try.title")}
          tabs={[
            {
              id: "picture",
              label: t("try.picture"),
              content: <TryPicture endpoint={endpoint} />,
            },
            { id: "text", label: t("data.text"), content: <TryText endpoint={endpoint} /> },
          ]}
        />
      )}
    </Container>
  );
}
