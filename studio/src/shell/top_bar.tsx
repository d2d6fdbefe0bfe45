import TopNavigation, {
  type TopNavigationProps,
} from "@cloudscape-design/components/top-navigation";
import { useState } from "react";
import { LANGUAGES } from "../i18n/languages";
import { useLanguage } from "../i18n/language";
import { useSession } from "../session/use_session";
import { session } from "../session/session";
import icon from "./icon.svg";
import { chooseTheme, keptTheme, THEMES } from "./theme";
import { useIdentity } from "./use_identity";

/** The bar above all pages: language, appearance, and who is signed in. */
export function TopBar() {
  const { t, id, choose } = useLanguage();
  const [theme, setTheme] = useState(keptTheme);
  const identity = useIdentity();
  const isSignedIn = useSession() !== null;

  const name = LANGUAGES.find((language) => language.id === id)?.name ?? id;
  const language: TopNavigationProps.Utility = {
    type: "menu-dropdown",
    iconName: "globe",
    text: name,
    ariaLabel: `${t("shell.language")}: ${name}`,
    items: LANGUAGES.map(({ id: value, name }) => ({
      id: value,
      text: name,
      itemType: "checkbox",
      checked: value === id,
      lang: value,
    })),
    onItemClick: ({ detail }) => {
      const chosen = LANGUAGES.find((language) => language.id === detail.id);
      if (chosen !== undefined) choose(chosen.id);
    },
  };
  const appearance: TopNavigationProps.Utility = {
    type: "menu-dropdown",
    iconName: "settings",
    text: t("shell.theme"),
    ariaLabel: t("shell.theme"),
    items: THEMES.map((value) => ({
      id: value,
      text: t(`shell.theme.${value}`),
      itemType: "checkbox",
      checked: value === theme,
    })),
    onItemClick: ({ detail }) => {
      const chosen = THEMES.find((value) => value === detail.id);
      if (chosen === undefined) return;
      chooseTheme(chosen);
      setTheme(chosen);
    },
  };
  const person: TopNavigationProps.Utility = {
    type: "menu-dropdown",
    iconName: "user-profile",
    text: identity?.name ?? "",
    description: identity?.arn ?? "",
    ariaLabel: t("shell.signedInAs", { identity: identity?.name ?? "" }),
    items: [{ id: "sign-out", text: t("shell.signOut") }],
    onItemClick: () => session.end("signed-out"),
  };

  return (
    <div id="top">
      <TopNavigation
        identity={{
          href: "#/models",
          title: t("shell.short"),
          // Read together: Sempurna Studio.
          logo: { src: icon, alt: t("shell.brand") },
        }}
        utilities={isSignedIn ? [language, appearance, person] : [language, appearance]}
      />
    </div>
  );
}
