import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { PICTURE_TYPE, TEXT_TYPE } from "../api/answers";
import type { Task } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { Browser } from "../data/browser";
import { useLanguage } from "../i18n/language";
import { Section } from "../shell/section";
import { TextField } from "../shell/text_field";
import type { TransformFaults, TransformSettings } from "./transform_settings";

interface Props {
  settings: TransformSettings;
  faults: TransformFaults;
  isTried: boolean;
  task: Task | null;
  defaults: Defaults;
  onChange: (part: Partial<TransformSettings>) => void;
}

/** Which objects are asked about, and what one question is. */
export function TransformInput(props: Props) {
  const { t } = useLanguage();
  const { settings, onChange } = props;
  return (
    <Section title={t("transform.input")} more={t("transform.inputMore")}>
      <SpaceBetween size="m">
        <Tiles
          value={settings.source}
          ariaLabel={t("transform.input")}
          columns={2}
          onChange={({ detail }) =>
            onChange({ source: detail.value as TransformSettings["source"] })
          }
          items={[
            { value: "find", label: t("train.data.find"), description: t("train.data.findMore") },
            { value: "s3", label: t("train.data.s3"), description: t("train.data.s3More") },
          ]}
        />
        <Place {...props} />
        <Content {...props} />
      </SpaceBetween>
    </Section>
  );
}

function Place({ settings, faults, isTried, defaults, onChange }: Props) {
  const { t } = useLanguage();
  if (settings.source === "s3") {
    const isShownWrong = faults.input && (isTried || settings.input !== "");
    return (
      <TextField
        label={t("train.data.uri")}
        fault={isShownWrong ? t("train.data.badUri") : undefined}
        value={settings.input}
        placeholder={t("train.data.uriHint")}
        onChange={(input) => onChange({ input })}
      />
    );
  }
  return (
    <>
      {faults.input && isTried && (
        <div tabIndex={-1} data-fault>
          <Box color="text-status-error">{t("train.data.chooseFolder")}</Box>
        </div>
      )}
      <Browser
        defaultBucket={defaults.OutputBucket}
        uri={settings.input}
        onChoose={(input) => onChange({ input })}
      />
    </>
  );
}

/** The kind of content is asked only where the model does not say it. */
function Content({ settings, task, onChange }: Props) {
  const { t } = useLanguage();
  const options = [
    { value: PICTURE_TYPE, label: t("transform.pictures") },
    { value: TEXT_TYPE, label: t("transform.texts") },
  ];
  return (
    <>
      {task === null && (
        <FormField label={t("transform.content")}>
          <Select
            options={options}
            selectedOption={options.find((one) => one.value === settings.contentType) ?? null}
            onChange={({ detail }) =>
              onChange({ contentType: detail.selectedOption.value ?? PICTURE_TYPE })
            }
          />
        </FormField>
      )}
      {settings.contentType === TEXT_TYPE && (
        <Checkbox
          checked={settings.isByLine}
          description={t("transform.byLineMore")}
          onChange={({ detail }) => onChange({ isByLine: detail.checked })}
        >
          {t("transform.byLine")}
        </Checkbox>
      )}
    </>
  );
}
