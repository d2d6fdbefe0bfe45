import { useEffect, useRef } from "react";

/** What is said beside a form's buttons, brought into view for whoever has pressed one of them. */
export function BesideButtons({ text }: { text: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const isPressedHere = place.current?.closest("form")?.contains(document.activeElement);
    if (isPressedHere) place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return <span ref={place}>{text}</span>;
}
