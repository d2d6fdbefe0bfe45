import { applyMode, Mode } from "@cloudscape-design/global-styles";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "sempurna.theme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

export function keptTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

export function applyTheme(theme: Theme): void {
  const isDark = theme === "dark" || (theme === "system" && systemIsDark.matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
  document.documentElement.classList.toggle("studio-dark", isDark);
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme(theme);
}

systemIsDark.addEventListener("change", () => applyTheme(keptTheme()));
