import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";

interface Props {
  onPicture: (picture: Blob | null) => void;
  onEnd: () => void;
}

/** What the camera sees, until a picture of it is taken. */
export function Camera({ onPicture, onEnd }: Props) {
  const { t } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [isOn, setOn] = useState(false);
  const [isRefused, setRefused] = useState(false);

  useEffect(() => {
    let stream: MediaStream | null = null;
    let isWanted = true;
    void (async () => {
      try {
        // Without a secure page there are no devices at all.
        const got = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: "environment" },
        });
        stream = got;
        if (!isWanted || video.current === null) return got.getTracks().forEach((t) => t.stop());
        video.current.srcObject = got;
        await video.current.play();
        setOn(true);
      } catch {
        if (isWanted) setRefused(true);
      }
    })();
    return () => {
      isWanted = false;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);

  const take = () => {
    const seen = video.current;
    if (seen === null) return;
    const canvas = document.createElement("canvas");
    canvas.width = seen.videoWidth;
    canvas.height = seen.videoHeight;
    canvas.getContext("2d")?.drawImage(seen, 0, 0);
    canvas.toBlob(
      (picture) => {
        onPicture(picture);
        onEnd();
      },
      "image/jpeg",
      0.95,
    );
  };
  return (
    <SpaceBetween size="s" alignItems="center">
      {isRefused ? (
        <Alert type="warning" header={t("try.noCamera")}>
          {t("try.noCameraMore")}
        </Alert>
      ) : (
        <video
          ref={video}
          className="studio-preview"
          muted
          playsInline
          aria-label={t("try.camera")}
        />
      )}
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={onEnd}>{t("train.cancel")}</Button>
        {!isRefused && (
          <Button variant="primary" iconName="video-on" disabled={!isOn} onClick={take}>
            {t("try.shoot")}
          </Button>
        )}
      </SpaceBetween>
    </SpaceBetween>
  );
}
