import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { useLanguage } from "../i18n/language";

/** In the place of what is being asked for. */
export function Waiting() {
  const { t } = useLanguage();
  return (
    <Box textAlign="center" padding="xxl" color="text-status-inactive">
      <Spinner /> {t("shell.loading")}
    </Box>
  );
}
