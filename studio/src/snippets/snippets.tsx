import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useLanguage } from "../i18n/language";
import { signedIn } from "../session/session";
import type { Where } from "./cli";

/** Where this page's own requests go. */
export function here(): Where {
  return { endpoint: location.origin, region: signedIn().region };
}

export interface Snippet {
  /** "curl", "AWS CLI", "boto3": the same in every language. */
  name: string;
  text: string;
}

/** The same request for a terminal or a program, folded. */
export function Snippets({ snippets }: { snippets: readonly Snippet[] }) {
  const { t } = useLanguage();
  return (
    <ExpandableSection headerText={t("snippets.title")}>
      <SpaceBetween size="xs">
        <Box variant="p" color="text-body-secondary">
          {t("snippets.keys")}
        </Box>
        <Tabs
          ariaLabel={t("snippets.title")}
          tabs={snippets.map(({ name, text }) => ({
            id: name.replaceAll(" ", "-"),
            label: name,
            content: <Code name={name} text={text} />,
          }))}
        />
      </SpaceBetween>
    </ExpandableSection>
  );
}

function Code({ name, text }: Snippet) {
  const { t } = useLanguage();
  return (
    <div className="studio-code">
      <pre role="region" className="studio-example" tabIndex={0} aria-label={name} lang="en">
        {text}
      </pre>
      <div className="studio-code-copy">
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel={t("shell.copy")}
          copySuccessText={t("shell.copied")}
          copyErrorText={t("shell.copyFailed")}
        />
      </div>
    </div>
  );
}
