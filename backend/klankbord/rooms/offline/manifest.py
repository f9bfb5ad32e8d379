"""The web app manifest (W3C Web Application Manifest)."""

from typing import Any

from fastapi import Request

from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import Assets

# (file in web/images, size, purpose)
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("maskable-512.png", "512x512", "maskable"),
)
GROUND = "#faf5ec"


def manifest(request: Request) -> dict[str, Any]:
    """The manifest in the visitor's language. `id` never changes: it is what a phone knows the app by."""
    language = spoken_by(request)
    _ = translator(language).gettext
    assets = Assets()
    icons = [{"src": assets.url(n), "sizes": s, "type": "image/png", "purpose": p} for n, s, p in ICONS]
    return {
        "id": "/",
        "name": "Klankbord",
        "short_name": "Klankbord",
        "description": _("The logbook and the quick line for who teaches children music."),
        "lang": language,
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": icons,
    }
