import "@cloudscape-design/global-styles/index.css";
import "./shell/studio.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { link } from "./session/link";
import { applyTheme, keptTheme } from "./shell/theme";

applyTheme(keptTheme());
link.watch();

const root = document.getElementById("studio");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
