"""What each of the cast says. Words in braces are slots that :mod:`xauth_nb.sandbox.world.slots` fills."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CROWD_VOICE", "VOICES", "Voice"]


class Voice(NamedTuple):
    """How one person writes."""

    lang: str
    says: tuple[str, ...]
    shows: tuple[str, ...] = ()
    """Captions of pictures."""
    asks: tuple[tuple[str, ...], ...] = ()
    """Polls: the question, then the options."""
    explains: tuple[str, ...] = ()
    """Sentences that long posts and threads are made of."""


VOICES: dict[str, Voice] = {
    "ada": Voice(
        "en",
        (
            "Spent the morning on one column. It was a date. It is always a date. #pandas",
            "Median {n} min, mean {m} min. Somebody, somewhere, waited a very long time. #datascience",
            "Plot first, model later. {doc}",
            "The {city} air quality data is out again, and so is the missing sensor at the harbour. {data}",
            "Today’s join: {big} rows in, {n} rows explained, the rest is “historical reasons”.",
            "Small trick I use daily: df.sample({n}) before df.head(). The top of a file is never typical. #python",
            "A bar chart of shares that sum to 10{d}%. I have questions.",
            "Reproducible means: I closed the kernel, ran all, and got the same number. {n} for {same}. ✅",
            "If p < 0.05 & nobody wrote down the question first, it is not a finding, it is a souvenir.",
            "Good morning {city}! {n} notebooks to review, one coffee ☕",
            "Reading {doc} again. Every year I understand a different paragraph.",
            "Note to self: <br> is not a delimiter. #cleaning",
            "Teaching regression tonight. I will bring {n} oranges and a scale.",
            "Counted the bicycles on the bridge for {n} days. Rain matters less than Mondays do. {data}",
            "The rooftop station says {t} °C. My balcony says otherwise. @stationbot",
        ),
        (
            "Bicycles on the bridge by hour. Two humps, like every honest city.",
            "Residuals of the week: this one has a face",
            "Missing values in the harbour sensor, a portrait",
            "{n} small multiples, one shared axis, no legend needed #dataviz",
        ),
        (
            ("What do you check first in a new table?", "Missing values", "Types", "Duplicates", "Who made it"),
            ("Coffee while the model trains?", "Yes", "It has trained already"),
            ("Best size for a sample to show in class?", "5", "10", "50", "All of it"),
        ),
        (
            "I was asked why I never start with the model.",
            "Because the table is the result of somebody’s work, and work has reasons that are not in the columns.",
            "So first I count: rows, days, devices, people. I look for the numbers that are too round.",
            "Then I plot one thing over time, with the gaps left in, because a gap is a measurement too.",
            "Only then do I ask a question, and I write it down before I look at any answer.",
            "The model comes last, and it is nearly always smaller than the one I had in mind.",
            "Half of the time a median and a good title are enough.",
        ),
    ),
    "grace": Voice(
        "en",
        (
            "It works on my machine is a bug report about the other machine.",
            "Found another moth. This one sat in the build cache. 🦋",
            "{n} warnings on Monday, 0 on Friday. That is the whole method.",
            "A nanosecond is about 30 cm of wire. Please keep that in mind when you add a third proxy.",
            "Wind {knots} knots in the bay, compiler can wait ⛵",
            "Deleted {n} lines today. Best commit of the {season}.",
            "Wrote the manual before the code again. The code got shorter. {doc}",
            "You manage things; you lead people; you delete feature flags.",
            "Error messages are user interface. Say what happened, why, and what to do next.",
            "Ask me about the time a comment was load-bearing.",
            "The most dangerous phrase in a review: “we’ve always parsed it this way”.",
            "Release {d}.{n} is out. It does less, and faster. {site}",
        ),
        (
            "The moth in question",
            "Sunrise over the harbour, {knots} knots",
            "Flame graph before. Flame graph after is in the reply.",
        ),
        (
            ("Tabs?", "Spaces", "Tabs", "What the formatter says"),
            ("When do you write the docs?", "Before", "During", "After", "There are docs?"),
        ),
        (
            "A short story about a slow test suite.",
            "It took forty minutes, so nobody ran it, so it was always broken, so nobody ran it.",
            "We did not buy faster machines. We printed the ten slowest tests on the wall.",
            "Nine of them were sleeping, waiting for something that could have told them that it was ready.",
            "The tenth compiled a whole compiler to look at one line of its output.",
            "Four minutes now. People run it before lunch, and lunch is better for it.",
        ),
    ),
    "alan": Voice(
        "en",
        (
            "Ran {n} km. Halting problem: solved at the bakery.",
            "Every sufficiently long proof contains a “clearly” that is not.",
            "Is {big} prime? It looks prime. It feels prime. It is not prime.",
            "Cross-validation is just asking the data the same question politely {n} times.",
            "Rain in {city}, chess indoors ♟️",
            "Randomness is harder to make than order. Ask anybody who has shuffled cards in public.",
            "We can only see a short distance ahead, and the deadline is in that distance.",
            "New puzzle for the long weekend: {n} lamps, {d} switches, one honest clerk.",
            "Reading about error-correcting codes {doc}. Redundancy is a virtue. Redundancy is a virtue.",
            "If $ENTROPY were listed I would short it every evening.",
        ),
        ("Morphogenesis on my breakfast: a study in spots", "A cellular automaton after {n} steps"),
        (("Can this poll be won?", "Yes", "No", "Undecidable"),),
        (
            "People ask whether the machine understands.",
            "I ask them what they would accept as an answer, and we usually stop there.",
            "A question without a possible answer is a mood, and moods are fine, but they do not need a lab.",
            "Write down the test first. Then argue about the test. That argument is the interesting one.",
            "The rest is engineering, long runs, and remembering to eat.",
        ),
    ),
    "katherine": Voice(
        "en",
        (
            "Checked the burn by hand. {n}.{d} m/s. The computer agrees with me. 🛰️",
            "Orbit day {n}: everything falls, it just keeps missing.",
            "Launch window opens {n} minutes after sunset in {city}. Bring a jacket.",
            "Students measured the ISS pass with phones & a stopwatch: {n} s off. I am proud. #astronomy",
            "Tonight’s homework uses real ephemerides {data}",
            "Always carry one more digit than you can defend, and one fewer than you can type.",
            "A good figure shows the units. A great figure makes you feel them.",
            "The Moon is at {n}% tonight, perigee in {d} days 🌗",
            "Numbers first, adjectives later. #SpaceWeather Kp {d}",
            "We have a new light curve! {data} Dip of {d}.{n}%, three transits, one very happy class.",
            "Reminder: the L in L1 is for Lagrange, not for luck.",
        ),
        (
            "Transit light curve from last night, binned to {n} s",
            "Trajectory, drawn twice: once by me, once by the plotter",
            "Moon, {n} frames stacked",
        ),
        (
            ("Favourite Lagrange point?", "L1", "L2", "L4", "L5"),
            ("Crewed or robotic for the next one?", "Crewed", "Robotic"),
        ),
        (
            "How do you hit a moving target from a moving platform that spins? Slowly.",
            "You choose a frame in which most of the motion disappears, and write that choice at the top.",
            "Then you solve the easy problem, the one with two bodies, because it is nearly right.",
            "Everything else is a correction: the oblate Earth, the thin air, the push of sunlight.",
            "Each is small, and each has a sign. Most mistakes that I have found were signs.",
            "So check the sign with a drawing, then the size with a guess, and only then with the computer.",
            "If all three agree, fly it. If two agree, sleep on it. If one agrees, sharpen the pencil.",
        ),
    ),
    "hedy": Voice(
        "en",
        (
            "{n} dB down and smiling 📡",
            "The 2.4 GHz band in my building has {n} networks. I have named mine Patience.",
            "Hop, hop, hop. Spread spectrum is just good manners.",
            "Waterfall of the evening: a weather balloon over {city} {data}",
            "Any fool can transmit. Listening takes a budget.",
            "Antenna from {n} cm of wire and a coffee can: it beats the bought one by {d} dB.",
            "Decoded the satellite pass at {h}:0{d}, clouds and all ☁️🛰️ #SDR",
            "Film tonight, filters tomorrow.",
        ),
        ("NOAA-style pass, decoded on the balcony", "Waterfall plot, {n} kHz wide"),
        (("Which noise?", "White", "Pink", "Brown", "The neighbours"),),
        (
            "Why do my readings jump at 18:00 sharp every day?",
            "First I blamed the antenna, then the cable, then my own program, in that order, which is the wrong order.",
            "It was the street lamps. New drivers, switched at 30 kHz, and a harmonic right in my band.",
            "Moral: when the noise keeps office hours, look for somebody who works there.",
        ),
    ),
    "emmy": Voice(
        "en",
        (
            "Symmetry found. Conservation law pending.",
            "My students proved it in {n} lines. I had {big}. We are all very pleased.",
            "Ideals > goals.",
            "Walked {n} km in the Harz & proved nothing. Recommended.",
            "“Without loss of generality” is the most generous phrase in mathematics.",
            "A ring, a field and a module walk into a bar. It commutes.",
        ),
        (),
        (("Better notation?", "f∘g", "fg", "f;g"),),
        (
            "I am often told that algebra is abstract.",
            "It is the opposite: it is what remains when you take away everything that did not matter.",
            "Try it with a queue at a bakery. Take away the people, the bread, the town. What is left is an order.",
            "That order is the same one that sorts your table, schedules your trains and ranks your football league.",
        ),
    ),
    "rosa": Voice(
        "es",
        (
            "Buenos días desde {city} ☕ La boya {d} vuelve a transmitir: {t} °C en superficie.",
            "Oleaje de {d},{n} m esta tarde. Nada de prisas con el barco. 🌊",
            "Quien no documenta sus columnas, navega sin carta. #DatosAbiertos",
            "Hemos publicado {n} años de corrientes, por fin sin contraseñas: {data}",
            "La serie tiene un hueco de {n} horas. El hueco también es un dato.",
            "¿Marea viva o café cargado? Hoy, las dos cosas.",
            "Gracias a @ada por encontrar el error de signo: era invierno solo en mi hoja de cálculo 😅",
            "Mapa nuevo de @luc con nuestras boyas. ¡Qué preciosidad! {site}",
        ),
        ("La boya {d} después del temporal", "Temperatura superficial, media de {n} días"),
        (("¿Qué medimos mañana?", "Salinidad", "Oxígeno", "Paciencia"),),
        (
            "Una boya no es un sensor, es una convivencia.",
            "Cada mes alguien tiene que ir, limpiar los percebes y cambiar una batería con las manos frías.",
            "Por eso, cuando ves un punto en la gráfica, piensa en la lancha que lo hizo posible.",
            "Y cuando falta un punto, piensa en el temporal.",
        ),
    ),
    "yuki": Voice(
        "ja",
        (
            "おはようございます。今朝の{city}は{t}度、うろこ雲です☁️",
            "衛星画像を{n}枚重ねてみた。台風の目がくっきり。",
            "雨雲レーダーの更新、今日から{d}分ごとになりました {data}",
            "ラーメン食べながら回帰分析🍜 外れ値は大盛り。",
            "気温のグラフに昨日の停電がきれいに写っている。欠測も記録。",
            "New notebook: reading Himawari-style tiles in {n} lines of Python {doc} #python",
            "積乱雲、高さ{n}百メートルくらい？ 夏の終わり。#雲",
            "データは{big}行、コーヒーは{d}杯。",
        ),
        ("今日の夕焼け雲 🌇", "かなとこ雲、{city}の北から", "Cloud of the day: lenticular 🛸"),
        (("好きな雲は？", "うろこ雲", "入道雲", "笠雲", "晴れ"),),
        (
            "雲の名前を覚えるより、まず五分間見ていてください。",
            "形は変わりますが、変わり方には癖があります。上に伸びるのか、横に流れるのか、ほどけるのか。",
            "私は毎朝同じ窓から一枚だけ撮ります。きれいな日も、灰色の日も、何もない日も。",
            "三年分並べると、季節が一本の線になって見えてきます。",
            "観測は特別な日のためではなく、普通の日のためにあるのだと思います。",
        ),
    ),
    "luc": Voice(
        "fr",
        (
            "Nouvelle carte : {n} gares, une seule couleur. {site}",
            "Une carte sans échelle, c’est une opinion.",
            "Le train de {h} h 0{d} est à l’heure. Je note, c’est pour la série. 🚆",
            "Projection du jour : on garde les surfaces, on sacrifie les formes. Comme en réunion.",
            "{big} points, zéro légende, et pourtant on comprend tout. Bravo @ada",
            "Il pleut sur {city}, les isohyètes sont contentes.",
            "J’ai retrouvé une gare qui n’existait plus. Elle avait toujours ses horaires. #cartographie",
        ),
        ("Isochrones au départ de {city}, {n} minutes", "Un essai en deux couleurs"),
        (("Le nord doit-il être en haut ?", "Oui", "Non", "Quel nord ?"),),
        (
            "On me demande pourquoi je redessine des cartes qui existent déjà.",
            "Parce qu’une carte répond à une question, et que les questions changent.",
            "Celle de 1900 répondait : où peut-on aller ? La mienne demande : en combien de temps, un mardi ?",
        ),
    ),
    "mae": Voice(
        "en",
        (
            "Dome open. Seeing 0.{n}″. Good night, everyone else ✨",
            "{n} exposures, {d} satellites, 1 moth.",
            "Clouds from the west. Closing at {h}:0{d}. Tea.",
            "That is not a new object. That is a reflection. That is always a reflection.",
            "First light of the new filter! {data}",
            "The Milky Way casts a shadow here, if you are patient & a bit tired 🌌",
            "Counts are up, {n} e-/s. Somebody on the road forgot their headlights. #darkskies",
            "Shift change. The Sun takes over. 🌅",
        ),
        (
            "All-sky camera, 04:{min}, not a cloud",
            "The dome against the galactic centre 🌌",
            "Airglow tonight, {n} s exposure",
        ),
        (("Worst thing in a frame?", "Moonlight", "Satellite", "Moth", "My own torch"),),
        (
            "What does one do all night at a telescope? Mostly wait, and keep honest notes about the waiting.",
            "Every frame has a log line: time, filter, air mass, temperature, and one word about the sky.",
            "Years later somebody will find a dip at 03:12 and ask whether it was real.",
            "The word that I wrote, thin, or gusty, or moth, is the difference between a discovery and an apology.",
        ),
    ),
    "omar": Voice(
        "en",
        (
            "Your interval is not too wide. It is honest. #statistics",
            "Relative risk up {n}%! From {d} in a million to {same} in a million, rounded.",
            "Reviewed {m} papers. {d} of them had a denominator.",
            "What is the question? No, before the data. What was the question?",
            "صباح الخير من {city} ☀️",
            "GOOOAL ⚽ also, small sample.",
            "Vaccination coverage by district, updated {data}",
            "Correlation of the week: ice cream sales & my football team’s form.",
        ),
        ("Forest plot, {n} studies, one outlier with a story",),
        (("Report it as…", "Risk ratio", "Odds ratio", "Natural frequencies"),),
        (
            "Please, when you write about a risk, give me two numbers.",
            "How many out of a thousand without it, and how many out of a thousand with it.",
            "A percentage of a percentage is how honest people mislead each other.",
            "And then draw the thousand. Dots are cheap, and everybody can count.",
        ),
    ),
    "stationbot": Voice(
        "en",
        (
            "{t} °C, wind {n} km/h, pressure {hpa} hPa. #weather",
            "{t} °C, humidity {humidity}%, no rain in the last 6 h. #weather",
            "Rain: {d}.{n} mm since the last reading. {t} °C. #weather",
            "{t} °C. Battery 9{d}%. All sensors nominal. {data}",
        ),
        ("Sky camera, looking west, {t} °C",),
    ),
    "quiet_kim": Voice("en", ("…", "still here", "long week. soup.", "the cat sat on the dataset")),
}

CROWD_VOICE = Voice(
    "en",
    (
        "Day {n} of learning pandas. I have met the SettingWithCopyWarning. We are not friends yet.",
        "TIL: {doc}",
        "Anyone else at the meetup in {city} tonight?",
        "My model predicts rain. My knee predicts rain. Ensemble!",
        "finally a plot with readable labels, thanks to @ada",
        "Saw the ISS over {city}!! @katherine was right to the second 🛰️",
        "why is it always the time zone",
        "#100DaysOfCode {n}: wrote a test, it failed, then it did not",
        "Weekend project: counting trains with @luc’s maps 🚆",
        "Good evening to everyone whose kernel just died",
    ),
    ("first plot I am not ashamed of", "sky over {city} tonight"),
)
