"""Accounts that the operator makes at the console: the first of all, and others where nobody may register."""

import secrets as randomness
from dataclasses import dataclass
from uuid import uuid4

from pydantic import SecretStr, ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.accounts import store
from gateway.accounts.bodies import RegisterBody
from gateway.accounts.keys import new_key
from gateway.accounts.passwords import Passwords
from gateway.database import Database
from gateway.http.callers import Scope, owner_of
from gateway.problems.mends import field_errors

PASSWORD_BYTES = 18


@dataclass(frozen=True, slots=True)
class Issued:
    """A new account. Password and key are shown this once."""

    username: str
    role: str
    password: str
    api_key: str


class NotIssuedError(Exception):
    """The account was not made; says why."""


async def issue(database: Database, username: str, email: str, *, is_operator: bool) -> Issued:
    """Make an account with a password and an API key of its own.

    Raises:
        NotIssuedError: The name or the address cannot be used, or is taken.
        DatabaseDown: PostgreSQL is away.
    """
    password = randomness.token_urlsafe(PASSWORD_BYTES)
    body = _checked(username, email, password)
    hashed = await Passwords().hashed(password)
    role = store.ADMIN if is_operator else store.USER
    scopes = list(Scope) if is_operator else [Scope.READ, Scope.WRITE]
    user_id = uuid4()
    key, values = new_key(owner_of(user_id), "made with the account", scopes, expires_in_days=None)

    async def work(connection: AsyncConnection) -> None:
        taken = await store.taken(connection, username=body.username, email=body.email, but=user_id)
        if taken:
            raise NotIssuedError(f"{' and '.join(taken)}: taken; choose another")
        if await store.user_of(connection, user_id) is None:  # else a first try was committed after all
            await store.add_user(connection, user_id, body.username, body.email, hashed, role=role)
            await store.add_key(connection, values)

    await database.run(work)
    return Issued(body.username, role, password, key)


def _checked(username: str, email: str, password: str) -> RegisterBody:
    try:
        return RegisterBody(username=username, email=email, password=SecretStr(password))
    except ValidationError as error:
        wrong = field_errors(error.errors(include_url=False, include_input=False))
        raise NotIssuedError("; ".join(f"{one.field}: {one.message}, {one.mend}" for one in wrong)) from error
