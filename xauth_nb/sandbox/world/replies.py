"""What people answer one another, by language. Words in braces are slots, as in ``voices``."""

from __future__ import annotations

__all__ = ["ASIDES", "REPLIES"]

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

ASIDES: dict[str, tuple[str, ...]] = {
    "en": (
        "Asking for a friend.",
        "I checked with {n} rows of my own.",
        "We see the same in {city}.",
        "Saved for {season}.",
        "My team had {n} opinions on it.",
        "Took me {m} minutes to believe it.",
        "Has anybody tried it with {big} rows?",
        "It rained in {city} when I read this.",
        "I will quote you in class, {n} students will sigh.",
        "Page {m} of the manual says otherwise.",
        "That is my {d}th favourite plot of yours.",
        "Greetings from {city}.",
        "The other {n} charts disagree 🙂",
        "I have {n} questions and one coffee.",
        "Is there a version for {city}, with {n} stations?",
        "Same story here since {season}.",
    ),
    "es": (
        "Saludos desde {city}.",
        "Aquí medimos {t} grados.",
        "Lo enseñé a {n} alumnos.",
        "¿Hay datos de {city}?",
        "Lo comprobé con {n} filas.",
        "Tardé {m} minutos en creerlo.",
    ),
    "ja": (
        "{city}からこんにちは。",
        "{n}人の学生に見せました。",
        "こちらは{t}度でした。",
        "{m}分かけて読みました。",
        "{n}行のデータで確かめました。",
    ),
    "fr": (
        "Bonjour de {city}.",
        "Et à {city}, avec {n} stations ?",
        "J'ai vérifié sur {n} lignes.",
        "Il m'a fallu {m} minutes pour y croire.",
        "Je l'ai montrée à {n} étudiants.",
    ),
}
"""What some add to that."""
