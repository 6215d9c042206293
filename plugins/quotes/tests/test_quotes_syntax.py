"""What a language model adds: subjects by the parse, finite verbs by tags, reported speech by mood. The analyses are made by hand."""

from collections.abc import Sequence

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_quotes import Quotes, find_quotes
from presseschau_quotes.syntax import Syntax
from presseschau_quotes.tokens import Unit
from presseschau_quotes.voices import kind_of_phrase
from spacy.tokens import Doc

from presseschau import Document, Quote
from presseschau.builtin.blank import BlankGerman
from presseschau.testing import articles, odd_texts

Row = tuple[str, str, int, str, str]
"""Word, tag, offset of the head, relation, features."""

_VOCAB = spacy.blank("de").vocab
POS = {"VV": "VERB", "VA": "AUX", "NN": "NOUN", "NE": "PROPN", "$,": "PUNCT", "$.": "PUNCT"}
_CLOSING = {".", ",", ":"}


def analysed(rows: Sequence[Row]) -> Doc:
    """Build an analysis from rows."""
    words = [row[0] for row in rows]
    return Doc(
        _VOCAB,
        words=words,
        spaces=[after not in _CLOSING for after in words[1:]] + [False],
        tags=[row[1] for row in rows],
        pos=[POS.get(row[1][:2], "X") for row in rows],
        heads=[at + row[2] for at, row in enumerate(rows)],
        deps=[row[3] for row in rows],
        morphs=[row[4] for row in rows],
    )


def quotes(rows: Sequence[Row]) -> tuple[str, list[Quote]]:
    doc = analysed(rows)
    found = Quotes().extract(Document(id="a", source_text=doc.text), doc)
    return doc.text, [one for one in found if isinstance(one, Quote)]


