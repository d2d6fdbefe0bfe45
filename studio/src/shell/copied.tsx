import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { useLanguage } from "../i18n/language";

/** A text with a button that copies it. */
export function Copied({ text }: { text: string }) {
  const { t } = useLanguage();
  return (
    <span className="studio-wrap">
      <CopyToClipboard
        variant="inline"
        textToDisplay={text}
        textToCopy={text}
        copyButtonAriaLabel={t("shell.copy")}
        copySuccessText={t("shell.copied")}
        copyErrorText={t("shell.copyFailed")}
      />
    </span>
  );
}

/** Something to be typed elsewhere. */
export function Command({ text }: { text: string }) {
  return (
    <Box variant="code" display="block">
      <Copied text={text} />
    </Box>
  );
}
