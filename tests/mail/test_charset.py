"""Octets to text, however they are labelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant.mail.charset import decode


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        ("Grüße – “hi”", "cp1252", "iso-8859-1"),
        ("Grüße – “hi”", "cp1252", "us-ascii"),
        ("Grüße – “hi”", "cp1252", None),
        ("Größe", "utf-8", "iso-8859-1"),
        ("Größe", "utf-8", "utf8mb4"),
        ("Größe", "utf-8", "x-nonsense"),
        ("Größe", "utf-8", '"utf-8"'),
        ("かきくけこ", "iso2022_jp", None),
        ("かきくけこ", "iso2022_jp", "us-ascii"),
        ("かきくけこ", "cp932", "x-sjis"),
        ("한국어 ㄱ", "cp949", "ks_c_5601-1987"),
        ("镕龙", "gb18030", "gb2312"),
        ("Привет", "koi8-r", "KOI8-R"),
        ("עברית", "iso8859_8", "iso-8859-8-i"),
        ("Hi Mom -☺-!", "utf-7", "unicode-1-1-utf-7"),
    ],
)
def test_a_charset_is_found(text: str, encoding: str, label: str | None) -> None:
    assert decode(text.encode(encoding), label) == text


def test_one_cut_character_leaves_the_rest_as_it_was() -> None:
    assert decode("Größenänderung für Ärzte".encode()[:-1] + b"\xc3", "utf-8") == "Größenänderung für Ärzt�"


def test_detection_reads_a_longer_text_without_a_label() -> None:
    text = "Добрый день, подскажите пожалуйста код для миелографии поясничного отдела позвоночника. " * 3
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize("label", ["us-ascii", "iso-8859-1"])
def test_a_western_label_on_what_is_not_western_is_not_believed(label: str) -> None:
    text = "Это сообщение имеет неправильную кодировку, подскажите пожалуйста код."
    assert decode(text.encode("cp1251"), label) == text
    assert decode("Größe: 5 mm, Höhe über 4 Wirbelkörpern".encode("cp1252"), label).startswith("Größe")


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=20)))
def test_any_octets_under_any_label_are_text(raw: bytes, label: str | None) -> None:
    decode(raw, label).encode("utf-8")


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "base64", "rot13", "zip", "unicode_escape", "undefined"]
)
def test_what_is_no_charset_is_not_used(label: str) -> None:
    assert decode(b"abc \\u0041", label) == "abc \\u0041"