def words(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return " … ".join(text[start:end] for start, end in spans)


_SUB = "Mood=Sub|Tense=Pres|VerbForm=Fin"
_IND = "Mood=Ind|Tense=Past|VerbForm=Fin"

HINTED: list[Row] = [
    ("Die", "ART", 1, "det", ""),
    ("Werksleiterin", "NN", 1, "nsubj", ""),
    ("ließ", "VVFIN", 0, "ROOT", _IND),
    ("anklingen", "VVINF", -1, "xcomp", ""),
    (",", "$,", 5, "punct", ""),
    ("dass", "KOUS", 4, "mark", ""),
    ("ein", "ART", 1, "det", ""),
    ("Ofen", "NN", 2, "nsubj", ""),
    ("neu", "ADJD", 1, "advmod", ""),
    ("entstehe", "VVFIN", -6, "ccomp", _SUB),
    (".", "$.", -8, "punct", ""),
]

MENTIONED: list[Row] = [
    ("Die", "ART", 1, "det", ""),
    ("Polizei", "NN", 1, "nsubj", ""),
    ("sucht", "VVFIN", 0, "ROOT", _IND),
    ("einen", "ART", 1, "det", ""),
    ("Zeugen", "NN", -2, "obj", ""),
    (",", "$,", 5, "punct", ""),
    ("der", "PRELS", 3, "nsubj", ""),
    ("den", "ART", 1, "det", ""),
    ("Wagen", "NN", 1, "obj", ""),
    ("gesehen", "VVPP", -5, "acl", ""),
    ("habe", "VAFIN", -1, "aux", _SUB),
    (".", "$.", -9, "punct", ""),
]


@pytest.mark.parametrize(
    ("rows", "rule", "said", "speaker"),
    [
        (HINTED, "dependent/dass", "dass ein Ofen neu entstehe", "Die Werksleiterin"),
        (MENTIONED, "dependent/relative", "der den Wagen gesehen habe", "Die Polizei"),
    ],
)
def test_a_subordinate_clause_in_the_first_subjunctive_is_reported_whatever_it_hangs_on(
    rows: list[Row], rule: str, said: str, speaker: str
) -> None:
    text, found = quotes(rows)
    assert [(one.rule, words(text, one.spans), words(text, one.speaker)) for one in found] == [(rule, said, speaker)]


@pytest.mark.parametrize("rows", [HINTED, MENTIONED])
def test_the_same_clause_in_the_indicative_is_not(rows: list[Row]) -> None:
    told = [(*row[:4], _IND if row[4] == _SUB else row[4]) for row in rows]
    assert quotes(told)[1] == []


WARNED = ["Das", "Gremium", "warnte", "die", "Gutachterin", ",", "die", "Brücke", "sei", "marode", "."]
WARNED_TAGS = ["ART", "NN", "VVFIN", "ART", "NN", "$,", "ART", "NN", "VAFIN", "ADJD", "$."]
WARNED_UD = [(1, "det"), (1, "obj"), (0, "ROOT"), (1, "det"), (-2, "nsubj"), (4, "punct")]
WARNED_UD += [(1, "det"), (2, "nsubj"), (1, "cop"), (-7, "ccomp"), (-8, "punct")]
WARNED_TIGER = [(1, "nk"), (1, "oa"), (0, "ROOT"), (1, "nk"), (-2, "sb"), (3, "punct")]
WARNED_TIGER += [(1, "nk"), (1, "sb"), (-6, "oc"), (-1, "pd"), (-8, "punct")]


@pytest.mark.parametrize("tree", [WARNED_UD, WARNED_TIGER])
def test_the_parse_says_which_noun_is_the_subject(tree: list[tuple[int, str]]) -> None:
    # "das Gremium" could be nominative and stands first; only the parse knows better
    mood = {"warnte": _IND, "sei": _SUB}
    rows = [
        (word, tag, head, relation, mood.get(word, ""))
        for word, tag, (head, relation) in zip(WARNED, WARNED_TAGS, tree, strict=True)
    ]
    text, [found] = quotes(rows)
    assert words(text, found.speaker) == "die Gutachterin"
    [ruled] = find_quotes(text, [(0, len(text))])
    assert words(text, ruled.speaker) != "die Gutachterin"


def test_what_the_parse_takes_for_the_subject_does_not_speak_if_it_cannot() -> None:
    rows: list[Row] = [
        ("Es", "PPER", 2, "expl", ""),
        ("sei", "VAFIN", 1, "cop", _SUB),
        ("kalt", "ADJD", 0, "ROOT", ""),
        (",", "$,", 1, "punct", ""),
        ("sagte", "VVFIN", -2, "parataxis", _IND),
        ("die", "ART", 1, "det", ""),
        ("Försterin", "NN", -2, "obj", ""),
        ("diese", "PDAT", 1, "det", ""),
        ("Woche", "NN", -4, "nsubj", ""),
        (".", "$.", -7, "punct", ""),
    ]
    text, [found] = quotes(rows)
    assert words(text, found.speaker) == "die Försterin"


def test_a_preposition_is_not_a_subject_whatever_the_parse_says() -> None:
    rows: list[Row] = [
        ("Von", "APPR", 3, "nsubj", ""),
        ("Ida", "NE", 2, "obl", ""),
        ("Roth", "NE", -1, "flat", ""),
        ("stammt", "VVFIN", 0, "ROOT", _IND),
        ("der", "ART", 1, "det", ""),
        ("Satz", "NN", -2, "obj", ""),
        (",", "$,", 3, "punct", ""),
        ("dass", "KOUS", 2, "mark", ""),
        ("Obst", "NN", 1, "nsubj", ""),
        ("reife", "VVFIN", -4, "acl", _SUB),
        (".", "$.", -7, "punct", ""),
    ]
    text, [found] = quotes(rows)
    assert words(text, found.speaker) == "Ida Roth"


def test_an_attribute_that_the_rules_cut_off_belongs_to_the_speaker() -> None:
    rows: list[Row] = [
        ("Ein", "ART", 2, "det", ""),
        ("erfahrener", "ADJA", 1, "amod", ""),
        ("Lotse", "NN", 4, "nsubj", ""),
        ("auf", "APPR", 2, "case", ""),
        ("deutscher", "ADJA", 1, "amod", ""),
        ("Seite", "NN", -3, "nmod", ""),
        ("erklärte", "VVFIN", 0, "ROOT", _IND),
        (",", "$,", 4, "punct", ""),
        ("das", "ART", 1, "det", ""),
        ("Schiff", "NN", 2, "nsubj", ""),
        ("sei", "VAFIN", 1, "cop", _SUB),
        ("leck", "ADJD", -5, "ccomp", ""),
        (".", "$.", -6, "punct", ""),
    ]
    text, [found] = quotes(rows)
    assert words(text, found.speaker) == "Ein erfahrener Lotse auf deutscher Seite"


def test_a_noun_that_looks_like_a_verb_of_speech_says_nothing() -> None:
    rows: list[Row] = [
        ("Fordern", "NN", 1, "nsubj", ""),
        ("hilft", "VVFIN", 0, "ROOT", "Mood=Ind|Tense=Pres|VerbForm=Fin"),
        ("nicht", "PTKNEG", -1, "advmod", ""),
        (",", "$,", 4, "punct", ""),
        ("alle", "PIAT", 1, "det", ""),
        ("Werke", "NN", 2, "obj", ""),
        ("zu", "PTKZU", 1, "mark", ""),
        ("retten", "VVINF", -6, "xcomp", ""),
        (".", "$.", -7, "punct", ""),
    ]
    assert quotes(rows)[1] == []


TEXTS = st.one_of(odd_texts(), articles().map(lambda article: article.document.text))
BLANK = BlankGerman().spacy_pipeline(frozenset({"analysis:sentences"}))


@settings(max_examples=30)
@given(TEXTS)
def test_an_analysis_with_sentences_alone_changes_nothing(text: str) -> None:
    doc = BLANK(text)
    sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    assert not Syntax(doc)
    assert find_quotes(text, sentences, syntax=Syntax(doc)) == find_quotes(text, sentences)


TAGS = ["NN", "NE", "VVFIN", "VAFIN", "VVPP", "VVINF", "ADJA", "ADV", "$,", "KOUS", "PRELS"]
RELATIONS = ["nsubj", "obj", "ccomp", "acl", "aux", "aux:pass", "obl", "conj", "appos", "nmod", "case", "punct", "cop"]


@st.composite
def wild_analyses(draw: st.DrawFn) -> Doc:
    """Return an article with an analysis that is well formed and nonsense."""
    text = draw(articles()).document.text
    doc = BLANK(text)
    count = len(doc)
    random = draw(st.randoms(use_true_random=False))
    tags = [random.choice(TAGS) for _ in range(count)]
    heads = [random.randint(max(0, at - 9), at) for at in range(count)]
    return Doc(
        _VOCAB,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=tags,
        pos=[POS.get(tag[:2], "X") for tag in tags],
        morphs=[random.choice(["", _SUB, _IND, "Case=Nom"]) for _ in range(count)],
        heads=heads,
        deps=["ROOT" if head == at else random.choice(RELATIONS) for at, head in enumerate(heads)],
    )


@settings(max_examples=30)
@given(wild_analyses())
def test_whatever_an_analysis_says_roles_lie_in_the_text(doc: Doc) -> None:
    for found in Quotes().extract(Document(id="a", source_text=doc.text), doc):
        assert isinstance(found, Quote)
        for start, end in (*found.spans, *found.speaker, *found.cue, *found.frame):
            assert 0 <= start < end <= len(doc.text)


def test_what_a_model_names_a_person_or_a_body_can_speak_and_a_place_cannot() -> None:
    doc = Doc(_VOCAB, words=["die", "Nordlicht", "Rhenania"], ents=["O", "B-ORG", "I-ORG"])
    unit = Unit(0)
    unit.syntax = Syntax(doc)
    for token in doc:
        unit.add_word(token.text, token.idx, token.idx + len(token))
    assert kind_of_phrase(unit, 0, 3) == "body"
    unit.syntax = Syntax(Doc(_VOCAB, words=[token.text for token in doc], ents=["O", "B-LOC", "I-LOC"]))
    assert kind_of_phrase(unit, 0, 3) == ""
