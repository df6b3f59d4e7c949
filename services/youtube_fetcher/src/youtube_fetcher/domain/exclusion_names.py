"""What a person may write to name a channel, and which channel they mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import unquote, urlsplit

_CHANNEL_ID = re.compile(r"UC[0-9A-Za-z_-]{22}")
_HANDLE = re.compile(r"@?([\w.·-]{3,30})")
_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"})


@dataclass(frozen=True, slots=True)
class ById:
    """A channel id, alone or in a link."""

    channel_id: str


@dataclass(frozen=True, slots=True)
class ByHandle:
    """An @handle, alone or in a link; without the @."""

    handle: str


@dataclass(frozen=True, slots=True)
class ByUsername:
    """The user name of an old link."""

    username: str


@dataclass(frozen=True, slots=True)
class ByTitle:
    """A channel's name as people say it, and the handles that such a channel often has, the likeliest first."""

    title: str
    likely_handles: tuple[str, ...]


Lookup = ById | ByHandle | ByUsername | ByTitle


C = TypeVar("C", bound="Named")


class Named(Protocol):
    """A channel as far as its names go."""

    @property
    def title(self) -> str:
        """Its name."""
        ...

    @property
    def handle(self) -> str | None:
        """Its @handle, with the @."""
        ...


def squeezed(text: str) -> str:
    """Letters and digits alone, in one case: what is left when people write a name in their own way.

    >>> squeezed("Tom & Jax Gaming")
    'tomjaxgaming'
    """
    return "".join(character for character in text.casefold() if character.isalnum())


def read_name(text: str) -> Lookup:
    """What a name, @handle, link or id asks for.

    >>> read_name("https://www.youtube.com/@Some.Handle/videos")
    ByHandle(handle='Some.Handle')
    >>> read_name("Tom & Jax")
    ByTitle(title='Tom & Jax', likely_handles=('tomandjax', 'tomjax'))
    """
    name = text.strip()
    if _CHANNEL_ID.fullmatch(name):
        return ById(name)
    if name.startswith("@") and (match := _HANDLE.fullmatch(name)):
        return ByHandle(match[1])
    return _read_link(name) or ByTitle(name, _likely_handles(name))


def _read_link(name: str) -> Lookup | None:
    match _path_on_youtube(name):
        case ["channel", channel_id, *_] if _CHANNEL_ID.fullmatch(channel_id):
            return ById(channel_id)
        case ["user", username, *_]:
            return ByUsername(username)
        case [handle, *_] if handle.startswith("@") and (match := _HANDLE.fullmatch(handle)):
            return ByHandle(match[1])
        case ["c", custom, *_] | [custom]:
            return ByTitle(custom, _likely_handles(custom))
        case _:
            return None


def _path_on_youtube(name: str) -> list[str]:
    """The segments of a link to YouTube; none where it is no such link."""
    if "/" not in name:
        return []
    try:
        parts = urlsplit(name if "://" in name else f"https://{name}")
    except ValueError:
        return []
    return [unquote(segment) for segment in parts.path.split("/") if segment] if parts.hostname in _HOSTS else []


def _likely_handles(title: str) -> tuple[str, ...]:
    guesses = dict.fromkeys((squeezed(title.replace("&", " and ")), squeezed(title)))
    return tuple(guess for guess in guesses if guess.isascii() and _HANDLE.fullmatch(guess))


def means(name: str, channel: Named) -> bool:
    """Whether `channel` may be what a person calls `name`: one of the two names contains the other.

    >>> from common.events import Channel
    >>> means("mrbeast", Channel(id="1", title="MrBeast Gaming"))
    True
    """
    asked, title = squeezed(name), squeezed(channel.title)
    if not asked:
        return name.strip() in channel.title
    return asked in title or (len(title) > 2 and title in asked)  # noqa: PLR2004  a letter or two is in every name


def best_match(name: str, channels: Sequence[C]) -> C | None:
    """The channel that `name` means best, of those found in order of rank; None where none does.

    A channel of exactly this name wins over a fan channel that merely contains it, whatever the ranks.
    """
    asked = squeezed(name)

    def closeness(channel: C) -> int:
        if asked and asked in (squeezed(channel.title), squeezed(channel.handle or "")):
            return 2
        return 1 if means(name, channel) else 0

    best = max(channels, key=closeness, default=None)
    return best if best is not None and closeness(best) else None
