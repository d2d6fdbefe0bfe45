import Alert from "@cloudscape-design/components/alert";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useLanguage } from "../i18n/language";
import { BesideButtons } from "./beside_buttons";
import { FailureAlert } from "./failure_alert";
import { FormButtons } from "./form_buttons";
import type { FormState } from "./use_form";

interface Props {
  title: string;
  intro: string;
  /** Beside the title. */
  actions?: ReactNode;
  submitText: string;
  /** Where whoever cancels goes. */
  cancelHref: string;
  form: FormState;
  /** Why what was sent was not accepted; null where it was not sent. */
  error: unknown;
  /** Said above that. */
  failed: string;
  failedFix: string;
  /** What to do when nobody answered. */
  whenLost?: string;
  children: ReactNode;
}

/** A page that asks for something to be made, and says why it was not. */
export function FormPage(props: Props) {
  const { t } = useLanguage();
  const { form, isTried, isFaulty, isBusy, submit } = props.form;
  const notMade = props.error === null ? null : props.failed;
  const trouble = isTried && isFaulty ? t("train.needFix") : notMade;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={props.intro} actions={props.actions}>
          {props.title}
        </Header>
      }
    >
      <form ref={form} onSubmit={submit} noValidate>
        <Form
          errorText={trouble !== null && <BesideButtons key={trouble} text={trouble} />}
          actions={
            <FormButtons
              cancelHref={props.cancelHref}
              submitText={props.submitText}
              isBusy={isBusy}
            />
          }
        >
          <SpaceBetween size="l">
            {props.error !== null && (
              <FailureAlert
                header={props.failed}
                thrown={props.error}
                isAction
                advice={props.failedFix}
                {...(props.whenLost === undefined ? {} : { whenLost: props.whenLost })}
              />
            )}
            {isTried && isFaulty && <Alert type="error">{t("train.needFix")}</Alert>}
            {props.children}
          </SpaceBetween>
        </Form>
      </form>
    </ContentLayout>
  );
}
