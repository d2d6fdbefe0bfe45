import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useLanguage } from "../i18n/language";
import { InstanceSelect } from "../shell/instance_select";
import { Section } from "../shell/section";
import { TextField } from "../shell/text_field";
import { BatchAdvice } from "./batch_advice";
import type { PartProps } from "./part";
import { useStandsBehind } from "./use_stands_behind";

interface Props extends PartProps {
  /** Of what is made. */
  nameField: ReactNode;
  /** Of what it will take. */
  estimate?: ReactNode;
}

/** Where the job runs, what it is called, and where the result goes. */
export function Deployment(props: Props) {
  const { t } = useLanguage();
  const { settings, faults, onChange } = props;
  return (
    <Section title={t("train.deployment")} more={t("train.deploymentMore")}>
      <ColumnLayout columns={2}>
        {props.nameField}
        <TextField
          label={t("train.output")}
          description={t("train.outputMore")}
          fault={faults.output ? t("train.data.badUri") : undefined}
          value={settings.output}
          onChange={(output) => onChange({ output })}
        />
        <InstanceField {...props} />
        <SpaceBetween size="s">
          <div>
            <Box variant="awsui-key-label">{t("train.count")}</Box>
            <div>{t("train.count.one")}</div>
          </div>
          <BatchAdvice {...props} />
          {props.estimate}
        </SpaceBetween>
      </ColumnLayout>
    </Section>
  );
}

function InstanceField({ settings, card, defaults, onChange }: Props) {
  return (
    <InstanceSelect
      types={defaults.InstanceTypes}
      value={settings.instanceType}
      standsBehind={useStandsBehind(settings, card, defaults)}
      onChange={(instanceType) => onChange({ instanceType })}
    />
  );
}
