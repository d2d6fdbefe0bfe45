import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import type { InstanceType } from "../api/defaults";
import { useLanguage } from "../i18n/language";
import { TextField } from "../shell/text_field";
import type { PartProps } from "./part";
import type { NameAdvice } from "./use_name";

interface Props extends PartProps {
  name: string;
  advice: NameAdvice;
}

/** Where the job runs, what it is called, and where the result goes. */
export function Deployment(props: Props) {
  const { t } = useLanguage();
  const { settings, faults, onChange } = props;
  return (
    <Container
      header={
        <Header variant="h2" description={t("train.deploymentMore")}>
          {t("train.deployment")}
        </Header>
      }
    >
      <ColumnLayout columns={2}>
        <NameField {...props} />
        <TextField
          label={t("train.output")}
          description={t("train.outputMore")}
          fault={faults.output ? t("train.data.badUri") : undefined}
          value={settings.output}
          onChange={(output) => onChange({ output })}
        />
        <InstanceField {...props} />
      </ColumnLayout>
    </Container>
  );
}

function NameField({ settings, faults, name, advice, onChange }: Props) {
  const { t } = useLanguage();
  const isTaken = settings.name !== "" && advice.isTaken;
  return (
    <TextField
      label={t("train.name")}
      description={t("train.nameMore")}
      fault={faults.name ? t("train.name.bad") : isTaken ? t("train.name.taken") : undefined}
      value={name}
      beside={
        isTaken ? (
          <Button formAction="none" onClick={() => onChange({ name: advice.free })}>
            {t("train.name.use", { name: advice.free })}
          </Button>
        ) : undefined
      }
      onChange={(typed) => onChange({ name: typed })}
    />
  );
}

function InstanceField({ settings, defaults, onChange }: Props) {
  const { t } = useLanguage();
  const describe = (type: InstanceType) => [
    type.Gpus > 0
      ? t("train.instance.gpus", {
          count: type.Gpus,
          gpu: type.Gpu,
          memory: type.GpuMemoryGib,
        })
      : t("train.instance.cpus", { count: type.Cpus }),
    t("train.instance.memory", { memory: type.MemoryGib }),
  ];
  const options = defaults.InstanceTypes.map((type) => ({
    value: type.Name,
    label: type.Name,
    tags: describe(type),
    ...(type.IsRecommended ? { labelTag: t("train.instance.recommended") } : {}),
  }));
  const chosen = defaults.InstanceTypes.find((type) => type.Name === settings.instanceType);
  return (
    <FormField
      label={t("train.instance")}
      constraintText={chosen && <span lang="en">{chosen.StandsBehind}</span>}
    >
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === settings.instanceType) ?? null}
        onChange={({ detail }) => onChange({ instanceType: detail.selectedOption.value ?? "" })}
        filteringType="auto"
        triggerVariant="label"
      />
    </FormField>
  );
}
