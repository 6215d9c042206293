"""Claims about a page: where they come from, which is believed, what contradicts what."""

import json
from collections.abc import Callable

import pytest
from presseschau_web_pages import Context, Limits, Page, read_page

from presseschau import Claim

Build = Callable[..., str]


def read(html: str, **context: str) -> Page:
    return read_page(html.encode(), context=Context(**context), limits=Limits())


def claims(page: Page, name: str) -> list[Claim]:
    return sorted((claim for claim in page.claims if claim.name == name), key=lambda claim: -claim.confidence)


def values(page: Page, name: str) -> list[str]:
    return [claim.value for claim in claims(page, name)]


def news(**fields: object) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Oberfelden kauft die alte Ziegelei",
        **fields,
    }


def test_every_claim_says_where_it_was_read(page: Build) -> None:
    head = '<meta property="article:published_time" content="2024-05-20T06:00:00+02:00">'
    inside = '<time datetime="2024-05-20">20. Mai 2024</time>'
    found = read(
        page(head=head, inside=inside, json_ld=news(datePublished="2024-05-20")),
        address="https://f.example/2024/05/20/ziegelei",
    )
    assert {claim.origin for claim in claims(found, "date")} == {
        "json-ld",
        "meta article:published_time",
        "time element",
        "url",
    }
    assert set(values(found, "date")) == {"2024-05-20"}
    assert not values(found, "conflict:date")


def test_a_month_is_claimed_as_a_month(page: Build) -> None:
    assert values(read(page(head='<meta name="date" content="2021-05">')), "date") == ["2021-05"]
    assert values(read(page(inside='<p class="date">Mai 2024</p>')), "date") == ["2024-05"]


@pytest.mark.parametrize(
    "line", ["Mo 20.05.24 | 14:07 Uhr | Von Rita Kolb-Ranft, Oberfelden", "20. Mai 2024, 8:15 Uhr", "Stand: 20.05.2024"]
)
def test_a_line_of_date_time_and_byline_dates_the_page(page: Build, line: str) -> None:
    found = read(page(inside=f"<div>{line}</div>"))
    assert values(found, "modified" if "Stand" in line else "date") == ["2024-05-20"]


def test_a_sentence_with_a_date_does_not(page: Build) -> None:
    assert not values(read(page(lead="Am 20. Mai 2019 begann der Streit über die Ziegelei, der bis heute dauert.")), "date")


def test_contradicting_dates_are_flagged_and_weakened(page: Build) -> None:
    head = '<meta property="article:published_time" content="2024-04-02">'
    found = read(page(head=head, json_ld=news(datePublished="2024-05-20")))
    sure, doubtful = claims(found, "date")
    assert (sure.value, doubtful.value) == ("2024-05-20", "2024-04-02")
    assert doubtful.confidence < 0.5
    [flag] = claims(found, "conflict:date")
    assert flag.value == "2024-05-20 (json-ld) / 2024-04-02 (meta article:published_time)"
    assert flag.rule == "page/contradiction"


def test_the_same_moment_in_two_time_zones_is_no_contradiction(page: Build) -> None:
    head = '<meta property="article:published_time" content="2024-05-20T00:30:00+02:00">'
    assert not values(read(page(head=head, json_ld=news(datePublished="2024-05-19T22:30:00Z"))), "conflict:date")


def test_a_text_changed_before_it_was_published_is_flagged(page: Build) -> None:
    assert values(read(page(json_ld=news(datePublished="2024-05-20", dateModified="2023-01-01"))), "conflict:date")


def test_a_date_after_the_crawl_is_refused(page: Build) -> None:
    html = page(json_ld=news(datePublished="2031-01-01"), head='<meta name="date" content="2024-05-20">')
    found = read(html, seen="2024-05-21")
    assert values(found, "date") == ["2024-05-20"]
    assert [(claim.value, claim.confidence) for claim in claims(found, "refused:date")] == [("2031-01-01", 0.0)]


def test_without_the_day_of_the_crawl_no_date_is_late(page: Build) -> None:
    assert values(read(page(json_ld=news(datePublished="2091-01-01"))), "date") == ["2091-01-01"]


