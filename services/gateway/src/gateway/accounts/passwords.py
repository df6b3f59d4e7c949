"""Passwords: argon2id by argon2-cffi, off the event loop, a few at a time."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""Each takes 64 MiB and a core for a moment: more at once would be a way to exhaust the machine."""


class Passwords:
    """Hashes and checks passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._nobodys: str | None = None

    async def hashed(self, password: str) -> str:
        """The password as it is stored."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, stored: str | None) -> bool:
        """Whether it is the password; for an account that is not there it takes as long, and is not."""
        async with self._slots:
            fits = await asyncio.to_thread(self._verify, password, stored or await self._nobodys_hash())
        return fits and stored is not None

    async def _nobodys_hash(self) -> str:
        """What an account that is not there is compared with; made when first needed, for it takes 64 MiB."""
        if self._nobodys is None:
            self._nobodys = await asyncio.to_thread(self._hasher.hash, "nobody's password")
        return self._nobodys

    def _verify(self, password: str, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
