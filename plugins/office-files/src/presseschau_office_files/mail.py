"""E-mails (RFC 5322) as texts: what they say as plain text, else the text of their HTML; with subject, day and sender."""

import email.policy
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from presseschau import DocumentError

Claims = tuple[tuple[str, str], ...]


def text_of_mail(data: bytes) -> tuple[str, Claims]:
    """Return the text of an e-mail and what its headers say.

    Raises:
        DocumentError: it has no part with text.
    """
    message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    if not isinstance(body, EmailMessage):
        raise DocumentError("the e-mail has no text", hint="open it and save what is attached to it")
    text = str(body.get_content(errors="replace"))
    if body.get_content_subtype() == "html":
        from presseschau_office_files.markup import text_of_markup  # noqa: PLC0415 - needs lxml

        text = text_of_markup(text)
    said = [("title", str(message["subject"] or "")), ("date", _day(message)), ("sender", str(message["from"] or ""))]
    return text, tuple((name, value) for name, value in said if value)


def _day(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError):
        return ""
