import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Grid from "@cloudscape-design/components/grid";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { PICTURE_TYPE } from "../api/answers";
import { useLanguage } from "../i18n/language";
import { DropZone } from "../shell/drop_zone";
import { useObjectUrl } from "../shell/use_object_url";
import { AnswerPanel } from "./answer_panel";
import { Camera } from "./camera";
import { InvocationSnippets } from "./invocation_snippets";
import { useAsk } from "./use_ask";

/** A picture that is dropped, chosen or taken here. */
export function TryPicture({ endpoint }: { endpoint: string }) {
  const { t } = useLanguage();
  const [picture, setPicture] = useState<Blob | null>(null);
  const [isCamera, setCamera] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const ask = useAsk(endpoint, PICTURE_TYPE);
  const take = (blob: Blob | null | undefined) => {
    if (!blob) return;
    setPicture(blob);
    ask.mutate(blob);
  };
  return (
    <SpaceBetween size="m">
      <Grid
        gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}
      >
        <DropZone onDrop={(data) => take(data.files[0])}>
          <SpaceBetween size="s" alignItems="center">
            {isCamera ? (
              <Camera onPicture={take} onEnd={() => setCamera(false)} />
            ) : (
              <SpaceBetween size="s" alignItems="center">
                {picture !== null && <Preview picture={picture} />}
                <Box fontWeight="bold">{t("try.drop")}</Box>
                <SpaceBetween direction="horizontal" size="xs">
                  <Button iconName="upload" onClick={() => input.current?.click()}>
                    {t("try.choose")}
                  </Button>
                  <Button iconName="video-on" onClick={() => setCamera(true)}>
                    {t("try.camera")}
                  </Button>
                </SpaceBetween>
              </SpaceBetween>
            )}
          </SpaceBetween>
          <input
            ref={input}
            type="file"
            accept="image/*"
            hidden
            data-files="picture"
            onChange={(event) => {
              take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </DropZone>
        <AnswerPanel
          isAsking={ask.isPending}
          answer={ask.data}
          thrown={ask.error}
          before={t("try.beforePicture")}
        />
      </Grid>
      <InvocationSnippets endpoint={endpoint} contentType={PICTURE_TYPE} file="picture.jpg" />
    </SpaceBetween>
  );
}

function Preview({ picture }: { picture: Blob }) {
  const { t } = useLanguage();
  const address = useObjectUrl(picture);
  return address === undefined ? null : (
    <img className="studio-preview" src={address} alt={t("try.yours")} />
  );
}
