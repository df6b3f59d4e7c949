"""The form of an API key: `outl_<random>_<checksum>`, so that a mistyped one is told without a look-up."""

import hashlib
import zlib

PREFIX = "outl"
RANDOM_CHARACTERS = 32
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKSUM_CHARACTERS = 6
_SHOWN_CHARACTERS = 6


def key_of(random: bytes) -> str:
    """A key made of at least 24 random bytes.

    >>> key_of(bytes(24))
    'outl_00000000000000000000000000000000_2wjyrI'
    """
    text = _base62(int.from_bytes(random, "big"), RANDOM_CHARACTERS)
    return f"{PREFIX}_{text}_{_checksum(text)}"


def is_key(text: str) -> bool:
    """Whether a text could be a key of ours: its form and checksum are right.

    >>> is_key(key_of(bytes(24))), is_key("outl_00000000000000000000000000000001_2wjyrI"), is_key("x")
    (True, False, False)
    """
    prefix, _, rest = text.partition("_")
    random, _, checksum = rest.partition("_")
    return prefix == PREFIX and len(random) == RANDOM_CHARACTERS and checksum == _checksum(random)


def shown_prefix(key: str) -> str:
    """What may be shown of a key, for its owner to recognise it."""
    return key[: len(PREFIX) + 1 + _SHOWN_CHARACTERS]


def digest(secret: str) -> str:
    """What is stored of a random secret. It is too long to guess, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), _CHECKSUM_CHARACTERS)


def _base62(number: int, length: int) -> str:
    out = ""
    for _ in range(length):
        number, rest = divmod(number, len(_ALPHABET))
        out = _ALPHABET[rest] + out
    return out
