"""Bytes to text."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from presseschau import DocumentError
from presseschau.inputs.decoding import MIXED, decode, is_mixed, normalize_line_ends, refuse_unusable

characters = st.characters(exclude_categories=["Cs"])
texts = st.text(characters)


@given(texts.filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_comes_back_with_and_without_a_mark(text: str) -> None:
    for data in [text.encode("utf-8"), text.encode("utf-8-sig")]:
        decoded = decode(data)
        assert (decoded.text, decoded.encoding, decoded.guessed) == (text, "utf-8", False)


@given(texts.filter(lambda text: not text.startswith(("\ufeff", "\0"))))
def test_wide_encodings_with_a_mark_come_back(text: str) -> None:
    for mark, encoding in [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ]:
        decoded = decode(mark + text.encode(encoding))
        assert (decoded.text, decoded.encoding, decoded.guessed) == (text, encoding, False)
        assert decode(mark + text.encode(encoding), encoding[:6]).text == text


def test_cp1252_is_a_guess_and_says_so() -> None:
    decoded = decode("„Käse“ – 5 €".encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.guessed) == ("„Käse“ – 5 €", "cp1252", True)


def test_a_declared_encoding_is_no_guess_and_is_strict() -> None:
    decoded = decode("Œuvre 5 €".encode("iso-8859-15"), "latin9")
    assert (decoded.text, decoded.encoding, decoded.guessed) == ("Œuvre 5 €", "iso8859-15", False)
    with pytest.raises(DocumentError, match=r"not ascii.*byte 1"):
        decode("Käse".encode(), "ascii")


@given(st.binary())
@example(b"\xff\xfe\x00")
@example(b"\xff\xfe\x00\xd8")
def test_any_bytes_give_a_text_that_encodes_back_or_an_error_with_a_hint(data: bytes) -> None:
    try:
        decoded = decode(data)
    except DocumentError as error:
        hint = error.hint
        assert hint
    else:
        if decoded.encoding == MIXED:
            assert is_mixed(data)
        else:
            assert data.endswith(decoded.text.encode(decoded.encoding))


@given(texts)
def test_line_ends_are_what_open_makes_of_them(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.txt"
    path.write_bytes(text.encode())
    assert normalize_line_ends(text) == path.read_text(encoding="utf-8")


def test_other_separators_stay() -> None:
    text = "eins\u2028zwei\x85drei\vvier\u00ad\ufefffünf"
    assert normalize_line_ends(text) == text
    refuse_unusable(text)


def test_lone_surrogates_are_located() -> None:
    with pytest.raises(DocumentError, match=r"U\+D800 at offset 3"):
        refuse_unusable("abc\ud800")
