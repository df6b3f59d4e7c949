"""Texts that callers send. Limits hold for what is sent, as the OpenAPI document says, not for what is left of it."""

from pydantic import AfterValidator


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("contains a NUL character: remove it")
    return text


def _trimmed(text: str) -> str:
    found = text.strip()
    if not found:
        raise ValueError("is blank: write at least 1 character(s)")
    return found


NoNul = AfterValidator(_no_nul)
"""PostgreSQL's texts cannot carry it."""
Trimmed = AfterValidator(_trimmed)
"""Without the blanks around it; nothing but blanks is refused."""
