"""A problem, as an exception and as a document."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, Field

from gateway.problems.kinds import Kind


class FieldError(BaseModel):
    """One field that is not right, and the mend."""

    field: str = Field(description="Where: a path into the body, or the name of a parameter.")
    message: str = Field(description="What is wrong.")
    mend: str = Field(description="What would be right.")


class ProblemDocument(BaseModel):
    """RFC 9457, `application/problem+json`."""

    type: str = Field(description="Address of an explanation of this kind of problem.")
    title: str
    status: int
    detail: str = Field(description="What happened this time, and the way on.")
    errors: list[FieldError] | None = None


class Problem(Exception):  # noqa: N818  RFC 9457's own word
    """The answer to a request is this problem."""

    def __init__(
        self,
        kind: Kind,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(detail or kind.title)
        self.kind = kind
        self.detail = detail or kind.mend
        self.errors = list(errors)
        self.headers = dict(headers or {})
        if retry_after_seconds is not None:
            self.headers["Retry-After"] = str(retry_after_seconds)

    @classmethod
    def of_field(cls, field: str, message: str, mend: str) -> "Problem":
        """One field is not valid."""
        return cls.of_fields([FieldError(field=field, message=message, mend=mend)])

    @classmethod
    def of_fields(cls, errors: Sequence[FieldError]) -> "Problem":
        """Some fields are not valid."""
        detail = "; ".join(f"{error.field}: {error.message}, {error.mend}" for error in errors[:3])
        more = f" (and {len(errors) - 3} more)" if len(errors) > 3 else ""  # noqa: PLR2004  as many as the line above names
        return cls(Kind.INVALID_INPUT, detail + more, errors=errors)

    def document(self) -> ProblemDocument:
        """The document that is sent."""
        return ProblemDocument(
            type=self.kind.address,
            title=self.kind.title,
            status=self.kind.status,
            detail=self.detail,
            errors=self.errors or None,
        )
