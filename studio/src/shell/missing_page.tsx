import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLanguage } from "../i18n/language";

export function MissingPage() {
  const { t } = useLanguage();
  return (
    <Box textAlign="center" padding="xxl">
      <SpaceBetween size="m">
        <Box variant="h1">{t("shell.noPage")}</Box>
        <Box variant="p">{t("shell.noPageMore")}</Box>
        <Button variant="primary" href="#/models">
          {t("shell.toModels")}
        </Button>
      </SpaceBetween>
    </Box>
  );
}
