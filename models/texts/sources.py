"""Which packages the texts come from: of each the reader and the files that it reads."""
import compressed
import dictionaries
import messages
import plain
from debian import DESCRIPTIONS
from pages import pages

# Where people speak, so that a word of the lexicon is meant as an opinion; first what is nearest to people's prose.
ENGLISH_VOICES = [
    ("r-cran-janeaustenr", compressed.r_novels, "usr/lib/R/**/data/Rdata.rdb"),
    ("r-cran-tidytext", compressed.r_novels, "usr/lib/R/**/extdata/books.rda"),
    ("fortunes-min", plain.fortunes, "usr/share/games/fortunes/*[a-z]"),
    ("fortunes", plain.fortunes, "usr/share/games/fortunes/*[a-z]"),
    ("fortune-anarchism", plain.fortunes, "usr/share/games/fortunes/anarchism"),
    ("tfortunes", plain.fortunes, "usr/share/games/tfortunes/**/en.*"),
    ("dict-devil", dictionaries.entries, "usr/share/dictd/*.dz"),
    ("dict-jargon", dictionaries.entries, "usr/share/dictd/*.dz"),
    ("cfi-en", pages, "usr/share/doc/cfi-en/**/*.htm"),  # a book about copying
    ("wesnoth-1.16-data", messages.originals, "**/locale/{fr,it,ja}/LC_MESSAGES/*.mo"),
    *[(f"wesnoth-1.16-{campaign}", messages.originals, "**/locale/{fr,it,ja}/LC_MESSAGES/*.mo")
      for campaign in "did dm dw ei httt l low nr sof sota sotbe thot trow tsg ttb utbs".split()],
    ("cataclysm-dda-data", messages.originals, "**/locale/ru/LC_MESSAGES/*.mo"),  # much everyday dialogue
    ("freedroidrpg-data", messages.originals, "**/locale/{de,fr}/LC_MESSAGES/*dialogs.mo"),
    ("endless-sky-data", plain.endless_sky, "usr/share/games/endless-sky/data/**/*.txt"),
    ("crawl-common", plain.crawl, "usr/share/crawl/dat/*/*.txt"),
    ("fillets-ng-data", plain.lua_arguments, "**/dialogs_en.lua"),
    ("widelands-data", messages.originals, "**/de/LC_MESSAGES/*.mo"),
    ("anarchism", pages, "usr/share/doc/anarchism/**/*.html"),  # essays
    ("sword-text-web", compressed.sword, "usr/share/sword/**/*.bzz"),  # the Bible in today's English
    ("sword-comm-mhcc", compressed.sword, "usr/share/sword/**/*.[bcv]zz"),
    ("sword-comm-tdavid", compressed.sword, "usr/share/sword/**/*.[bcv]zz"),
    ("display-dhammapada", plain.text, "usr/share/**/dhammapada-english-transl.txt"),
    ("wordnet-base", dictionaries.wordnet, "usr/share/wordnet/data.*"),
    ("dict-gcide", dictionaries.gcide, "usr/share/dictd/*.dz"),
]
ENGLISH_MANUALS = [
    ("dict-foldoc", dictionaries.entries, "usr/share/dictd/*.dz"),
    ("freeciv-data", messages.originals, "**/locale/fr/LC_MESSAGES/*.mo"),
    ("debian-history", pages, "usr/share/doc/debian-history/**/*.en.html"),
    ("doc-debian", plain.text, "usr/share/doc/debian/**/*.txt*"),
    ("debian-faq", pages, "usr/share/doc/debian/FAQ/*.en.html"),
    ("debian-handbook", pages, "usr/share/doc/debian-handbook/html/en-US/*.html"),
    ("developers-reference", pages, "usr/share/**/*.html"),
    ("debian-policy", pages, "usr/share/doc/debian-policy/policy.html/*.html"),
    ("gnome-user-docs", pages, "usr/share/help/C/**/*.page"),
    ("installation-guide-amd64", pages, "usr/share/doc/*/en/*.html"),
    ("libreoffice-help-en-us", pages, "usr/share/**/text/**/*.html"),
    ("gimp-help-en", pages, "usr/share/gimp/**/en/*.html"),
    ("kicad-doc-en", pages, "usr/share/doc/kicad/help/en/*.html"),
    ("aptitude-doc-en", pages, "usr/share/**/*.html"),
    ("perl-doc", plain.perl_manual, "usr/share/perl/**/*.pod"),
    ("git-doc", pages, "usr/share/doc/git*/**/*.html"),
    ("python-django-doc", pages, "usr/share/doc/**/*.html"),
    ("python3.11-doc", pages, "usr/share/doc/**/html/**/*.html"),
    ("postgresql-doc-15", pages, "usr/share/doc/**/*.html"),
    (DESCRIPTIONS, plain.package_descriptions, "lists/*bookworm_main_i18n_Translation-en"),
]
# In the order of the alphabet, so that the first part of it would be a bad sample.
WHOLE = ["wordnet-base", "dict-gcide", DESCRIPTIONS]

