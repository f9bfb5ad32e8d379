"""Where the parts of the web that belong to no room lie on disk."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = PACKAGE / "rooms"
WEB = PACKAGE.parents[1] / "web"
TEMPLATES = WEB / "templates"
TRANSLATIONS = WEB / "translations"
DIST = WEB / "static" / "dist"
