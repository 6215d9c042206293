"""Pages beyond news articles, and what the markup says of speech: recipes, tables, chronicles, dialogs, quotations, soft hyphens."""

import json

import pytest
from presseschau_web_pages import Context, Limits, Page, read_page
from presseschau_web_pages.blocks import blocks_of
from presseschau_web_pages.quotations import in_marks, quotations_of
from presseschau_web_pages.tree import parse

MENU = "<nav><ul>" + "".join(f"<li><a href='/{n}'>Bereich {n}</a></li>" for n in range(12)) + "</ul></nav>"
FOOT = "<footer><p><a href=/i>Impressum</a> <a href=/d>Datenschutz</a></p><p>© Beispielhaus</p></footer>"
FIRST = "<p>Die Werkstatt am Kanal hat seit gestern wieder geöffnet, und schon am ersten Tag kamen mehr als hundert Leute.</p>"
LAST = "<p>Im nächsten Jahr soll das Haus einen zweiten Raum bekommen, für den der Verein noch Geld und Helfer sucht.</p>"


def read(body: str, title: str = "Werkstatt am Kanal") -> Page:
    html = f"<!doctype html><html lang=de><head><title>{title}</title></head><body>{MENU}{body}{FOOT}</body></html>"
    return read_page(html.encode(), context=Context(), limits=Limits())


def clean(page: Page) -> str:
    text = page.text
    for edit in reversed(page.edits):
        text = text[: edit.span.start] + text[edit.span.end :]
    return text


def test_the_points_of_a_recipe_are_text() -> None:
    amounts = "".join(f"<li>{one}</li>" for one in ("250 g Mehl", "3 Eier", "1 Prise Salz", "80 g Butter", "2 EL Zucker"))
    steps = "".join(
        f"<li>{one}</li>"
        for one in (
            "Das Mehl in eine Schüssel sieben und die Eier dazugeben.",
            "Alles mit der weichen Butter zu einem glatten Teig verrühren.",
            "Den Teig eine Stunde lang kalt stellen und dann ausrollen.",
        )
    )
    body = (
        "<main><article><h1>Mürbe Plätzchen</h1><p>Dieses Rezept stammt von meiner Großmutter, und es gelingt auch Kindern.</p>"
        f"<h2>Zutaten</h2><ul>{amounts}</ul><h2>Zubereitung</h2><ol>{steps}</ol></article></main>"
    )
    text = clean(read(body, "Mürbe Plätzchen"))
    for wanted in ("250 g Mehl", "1 Prise Salz", "Das Mehl in eine Schüssel", "kalt stellen"):
        assert wanted in text
    assert "Impressum" not in text


def test_a_chronicle_of_short_lines_is_text() -> None:
    years = "".join(
        f"<p>{year} {what}</p>"
        for year, what in (
            (1888, "Bau der Halle durch die Firma Brenner"),
            (1921, "Umbau zur Schlosserei, 40 Arbeiter"),
            (1953, "Stilllegung"),
            (1987, "Kauf durch die Gemeinde für einen symbolischen Preis"),
            (1999, "Denkmalschutz"),
        )
    )
    text = clean(read(f"<main><h1>Die Halle</h1><h2>Zeittafel</h2>{years}{LAST}</main>", "Die Halle"))
    for wanted in ("1888 Bau der Halle", "1953 Stilllegung", "1999 Denkmalschutz", "Im nächsten Jahr"):
        assert wanted in text


DIALOGS = (
    "<div class='consent modal'><p>Wir und unsere Partner verarbeiten auf dieser Seite Daten, um Inhalte zu messen und Anzeigen "
    "auszuspielen. Sie können Ihre Wahl jederzeit ändern.</p><p>Wenn Sie unter sechzehn Jahre alt sind, bitten Sie Ihre Eltern um "
    "Erlaubnis, bevor Sie freiwilligen Diensten zustimmen.</p></div>"
    "<div role=dialog><p>Ihre Sitzung ist abgelaufen, weil Sie lange nichts getan haben. Bitte melden Sie sich noch einmal an, um "
    "Ihren Beitrag zu speichern.</p></div>"
)


@pytest.mark.parametrize(
    "place", ["<main><h1>Werkstatt am Kanal</h1>{}</main>", "<article><h1>Werkstatt am Kanal</h1>{}</article>"]
)
@pytest.mark.parametrize("behind", [False, True])
def test_dialogs_do_not_win_over_one_short_paragraph(place: str, *, behind: bool) -> None:
    main = place.format(
        "<div class=player></div><p>Der Verein zeigt in diesem Film, wie aus einer alten Halle eine Werkstatt wurde.</p>"
    )
    text = clean(read(main + DIALOGS if behind else DIALOGS + main))
    assert "Der Verein zeigt in diesem Film" in text
    for unwanted in ("unsere Partner", "sechzehn Jahre", "Sitzung ist abgelaufen"):
        assert unwanted not in text


