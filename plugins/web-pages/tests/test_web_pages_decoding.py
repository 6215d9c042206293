"""Encodings: what is declared where it holds, else strict UTF-8, else windows-1252."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_web_pages.decode import decode

TEXT = "<p>Übermäßig große Brücken – „schön“</p>"
META = '<meta charset="{}">'


@given(st.text(st.characters(codec="utf-8")))
def test_utf_8_is_utf_8_whatever_is_declared(text: str) -> None:
    data = ("<p>ä</p>" + text).encode()
    for header in ("", "text/html; charset=utf-8", "text/html; charset=iso-8859-1", "text/html; charset=quatsch"):
        assert decode(data, header).text == "<p>ä</p>" + text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    decoded = decode(TEXT.encode(codec), "text/html; charset=iso-8859-1")
    assert (decoded.text, decoded.guessed) == (TEXT, False)


@pytest.mark.parametrize("codec", ["cp1252", "iso-8859-1", "iso-8859-15", "cp1250", "utf-8"])
@pytest.mark.parametrize("where", ["header", "meta"])
def test_a_declaration_is_followed(codec: str, where: str) -> None:
    text = META.format(codec) * (where == "meta") + "<p>Übermäßig große Brücken</p>"
    decoded = decode(text.encode(codec), f"text/html; charset={codec}" if where == "header" else "")
    assert (decoded.text, decoded.guessed) == (text, False)


def test_latin_1_means_windows_1252() -> None:
    assert decode(TEXT.encode("cp1252"), "text/html; charset=iso-8859-1").text == TEXT


def test_nothing_declared_is_a_guess() -> None:
    assert decode(TEXT.encode("cp1252")) == decode(TEXT.encode("cp1252"), "text/html; charset=utf-8")
    assert decode(TEXT.encode("cp1252")).text == TEXT
    assert decode(TEXT.encode("cp1252")).guessed
    assert decode(TEXT.encode()).guessed


def test_a_wrong_declaration_is_survived_and_recorded() -> None:
    decoded = decode((META.format("iso-8859-1") + TEXT).encode())
    assert decoded.text.endswith(TEXT)
    assert (decoded.encoding, decoded.guessed) == ("utf-8", True)


def test_a_few_broken_bytes_do_not_spoil_a_page_in_utf_8() -> None:
    decoded = decode((TEXT * 20).encode() + b"\xff" + TEXT.encode(), "text/html; charset=utf-8")
    assert decoded.text == TEXT * 20 + "�" + TEXT


def test_utf_16_in_a_meta_element_cannot_be_true() -> None:
    assert decode((META.format("utf-16") + TEXT).encode()).text.endswith(TEXT)


@given(st.binary(), st.text(max_size=40))
def test_any_bytes_decode_without_lone_surrogates(data: bytes, header: str) -> None:
    decode(data, header).text.encode("utf-8")
