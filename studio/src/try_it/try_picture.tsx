import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Grid from "@cloudscape-design/components/grid";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useRef, useState } from "react";
import { PICTURE_TYPE } from "../api/answers";
import { useLanguage } from "../i18n/language";
import { DropZone } from "../shell/drop_zone";
import { useObjectUrl } from "../shell/use_object_url";
import { AnswerPanel } from "./answer_panel";
import { Camera } from "./camera";
import { InvocationSnippets } from "./invocation_snippets";
import { useAsk } from "./use_ask";

/** Whether the browser can show it; it can show all that a model is given. */
async function isPicture(blob: Blob): Promise<boolean> {
  try {
    (await createImageBitmap(blob)).close();
    return true;
  } catch {
    return false;
  }
}

/** A picture that is dropped, chosen or taken here. */
export function TryPicture({ endpoint }: { endpoint: string }) {
  const { t } = useLanguage();
  const [picture, setPicture] = useState<Blob | null>(null);
  /** The name of a file that is none. */
  const [noPicture, setNoPicture] = useState<string | null>(null);
  const [isCamera, setCamera] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const ask = useAsk(endpoint, PICTURE_TYPE);
  const take = async (blob: Blob | null | undefined) => {
    if (!blob) return;
    const isOne = await isPicture(blob);
    setPicture(isOne ? blob : null);
    setNoPicture(isOne ? null : blob instanceof File ? blob.name : "");
    if (isOne) ask.mutate(blob);
    else ask.reset();
  };
  return (
    <SpaceBetween size="m">
      <Grid
        gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}
      >
        <DropZone onDrop={(data) => void take(data.files[0])}>
          <SpaceBetween size="s" alignItems="center">
            {isCamera ? (
              <Camera onPicture={(blob) => void take(blob)} onEnd={() => setCamera(false)} />
            ) : (
              <SpaceBetween size="s" alignItems="center">
                {picture !== null && <Preview picture={picture} />}
                {noPicture !== null && (
                  <StatusIndicator type="error" wrapText>
                    <span className="studio-wrap">{t("try.noPicture", { name: noPicture })}</span>
                  </StatusIndicator>
                )}
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
              void take(event.target.files?.[0]);
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
