import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { isWrongKey, toFailure, type Failure } from "../api/failure";
import { useLanguage } from "../i18n/language";
import { Command } from "../shell/copied";
import { FailureAlert, Sentence } from "../shell/failure_alert";
import { Notices } from "../shell/notices";
import { TopBar } from "../shell/top_bar";
import { linkWords } from "./link";
import { session } from "./session";
import { signInByKey } from "./sign_in";

export default function SignInPage({ linkFailure }: { linkFailure: Failure | null }) {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${t("session.title")} · ${t("shell.product")}`;
  });
  return (
    <>
      <TopBar />
      <main className="studio-sign-in">
        <SpaceBetween size="l">
          <Notices withoutLink />
          <WhyHere linkFailure={linkFailure} />
          <KeyForm />
          <WhereIsMyKey />
        </SpaceBetween>
      </main>
    </>
  );
}

/** Why somebody who was somewhere else is shown this page. */
function WhyHere({ linkFailure }: { linkFailure: Failure | null }) {
  const { t } = useLanguage();
  if (linkFailure !== null) {
    const { header, advice } = linkWords(linkFailure);
    // The server's sentence says the same in English.
    return (
      <Alert type={advice === "session.linkLost" ? "warning" : "error"} header={t(header)}>
        {t(advice)}
      </Alert>
    );
  }
  if (session.ended() === "expired") {
    return (
      <Alert type="info" header={t("session.expired")}>
        {t("session.expiredMore")}
      </Alert>
    );
  }
  return session.ended() === "signed-out" ? (
    <Alert type="success">{t("session.signedOut")}</Alert>
  ) : null;
}

function KeyForm() {
  const { t } = useLanguage();
  const [key, setKey] = useState("");
  const [secret, setSecret] = useState("");
  const [isTried, setTried] = useState(false);
  const signIn = useMutation({
    mutationFn: () => signInByKey(key.trim(), secret.trim()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (key.trim() !== "" && secret.trim() !== "") signIn.mutate();
  };

  return (
    <form onSubmit={submit}>
      <Form
        actions={
          <Button variant="primary" formAction="submit" loading={signIn.isPending}>
            {t("session.submit")}
          </Button>
        }
      >
        <Container
          header={
            <Header variant="h1" description={t("session.intro")}>
              {t("session.title")}
            </Header>
          }
        >
          <SpaceBetween size="l">
            {signIn.error !== null && <Refusal thrown={signIn.error} />}
            <FormField
              label={t("session.key")}
              constraintText={t("session.keyHint")}
              errorText={isTried && key.trim() === "" ? t("session.needKey") : undefined}
            >
              <Input
                value={key}
                onChange={({ detail }) => setKey(detail.value)}
                name="access-key"
                autoComplete="username"
                spellcheck={false}
                autoFocus
              />
            </FormField>
            <FormField
              label={t("session.secret")}
              errorText={isTried && secret.trim() === "" ? t("session.needSecret") : undefined}
            >
              <Input
                value={secret}
                onChange={({ detail }) => setSecret(detail.value)}
                name="secret-key"
                type="password"
                autoComplete="current-password"
              />
            </FormField>
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  );
}

function Refusal({ thrown }: { thrown: unknown }) {
  const { t } = useLanguage();
  const failure = toFailure(thrown);
  if (isWrongKey(failure)) {
    return (
      <Alert type="error" header={t("session.failed")}>
        <Sentence text={failure.message} />
        {t("session.failedKey")}
      </Alert>
    );
  }
  return <FailureAlert header={t("session.failed")} thrown={failure} isAction />;
}

function WhereIsMyKey() {
  const { t } = useLanguage();
  return (
    <ExpandableSection headerText={t("session.where")}>
      <SpaceBetween size="s">
        <Box variant="p">{t("session.where.first")}</Box>
        <Command text="~/.local/share/sempurna/credentials" />
        <Box variant="p">{t("session.where.other")}</Box>
        <Command text="./sempurna identity add NAME --policy FILE" />
        <Box variant="p" color="text-body-secondary">
          {t("session.kept")}
        </Box>
      </SpaceBetween>
    </ExpandableSection>
  );
}