def test_the_publisher_is_no_author(page: Build) -> None:
    publisher = {"@type": "Organization", "name": "DER FELDBOTE"}
    for author in (
        {"@type": "Organization", "name": "DER FELDBOTE"},
        {"@type": "Person", "name": "DER FELDBOTE"},
        {"@type": "Person", "name": "Feldbote.example"},
        {"@type": "Person", "name": "https://www.facebook.com/feldbote"},
        "Redaktion",
        "Feldbote Redaktion",
    ):
        found = read(page(json_ld=news(author=author, publisher=publisher)))
        assert not values(found, "author"), author
        assert "DER FELDBOTE" in values(found, "publisher")


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Von Rita Kolb und Udo Ranft", ["Rita Kolb", "Udo Ranft"]),
        ("Rita Kolb, Udo Ranft", ["Rita Kolb", "Udo Ranft"]),
        ("Rita Kolb (Oberfelden), Redakteurin", ["Rita Kolb"]),
        ("Dr. Rita Kolb aus Oberfelden", ["Dr. Rita Kolb"]),
    ],
)
def test_bylines_are_taken_apart(page: Build, written: str, people: list[str]) -> None:
    assert values(read(page(head=f'<meta name="author" content="{written}">')), "author") == people


def test_an_agency_is_an_agency(page: Build) -> None:
    found = read(page(json_ld=news(author=[{"@type": "Person", "name": "dpa"}, {"@type": "Person", "name": "Rita Kolb"}])))
    assert (values(found, "agency"), values(found, "author")) == (["dpa"], ["Rita Kolb"])


def test_the_title_loses_the_name_of_the_site(page: Build) -> None:
    found = read(
        page()
        .replace('<meta property="og:title"', '<meta property="og:nothing"')
        .replace("<h1>", "<h2>")
        .replace("</h1>", "</h2>")
    )
    assert values(found, "title") == ["Oberfelden kauft die alte Ziegelei"]


def test_the_editors_title_goes_before_the_one_for_search_engines(page: Build) -> None:
    html = page(title="Ziegelei Oberfelden: Kauf, Kosten, Zeitplan", json_ld=news(headline="Neues Leben zwischen alten Öfen"))
    assert values(read(html), "title")[:2] == ["Neues Leben zwischen alten Öfen", "Ziegelei Oberfelden: Kauf, Kosten, Zeitplan"]


def test_two_addresses_that_cannot_both_be_right_are_flagged(page: Build) -> None:
    head = '<link rel="canonical" href="https://a.example/x"><meta property="og:url" content="https://b.example/y">'
    assert values(read(page(head=head)), "conflict:url")


def test_language_and_address(page: Build) -> None:
    found = read(page(head='<link rel="canonical" href="/ziegelei?a=1#oben">'), address="https://f.example/amp/ziegelei")
    assert values(found, "language") == ["de"]
    assert values(found, "url") == ["https://f.example/ziegelei?a=1"]


@pytest.mark.parametrize(
    "json_ld",
    [
        [news(datePublished="2024-05-20")],
        {"@graph": [{"@type": "WebSite"}, news(datePublished="2024-05-20")]},
        news(datePublished="2024-05-20", author=None, publisher=[], mainEntityOfPage=3, inLanguage={}, image=[[]]),
        {**news(datePublished="2024-05-20"), "@type": ["NewsArticle", "Article"]},
    ],
)
def test_json_ld_in_its_many_shapes(page: Build, json_ld: object) -> None:
    assert values(read(page(json_ld=json_ld)), "date") == ["2024-05-20"]


def test_broken_json_ld_is_passed_over(page: Build) -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    commented = (
        f'<script type="application/ld+json">//<![CDATA[\n{json.dumps(news(datePublished="2024-05-20"))}\n//]]></script>'
    )
    assert values(read(page(head=broken + commented)), "date") == ["2024-05-20"]


def test_the_text_of_another_article_dates_nothing(page: Build) -> None:
    other = {"@type": "NewsArticle", "headline": "Ganz anderes Thema", "datePublished": "2020-01-01"}
    assert values(read(page(json_ld=[other, news(datePublished="2024-05-20")])), "date") == ["2024-05-20"]
