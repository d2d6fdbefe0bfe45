import Tabs from "@cloudscape-design/components/tabs";
import type { Task } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { Section } from "../shell/section";
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
    <Section title={t("try.title")} more={t("try.more")}>
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
    </Section>
  );
}
