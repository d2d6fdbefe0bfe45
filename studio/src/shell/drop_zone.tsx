import { useState, type ReactNode } from "react";

interface Props {
  onDrop: (data: DataTransfer) => void;
  children: ReactNode;
}

/** A framed place that shows when something would be dropped on it. */
export function DropZone({ onDrop, children }: Props) {
  const [isOver, setOver] = useState(false);
  return (
    <div
      className={isOver ? "studio-drop studio-drop-over" : "studio-drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop(event.dataTransfer);
      }}
    >
      {children}
    </div>
  );
}
