"""What people answer one another, by language. Words in braces are slots, as in ``voices``."""

from __future__ import annotations

__all__ = ["REPLIES"]

REPLIES: dict[str, tuple[str, ...]] = {
    "en": (
        "Yes!",
        "This. So much this.",
        "Source? (asking kindly)",
        "How many rows was that?",
        "Same here, {n} times out of {n}.",
        "Thank you, I needed that today 🙏",
        "Could you share the notebook?",
        "Filed under: things I learned too late.",
        "Hm, I get {n} with the same data. Different time zone?",
        "Beautiful.",
        "The axis, though…",
        "😂😂",
        "Nice! What is the sample size?",
        "I would read a whole book of these.",
        "Did you try it on the {city} data?",
        "Counterpoint: Mondays.",
        "👏👏👏",
    ),
    "es": ("¡Qué bien!", "Gracias por compartirlo 🌊", "¿Y la boya {d}?", "Totalmente de acuerdo."),
    "ja": ("きれいですね！", "参考になります。", "こちらも{t}度です。"),
    "fr": ("Très belle carte !", "Merci pour le partage.", "Et la légende ?"),
}
