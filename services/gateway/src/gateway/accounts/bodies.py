"""What is sent to and from the account routes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from gateway.http.callers import Scope
from gateway.http.text_fields import NoNul, Trimmed

MIN_PASSWORD = 10
MAX_PASSWORD = 200


Username = Annotated[str, StringConstraints(pattern=r"^\s*[\w.-]{3,40}\s*$", max_length=60), Trimmed, NoNul]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^\s*[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+\s*$"),
    Trimmed,
]
NewPassword = Annotated[SecretStr, Field(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD)]
AnyPassword = Annotated[SecretStr, Field(min_length=1, max_length=MAX_PASSWORD)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RegisterBody(_Body):
    """A new account."""

    username: Username = Field(examples=["ann"])
    email: Email = Field(examples=["ann@example.org"])
    password: NewPassword = Field(examples=["a long sentence is best"])


class LoginBody(_Body):
    """A login by username or address."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=254), NoNul] = Field(examples=["ann"])
    password: AnyPassword
    remember: bool = Field(default=False, strict=True, description="Stay logged in for 30 days instead of one.")


class RefreshBody(_Body):
    """A refresh token, where it is not in the cookie."""

    refresh_token: Annotated[str, StringConstraints(min_length=1, max_length=200), NoNul] | None = None


class PasswordBody(_Body):
    """A change of password."""

    current_password: AnyPassword
    new_password: NewPassword


class UserView(BaseModel):
    """An account."""

    id: UUID | None = Field(description="null: the local owner of a laptop's gateway.")
    username: str
    email: str
    role: str
    created_at: datetime | None


class LoginView(BaseModel):
    """What a login gives."""

    access_token: str = Field(description="Send it as `Authorization: Bearer …`.")
    token_type: str = "bearer"  # noqa: S105  the kind, not the token
    expires_in_seconds: int
    refresh_token: str = Field(description="Good once, for the next pair; also in the cookie `refreshToken`.")
    user: UserView


class KeyBody(_Body):
    """A new API key."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80), Trimmed, NoNul] = Field(
        examples=["nightly report"]
    )
    scopes: list[Scope] = Field(
        default=[Scope.READ, Scope.WRITE], min_length=1, max_length=3, description="What it may do."
    )
    expires_in_days: int | None = Field(None, ge=1, le=3650, strict=True, description="null: until it is revoked.")


class KeyView(BaseModel):
    """An API key, without the key."""

    id: UUID
    name: str
    prefix: str = Field(description="How it begins.")
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class NewKeyView(KeyView):
    """A new API key. It is shown this once."""

    key: str


class KeyList(BaseModel):
    """The caller's API keys."""

    items: list[KeyView]