def test_speech_in_q_elements_keeps_its_marks() -> None:
    said = "<p><q>Wir fangen <q>klein</q> an</q>, sagte Leiterin Ruth Amsel. Auf die Frage nach dem Geld sagte sie nur: <q>„Später.“</q></p>"
    text = clean(read(f"<main><article><h1>Werkstatt am Kanal</h1>{FIRST}{said}{LAST}</article></main>"))
    assert "„Wir fangen ‚klein‘ an“, sagte Leiterin Ruth Amsel." in text
    assert "nur: „Später.“" in text
    assert "„„" not in text


@pytest.mark.parametrize(
    "quotation",
    [
        "<blockquote><p>Hier habe ich das Schweißen gelernt. Das kann mir niemand nehmen.</p><footer>Jan Reh, Schüler</footer></blockquote>",
        "<blockquote>Hier habe ich das Schweißen gelernt. Das kann mir niemand nehmen. <cite>Jan Reh, Schüler</cite></blockquote>",
        "<blockquote><p>Hier habe ich das Schweißen gelernt. Das kann mir niemand nehmen.</p><cite>Jan Reh, Schüler</cite></blockquote>",
        "<figure><blockquote>Hier habe ich das Schweißen gelernt. Das kann mir niemand nehmen.</blockquote><figcaption>Jan Reh, Schüler</figcaption></figure>",
    ],
)
def test_a_block_quotation_stays_with_its_speaker(quotation: str) -> None:
    text = clean(read(f"<main><article><h1>Werkstatt am Kanal</h1>{FIRST}{quotation}{LAST}</article></main>"))
    assert "„Hier habe ich das Schweißen gelernt. Das kann mir niemand nehmen.“\n\nJan Reh, Schüler\n" in text


def test_a_block_quotation_of_several_paragraphs_is_marked_once() -> None:
    html = "<blockquote><p>Der erste Satz.</p><p>Der zweite Satz.</p><footer>Jan Reh</footer></blockquote>"
    blocks = in_marks(blocks_of(parse(f"<html><body>{html}</body></html>", Limits())))
    [found] = quotations_of(blocks)
    assert [block.text for block in found.words] == ["„Der erste Satz.", "Der zweite Satz.“"]
    assert [block.text for block in found.attribution] == ["Jan Reh"]


def test_a_work_cited_in_a_block_quotation_breaks_no_sentence() -> None:
    html = "<blockquote><p>In <cite>Faust</cite> steht das auch.</p></blockquote>"
    blocks = in_marks(blocks_of(parse(f"<html><body>{html}</body></html>", Limits())))
    assert [block.text for block in blocks] == ["In Faust steht das auch."]


def test_a_pull_quote_that_repeats_the_text_is_not_kept_twice() -> None:
    said = "Der zweite Raum wird größer als der erste und bekommt ein Dach aus Glas"
    told = f"<p>„{said}“, sagte Leiterin Ruth Amsel bei der Eröffnung vor den Gästen aus der ganzen Stadt.</p>"
    pulled = f"<blockquote class=pullquote><p>{said}</p></blockquote>"
    text = clean(read(f"<main><article><h1>Werkstatt am Kanal</h1>{FIRST}{told}{pulled}{LAST}</article></main>"))
    assert text.count(said) == 1


@pytest.mark.parametrize("invisible", ["&shy;", "\u200b", "&#8203;", "\u2060", "\ufeff"])
def test_what_prints_nothing_inside_words_is_not_part_of_them(invisible: str) -> None:
    body = FIRST.replace("Werkstatt", f"Werk{invisible}statt").replace("geöffnet", f"ge{invisible}öff{invisible}net")
    page = read(
        f"<main><article><h1>Werk{invisible}statt am Kanal</h1>{body}{LAST}</article></main>", f"Werk{invisible}statt am Kanal"
    )
    assert "Die Werkstatt am Kanal hat seit gestern wieder geöffnet," in clean(page)
    assert "Werkstatt am Kanal" in [claim.value for claim in page.claims if claim.name == "title"]


def test_joiners_inside_emoji_stay() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert family in clean(
        read(f"<main><article><h1>Werkstatt am Kanal</h1>{FIRST.replace('Leute', family)}{LAST}</article></main>")
    )


