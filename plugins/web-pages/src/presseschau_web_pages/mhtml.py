"""Pages that browsers saved with all their parts (MHTML, RFC 2557): the page itself, and where it came from."""

import email.policy
from email import message_from_bytes


def page_in(data: bytes) -> tuple[bytes, str, str]:
    """Return the page, its type with charset, and its address; ``(b"", "", "")`` where there is none."""
    message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            address = part.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
            charset = part.get_content_charset("")
            declared = f"text/html; charset={charset}" if charset else "text/html"
            return content if isinstance(content, bytes) else b"", declared, str(address).strip()
    return b"", "", ""
