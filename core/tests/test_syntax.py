"""Both label sets tell the same of the same sentence, and no tree, however odd, ends anything."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from presseschau import syntax

VOCAB = spacy.blank("de").vocab


def doc(rows: str) -> Doc:
    """Make a document of lines: form, part of speech, tag, lemma, features, head (from 0), relation."""
    table = [line.split() for line in rows.strip().splitlines()]
    columns = list(zip(*table, strict=True))
    return Doc(
        VOCAB, words=list(columns[0]), pos=list(columns[1]), tags=list(columns[2]), lemmas=list(columns[3]),
        morphs=["" if one == "_" else one for one in columns[4]], heads=[int(one) for one in columns[5]], deps=list(columns[6]),
    )  # fmt: skip


UD = doc("""
Die DET ART der _ 1 det
Ministerin NOUN NN Ministerin Case=Nom 6 nsubj
aus ADP APPR aus _ 3 case
Bern PROPN NE Bern _ 1 nmod
hat AUX VAFIN haben Mood=Ind|Tense=Pres|VerbForm=Fin 6 aux
gestern ADV ADV gestern _ 6 advmod
gesagt VERB VVPP sagen VerbForm=Part 6 ROOT
, PUNCT $, , _ 9 punct
sie PRON PPER sie _ 9 nsubj
komme VERB VVFIN kommen Mood=Sub|Tense=Pres|VerbForm=Fin 6 ccomp
bald ADV ADV bald _ 9 advmod
""")
TIGER = doc("""
Die DET ART der _ 1 nk
Ministerin NOUN NN Ministerin Case=Nom 4 sb
aus ADP APPR aus _ 1 mnr
Bern PROPN NE Bern _ 2 nk
hat AUX VAFIN haben Mood=Ind|Tense=Pres|VerbForm=Fin 4 ROOT
gestern ADV ADV gestern _ 6 mo
gesagt VERB VVPP sagen VerbForm=Part 4 oc
, PUNCT $, , _ 6 punct
sie PRON PPER sie _ 9 sb
komme VERB VVFIN kommen Mood=Sub|Tense=Pres|VerbForm=Fin 6 oc
bald ADV ADV bald _ 9 mo
""")


@pytest.mark.parametrize("parsed", [UD, TIGER], ids=["UD", "TIGER"])
def test_both_label_sets_tell_the_same(parsed: Doc) -> None:
    found = syntax.predicate(parsed[6])
    assert found is not None
    assert found == syntax.predicate(parsed[4])
    assert [word.text for word in found.words] == ["hat", "gesagt"]
    assert (found.finite, found.main, found.subject) == (parsed[4], parsed[6], parsed[1])
    assert found.tense == "perfect"
    assert not found.is_subjunctive
    (clause,) = found.clauses
    inner = syntax.predicate(clause)
    assert inner is not None
    assert (inner.subject, inner.is_subjunctive, inner.tense) == (parsed[8], True, "present")
    assert syntax.noun_phrase(parsed[1]).text == "Die Ministerin aus Bern"
    assert syntax.predicate(parsed[3]) is None
    assert syntax.predicate_above(parsed[3]) == found


def test_a_joined_verb_shares_the_subject_before_it() -> None:
    parsed = doc("""
    Anna PROPN NE Anna _ 1 nsubj
    kam VERB VVFIN kommen Tense=Past|VerbForm=Fin 1 ROOT
    und CCONJ KON und _ 3 cc
    sprach VERB VVFIN sprechen Tense=Past|VerbForm=Fin 1 conj
    """)
    found = syntax.predicate(parsed[3])
    assert found is not None
    assert (found.subject, found.tense) == (parsed[0], "preterite")


def test_the_agent_of_a_passive() -> None:
    parsed = doc("""
    Das DET ART der _ 1 det
    Haus NOUN NN Haus _ 5 nsubj:pass
    wurde AUX VAFIN werden Tense=Past|VerbForm=Fin 5 aux:pass
    von ADP APPR von _ 4 case
    Ada PROPN NE Ada _ 5 obl:agent
    gebaut VERB VVPP bauen VerbForm=Part 5 ROOT
    """)
    found = syntax.predicate(parsed[5])
    assert found is not None
    assert (found.agent, found.subject, found.tense) == (parsed[4], parsed[1], "preterite")


def clause(words: str, *, tiger: bool) -> Doc:
    """Make a clause of ``form/tag/lemma`` whose last verb is the main one; auxiliaries hang on it, or it on them."""
    rows = [word.split("/") for word in words.split()]
    finite = next(at for at, (_, tag, _) in enumerate(rows) if tag.endswith("FIN"))
    main = max((at for at, (_, tag, _) in enumerate(rows) if tag.startswith("VV")), default=finite)
    chain = [at for at, (_, tag, _) in enumerate(rows) if tag.startswith("V") and at != finite]
    lines = []
    for at, (form, tag, lemma) in enumerate(rows):
        pos = "PRON" if tag == "PPER" else "VERB" if tag.startswith("VV") else "AUX"
        mood = "Mood=Sub" if form in {"sei", "wäre", "werde", "würde"} else "Mood=Ind"
        tense = "Past" if form in {"wurde", "wäre", "würde", "war"} else "Pres"
        morph = f"{mood}|Tense={tense}|VerbForm=Fin" if at == finite else "_"
        if tag == "PPER":
            head, relation = (finite, "sb") if tiger else (main, "nsubj")
        elif tiger:
            above = finite if at == finite or at == chain[-1] else chain[chain.index(at) + 1]
            head, relation = above, "ROOT" if at == finite else "oc"
        else:
            head, relation = main, "ROOT" if at == main else "aux"
        lines.append(f"{form} {pos} {tag} {lemma} {morph} {head} {relation}")
    return doc("\n".join(lines))


@pytest.mark.parametrize("tiger", [False, True], ids=["UD", "TIGER"])
@pytest.mark.parametrize(
    ("words", "passive", "subjunctive", "tense"),
    [
        ("es/PPER/es wird/VAFIN/werden gebaut/VVPP/bauen", True, "", "present"),
        ("es/PPER/es wurde/VAFIN/werden gebaut/VVPP/bauen", True, "", "preterite"),
        ("es/PPER/es ist/VAFIN/sein gebaut/VVPP/bauen worden/VAPP/werden", True, "", "perfect"),
        ("es/PPER/es werde/VAFIN/werden gebaut/VVPP/bauen", True, "I", "present"),
        ("es/PPER/es würde/VAFIN/werden gebaut/VVPP/bauen", True, "II", "preterite"),
        ("es/PPER/es wird/VAFIN/werden gebaut/VVPP/bauen werden/VAINF/werden", True, "", "future"),
        ("er/PPER/er wird/VAFIN/werden gebaut/VVPP/bauen haben/VAINF/haben", False, "", "future"),
        ("er/PPER/er sei/VAFIN/sein gekommen/VVPP/kommen", False, "I", "perfect"),
        ("er/PPER/er wäre/VAFIN/sein gekommen/VVPP/kommen", False, "II", "pluperfect"),
        ("er/PPER/er kommt/VVFIN/kommen", False, "", "present"),
    ],
)
def test_voice_mood_and_tense_of_a_clause(words: str, subjunctive: str, tense: str, *, passive: bool, tiger: bool) -> None:
    made = clause(words, tiger=tiger)
    for token in made[1:]:
        found = syntax.predicate(token)
        assert found is not None
        assert (found.is_passive, found.subjunctive, found.tense) == (passive, subjunctive, tense)


def test_an_apposition_belongs_to_a_phrase_and_a_relative_clause_does_not() -> None:
    parsed = doc("""
    Otto PROPN NE Otto _ 9 nsubj
    Test PROPN NE Test _ 0 flat
    , PUNCT $, , _ 3 punct
    Chef NOUN NN Chef _ 0 appos
    der DET ART der _ 5 det
    Bahn NOUN NN Bahn _ 3 nmod
    , PUNCT $, , _ 8 punct
    der PRON PRELS der _ 8 nsubj
    geht VERB VVFIN gehen VerbForm=Fin 0 acl
    sprach VERB VVFIN sprechen VerbForm=Fin 9 ROOT
    """)
    assert syntax.noun_phrase(parsed[0]).text == "Otto Test , Chef der Bahn"


def test_names_have_one_set_of_labels() -> None:
    made = Doc(VOCAB, words=["Ada", "in", "Rom"])
    made.ents = [Span(made, 0, 1, label="PERSON"), Span(made, 2, 3, label="GPE")]
    assert [(span.text, label) for span, label in syntax.names(made)] == [("Ada", "PER"), ("Rom", "LOC")]
    assert syntax.is_named(made)
    assert not syntax.is_named(Doc(VOCAB, words=["Ada"]))
    assert not syntax.is_parsed(Doc(VOCAB, words=["Ada"]))
    assert not syntax.is_parsed(Doc(VOCAB))


@given(st.data())
def test_any_tree_has_answers(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    draws = {
        "pos": st.sampled_from(["VERB", "AUX", "NOUN", "PUNCT", "ADP"]),
        "tags": st.sampled_from(["VVFIN", "VVPP", "VVINF", "NN", "$,"]),
        "deps": st.sampled_from(
            ["nsubj", "aux", "cop", "oc", "conj", "cj", "cd", "sb", "sbp", "ccomp", "appos", "nmod", "punct"]
        ),
    }
    heads = [0]  # projective enough: each word hangs on one before it
    heads += [data.draw(st.integers(0, at - 1)) for at in range(1, size)]
    order = data.draw(st.permutations(range(size)))
    made = Doc(
        VOCAB, words=["x"] * size, heads=[order[heads[order.index(at)]] for at in range(size)],
        **{name: [data.draw(one) for _ in range(size)] for name, one in draws.items()},
    )  # fmt: skip
    for token in made:
        phrase = syntax.noun_phrase(token)
        assert phrase.start <= token.i < phrase.end
        found = syntax.predicate(token)
        above = syntax.predicate_above(token)
        for one in (found, above):
            if one is not None:
                assert one.main in one.words
                assert one.finite is None or one.finite in one.words
                assert one.subject is None or one.subject.doc is made
                assert (one.agent, one.clauses, one.tense) is not None
                assert one.is_subjunctive or not one.subjunctive
                assert not one.is_passive or any(word.lemma_ == "werden" for word in one.words)