def test_the_headline_in_the_header_of_an_article_is_its_title() -> None:
    head = "<header><h2><span>Vereine am Kanal</span> <span>Alte Werkstatt öffnet ihre Tore</span></h2><div>Lange war es still.</div></header>"
    page = read(f"<main><article>{head}{FIRST}{LAST}</article></main>", "Vereine am Kanal - Der Bote")
    titles = [claim.value for claim in page.claims if claim.name == "title"]
    assert titles[0] == "Alte Werkstatt öffnet ihre Tore"


@pytest.mark.parametrize("element", ["div", "p"])
def test_a_lead_in_the_header_of_an_article_is_text(element: str) -> None:
    lead = f"<{element}>Lange stand die Halle leer. Nun wird darin wieder gehämmert und geschweißt.</{element}>"
    head = f"<header><h2>Alte Werkstatt öffnet ihre Tore</h2>{lead}<time datetime=2023-05-04>4. Mai 2023</time></header>"
    text = clean(read(f"<main><article>{head}<section><div>{FIRST}</div><div>{LAST}</div></section></article></main>"))
    assert text.startswith("Lange stand die Halle leer.")
    assert "4. Mai 2023" not in text


TOLD = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Werkstatt am Kanal",
    "articleBody": "Die Werkstatt am Kanal braucht elf neue Drehbänke.\nDas sagte Leiterin Ida Rabe am Dienstag.<br>Die Stadt prüft einen Zuschuss.",
}
LOCKED = (
    '<meta name="article:content_tier" content="locked"><main><article><h1>Werkstatt am Kanal</h1>'
    "<p>Die Werkstatt am Kanal braucht elf neue Drehbänke.</p>"
    '<div class="paywall"><p>Lesen Sie weiter mit unserem Abo, die ersten vier Wochen für einen Euro.</p></div></article></main>'
)
SCRIPT = f'<script type="application/ld+json">{json.dumps(TOLD)}</script>'


@pytest.mark.parametrize(
    "body",
    [
        f'{SCRIPT}<div id="root"></div><script src="a.js"></script><noscript>Bitte aktivieren Sie JavaScript.</noscript>',
        f"{SCRIPT}{LOCKED}",
    ],
    ids=["built by scripts", "behind a paywall"],
)
def test_the_text_that_a_page_gives_as_data_is_read_where_its_markup_has_none(body: str) -> None:
    html = f"<!doctype html><html lang=de><head><title>Werkstatt am Kanal</title></head><body>{body}</body></html>"
    page = read_page(html.encode(), context=Context(), limits=Limits())
    assert clean(page).split("\n\n") == [
        "Die Werkstatt am Kanal braucht elf neue Drehbänke.",
        "Das sagte Leiterin Ida Rabe am Dienstag.",
        "Die Stadt prüft einen Zuschuss.",
    ]
    assert [page.text[part.span.start : part.span.end] for part in page.parts] == page.text.split("\n\n")


def test_the_markup_is_read_where_it_has_the_text() -> None:
    page = read(f"{SCRIPT}<main><article><h1>Werkstatt am Kanal</h1>{FIRST}{LAST}</article></main>")
    assert "Drehbänke" not in page.text
    assert "schon am ersten Tag" in clean(page)


@pytest.mark.parametrize(
    ("before", "after"),
    [("<noscript><article>", "</article></noscript>"), ('<x-page><template shadowrootmode="open">', "</template></x-page>")],
    ids=["noscript", "declarative shadow root"],
)
def test_text_for_readers_without_scripts_is_read_where_there_is_no_other(before: str, after: str) -> None:
    html = f"<!doctype html><html lang=de><head><title>x</title></head><body><div id=app></div>{before}{FIRST}{LAST}{after}</body></html>"
    text = clean(read_page(html.encode(), context=Context(), limits=Limits()))
    assert "schon am ersten Tag" in text
    assert "Im nächsten Jahr" in text


@pytest.mark.parametrize(
    "box",
    [
        'role="dialog" class="layer"',
        'class="cookie-banner modal"',
        'id="cmpbox" class="hidden"',
        'class="consentLayer overlay"',
    ],
)
def test_consent_goes_and_the_short_text_stays_whatever_holds_it(box: str) -> None:
    consent = (
        f"<div {box}><h2>Wir brauchen Ihre Zustimmung</h2><p>Wir und unsere 183 Partner verwenden Cookies, um Daten auf Ihrem Gerät "
        "zu speichern und abzurufen. Sie können Ihre Einwilligung jederzeit widerrufen und Ihre Wahl hier ändern.</p></div>"
    )
    body = "<div id=inhalt><h1>Fähre fällt aus</h1><p>Die Fähre über den Kanal fährt heute leider nicht.</p><p>Grund ist ein Schaden am Motor.</p></div>"
    text = clean(read(consent + body, "Fähre fällt aus"))
    assert "Die Fähre über den Kanal" in text
    assert "183 Partner" not in text
