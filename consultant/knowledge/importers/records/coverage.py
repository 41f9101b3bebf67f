"""Records of categories and of the coverage database."""

from typing import NamedTuple


class Category(NamedTuple):
    """A category of procedures and a range of codes in it."""

    line: int
    system: str
    first: str
    last: str
    number: str
    label: str
    effective: int
    until: int


class Article(NamedTuple):
    """A billing and coding article of a Medicare contractor."""

    line: int
    article: str
    version: int
    title: str
    status: str
    effective: int
    end: int


class ArticleCode(NamedTuple):
    """A procedure or diagnosis code in a group of an article."""

    line: int
    article: str
    version: int
    kind: str
    group_number: int
    code: str


class ArticleGroup(NamedTuple):
    """The paragraph of a group of an article."""

    line: int
    article: str
    version: int
    kind: str
    group_number: int
    text: str


class ArticleLcd(NamedTuple):
    """The local coverage determination that an article goes with."""

    line: int
    article: str
    version: int
    lcd: str


class ArticleContractor(NamedTuple):
    """A contractor that an article holds for."""

    line: int
    article: str
    version: int
    contractor: str
