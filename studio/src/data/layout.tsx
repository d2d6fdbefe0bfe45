import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import type { Task } from "../api/cards";
import { useLanguage } from "../i18n/language";
import type { Key } from "../i18n/words";

interface Form {
  key: Key;
  example: string;
  more: Key[];
}

const FORMS: Record<Task, Form> = {
  "image-classification": {
    key: "data.images",
    example:
      "flowers/\n├── roses/\n│   ├── 1.jpg\n│   └── 2.png\n└── tulips/\n    ├── 1.jpg\n    └── 2.webp",
    more: ["data.images.count", "data.images.parts"],
  },
  "text-classification": {
    key: "data.texts",
    example: '1,"what a fine day"\n0,"never again"\n1,"she said ""well done"" twice"',
    more: ["data.texts.names", "data.texts.parts"],
  },
};

/** How data of the task must lie, with an example. */
export function Layout({ task }: { task: Task }) {
  const { t } = useLanguage();
  const { key, example, more } = FORMS[task];
  return (
    <ExpandableSection headerText={t("data.learnMore")}>
      <Box variant="p">{t(key)}</Box>
      <pre role="region" className="studio-example" tabIndex={0} aria-label={t("data.learnMore")}>
        {example}
      </pre>
      {more.map((one) => (
        <Box key={one} variant="p">
          {t(one)}
        </Box>
      ))}
    </ExpandableSection>
  );
}
