import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { TEXT_TYPE } from "../api/answers";
import { useLanguage } from "../i18n/language";
import { AnswerPanel } from "./answer_panel";
import { InvocationSnippets } from "./invocation_snippets";
import { useAsk } from "./use_ask";

/** A text that is written here. */
export function TryText({ endpoint }: { endpoint: string }) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const ask = useAsk(endpoint, TEXT_TYPE);
  const isEmpty = text.trim() === "";
  const submit = () => {
    if (!isEmpty) ask.mutate(new Blob([text]));
  };
  return (
    <SpaceBetween size="m">
      <Grid
        gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}
      >
        <SpaceBetween size="s">
          <FormField label={t("data.text")} constraintText={t("try.textHint")} stretch>
            <Textarea
              value={text}
              rows={5}
              placeholder={t("try.textExample")}
              onChange={({ detail }) => setText(detail.value)}
              onKeyDown={({ detail }) => {
                if (detail.key === "Enter" && (detail.ctrlKey || detail.metaKey)) submit();
              }}
            />
          </FormField>
          <Button variant="primary" disabled={isEmpty} loading={ask.isPending} onClick={submit}>
            {t("try.ask")}
          </Button>
        </SpaceBetween>
        <AnswerPanel
          isAsking={ask.isPending}
          answer={ask.data}
          thrown={ask.error}
          before={t("try.beforeText")}
        />
      </Grid>
      <InvocationSnippets
        endpoint={endpoint}
        contentType={TEXT_TYPE}
        file="text.txt"
        text={isEmpty ? t("try.textExample") : text}
      />
    </SpaceBetween>
  );
}
