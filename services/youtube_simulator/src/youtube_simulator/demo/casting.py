"""Casts the channels of a niche: who they are, how large, how often they publish and about what."""

import math
import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from youtube_simulator.demo.chance import Chance
from youtube_simulator.demo.grammar import expand
from youtube_simulator.demo.niche import Foreign, Names, Niche, Topic

SMALLEST = 2_000
LARGEST = 5_000_000
_BRANDED = 0.55
_RISING = 0.08
_FALLING = 0.16
_DOUBLES_IN_DAYS = 45
_TWO_CORNERS = 0.45
_NO_SHORTS = 0.18
_MOSTLY_SHORTS = 0.12
_COUNTRIES = ["US", "US", "US", "US", "GB", "GB", "CA", "AU", "IE", "NZ", "IN", "PH", "NL", "SE", "ZA", None]


@dataclass(frozen=True, slots=True)
class Persona:
    """One channel of the demo world before it has published anything.

    `usual` is what a long video of it brings in the end, `shorts_factor` what a Short brings in relation to that,
    `trend` how both change (per day, logarithmic), `punctuality` stretches the growth of its videos.
    """

    id: str
    niche: Niche
    title: str
    first_name: str
    handle: str
    about: str
    language: str
    country: str | None
    topics: tuple[Topic, ...]
    keywords: tuple[str, ...]
    subscribers: int
    uploads_a_week: float
    shorts_share: float
    usual: float
    shorts_factor: float
    trend: float
    punctuality: float
    hour: int
    made_for_kids: bool
    founded_days_ago: int
    random: Chance


def random_id(text: str, length: int) -> str:
    """An id of the alphabet that YouTube's ids have, the same for the same text."""
    digest = blake2b(text.encode(), digest_size=32).digest()
    return urlsafe_b64encode(digest).decode()[:length]


def three_figures(number: float) -> int:
    """Rounded down to three significant figures, as subscriber counts are shown.

    >>> three_figures(123_987)
    123000
    """
    whole = int(number)
    unit: int = 10 ** max(0, len(str(whole)) - 3)
    return whole // unit * unit


def cast_niche(niche: Niche, names: Names, seed: int, taken: set[str]) -> Iterator[Persona]:
    """The channels of a niche; `taken` holds the handles in use and grows."""
    brands = list(niche.brands)
    Chance(f"{seed}/{niche.id}").shuffle(brands)
    abroad = [(foreign, title) for foreign in niche.foreign for title in foreign.channel_names]
    for number in range(niche.channels):
        random = Chance(f"{seed}/{niche.id}/{number}")
        first = random.choice(names.first)
        foreign, title = abroad.pop() if abroad else (None, None)
        if title is None:
            slots = {"first": [first], "first2": names.first, "last": names.last}
            branded = brands and random.happens(_BRANDED)
            title = brands.pop() if branded else expand(random.choice(niche.patterns), slots, random)
        handle = _handle(title, random, taken)
        yield _persona(niche, number, seed, random, first=first, title=title, handle=handle, foreign=foreign)


def _persona(  # noqa: PLR0913 - one call, by name
    niche: Niche,
    number: int,
    seed: int,
    random: Chance,
    *,
    first: str,
    title: str,
    handle: str,
    foreign: Foreign | None,
) -> Persona:
    topics = _topics(niche, random, foreign)
    subniche = topics[0].subniche
    about = foreign.about if foreign else random.choice(niche.about)
    slots = {"first": [first], "sub": [subniche.name.lower()], "domain": [f"{handle[1:]}.example"]}
    subscribers = min(max(10 ** random.gauss(5.0, 0.72), SMALLEST), LARGEST)
    turn = random.random()
    trend = random.gauss(0, 0.0015)
    if turn < _RISING:
        trend = math.log(2) / _DOUBLES_IN_DAYS
    elif turn < _FALLING:
        trend = -math.log(2) / _DOUBLES_IN_DAYS
    own = [topic.name for topic in topics[:3]]
    keywords = random.sample(niche.keywords, min(3, len(niche.keywords))) + subniche.keywords[:3] + own
    return Persona(
        id="UC" + random_id(f"channel/{seed}/{niche.id}/{number}", 22),
        niche=niche,
        title=title,
        first_name=first,
        handle=handle,
        about=expand(about, slots, random),
        language=foreign.language if foreign else "en",
        country=random.choice(foreign.countries) if foreign else random.choice(_COUNTRIES),
        topics=topics,
        keywords=tuple(dict.fromkeys(keywords)),
        subscribers=three_figures(subscribers),
        uploads_a_week=min(max(random.lognormvariate(math.log(2.2), 0.7), 0.5), 11.0),
        shorts_share=_shorts_share(niche, random),
        usual=subscribers * random.lognormvariate(math.log(0.11), 0.8) * (subscribers / 1e5) ** -0.12,
        shorts_factor=random.lognormvariate(math.log(1.5), 0.7),
        trend=trend,
        punctuality=min(max(random.gauss(1.0, 0.3), 0.4), 2.0),
        hour=random.randint(9, 21),
        made_for_kids=random.random() < niche.kids_share,
        founded_days_ago=random.randint(300, 4200),
        random=random,
    )


def _topics(niche: Niche, random: Chance, foreign: Foreign | None) -> tuple[Topic, ...]:
    """Two to four topics of one corner of the niche and often one or two of a neighbouring one."""
    if foreign is not None:
        return tuple(foreign.topics)
    home = random.choice(niche.subniches)
    topics = random.sample(home.topics, min(len(home.topics), random.randint(2, 4)))
    if random.happens(_TWO_CORNERS):
        other = random.choice([subniche for subniche in niche.subniches if subniche is not home])
        topics += random.sample(other.topics, random.randint(1, 2))
    return tuple(topics)


def _shorts_share(niche: Niche, random: Chance) -> float:
    if random.happens(_NO_SHORTS):
        return 0.0
    if random.happens(_MOSTLY_SHORTS):
        return 0.9
    return min(max(random.gauss(niche.shorts_share, 0.15), 0.05), 0.8)


def _handle(title: str, random: Chance, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", title.replace("&", "and")).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]", "", plain.lower()) or f"user{random.randint(1000, 9999)}"
    handle = "@" + stem[:28]
    while handle in taken:
        handle = f"@{stem[:26]}{random.randint(2, 99)}"
    taken.add(handle)
    return handle