# English and Indonesian pages of the same structure and mostly the same names.
PARALLEL_PAGES = [
    ("debian-handbook", "usr/share/doc/debian-handbook/html/en-US/*.html",
     "debian-handbook", "usr/share/doc/debian-handbook/html/id-ID/*.html"),
    ("debian-reference-en", "usr/share/debian-reference/*.en.html",
     "debian-reference-id", "usr/share/debian-reference/*.id.html"),
    ("installation-guide-amd64", "usr/share/doc/*/en/*.html",
     "installation-guide-amd64", "usr/share/doc/*/id/*.html"),
    ("gnome-user-docs", "usr/share/help/C/**/*.page",
     "gnome-user-docs", "usr/share/help/id/**/*.page"),
    ("libreoffice-help-en-us", "usr/share/**/text/**/*.html",
     "libreoffice-help-id", "usr/share/**/text/**/*.html"),
    ("kicad-doc-en", "usr/share/doc/kicad/help/en/*.html",
     "kicad-doc-id", "usr/share/doc/kicad/help/id/*.html"),
]
# Packages whose programs speak Indonesian: they give texts and pairs.
PROGRAMS = [
    "wesnoth-1.16-data", "cataclysm-dda-data", "freeciv-data", "libreoffice-l10n-id", "wordpress-l10n", "blender-data",
    "gimp-data", "inkscape", "vlc-l10n", "git", "gcc-12-locales", "binutils-common", "coreutils", "gnupg-l10n",
    "evolution-common", "evolution-data-server-common", "gnome-control-center-data", "gnome-shell-common",
    "nautilus-data", "gnome-software-common", "gnucash-common", "digikam-data", "kdenlive-data", "marble-data",
    "cinnamon-l10n", "python3-django", "minetest-data", "phpmyadmin", "audacity-data", "libgtk-3-common",
    "libgtk-4-common", "epiphany-browser-data", "rhythmbox-data", "totem-common", "shotwell-common", "yelp",
    "gedit-common", "pidgin-data", "gnumeric-common", "kate5-data", "plasma-workspace-data", "plasma-desktop-data",
    "kgpg", "okular", "dolphin", "korganizer", "kpat", "dpkg", "bash", "wget", "mate-control-center-common",
    "xfce4-settings", "thunar-data", "parole", "deja-dup", "brasero-common", "claws-mail-i18n",
    "gnome-initial-setup", "gnome-boxes", "aisleriot", "gnome-chess", "quadrapassel", "five-or-more", "gnome-mahjongg",
    "gnome-mines", "gnome-robots", "gnome-sudoku", "gnome-tetravex", "gnome-klotski", "gnome-nibbles", "hitori",
    "iagno", "lightsoff", "swell-foop", "tali", "gnome-terminal-data", "gnome-calculator", "eog", "file-roller",
    "baobab", "cheese-common", "orca", "gnome-system-monitor", "gnome-disk-utility", "seahorse", "simple-scan",
    "gnome-contacts", "gnome-calendar", "gnome-maps", "gnome-music", "gnome-clocks", "evince-common", "gnome-tweaks",
    "gnome-photos", "gitg", "meld", "accerciser", "dconf-editor",
]
INDONESIAN_CATALOGUES = "{**/id/**/*.mo,**/id_ID/**/*.mo,**/*id_ID.mo}"
CATALOGUES = INDONESIAN_CATALOGUES.replace("}", ",**/jv/**/*.mo,**/su/**/*.mo}")  # with Javanese and Sundanese ones
INDONESIAN = [
    *[(package, pages, pattern) for _, _, package, pattern in PARALLEL_PAGES],
    ("mediawiki", messages.mediawiki, "**/i18n/**/{id,jv,su}.json"),
    ("firefox-esr-l10n-id", messages.mozilla, "**/*.xpi"),
    ("thunderbird-l10n-id", messages.mozilla, "**/*.xpi"),
    *[source for package in PROGRAMS for source in ((package, messages.translations, CATALOGUES),
                                                    (package, pages, "**/help/id/**/*.page"))],
]

# Files that more than texts are made of, below the folder of all packages.
WORDNET = "wordnet-base/usr/share/wordnet/data.*"
GCIDE = "dict-gcide/usr/share/dictd/*.dz"
DICTIONARY = "dict-freedict-eng-ind/usr/share/dictd/*.dz"
LEXICON = "r-cran-tidytext/usr/lib/R/**/data/Rdata.rdb"
WIKI_MESSAGES = "mediawiki/**/i18n/**/id.json"


def packages():
    """All, each once."""
    of_texts = [package for package, _, _ in ENGLISH_VOICES + ENGLISH_MANUALS + INDONESIAN]
    of_pairs = [package for package, *_ in PARALLEL_PAGES] + ["dict-freedict-eng-ind"]
    return list(dict.fromkeys(of_texts + of_pairs))
