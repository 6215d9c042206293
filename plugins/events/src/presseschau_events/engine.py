"""From a document to its events."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from presseschau import Event, Quote, Span
from presseschau.dates import Edtf, TimeExpression, resolve_all
from presseschau_events import model
from presseschau_events.candidates import Candidate
from presseschau_events.dating import Dating
from presseschau_events.features import Features
from presseschau_events.headline import headline_of
from presseschau_events.mentions import first_mentions
from presseschau_events.reading import Reading, read
from presseschau_events.roles import Roles, place_of, roles_of, source_of
from presseschau_events.status import Rule, status_of
from presseschau_events.verbs import verbs

if TYPE_CHECKING:
    import spacy.tokens

_LEAD = 3
"""Sentences at the start in which the main event is looked for."""
_LEAST = 0.15
"""How probable the best candidate of the first sentence must be to count although it is below the threshold."""


@frozen
class Choice:
    """A candidate that counts as a happening, how probable that is, and the times that date it."""

    candidate: Candidate
    probability: float
    times: tuple[str, ...]


def events_of(
    analysis: "spacy.tokens.Doc",
    times: Sequence[TimeExpression] = (),
    quotes: Sequence[Quote] = (),
    *,
    title: str = "",
    date: Edtf | None = None,
    weights: model.Model | None = None,
) -> list[Event]:
    """Return the events of a document in the order of their triggers; times and quotes are those of its clean text.

    ``title`` is the document's title, ``date`` its date, as far as they are known; ``weights`` another model than the one shipped.
    """
    reading = read(analysis, times, quotes, title)
    features = Features(reading)
    choices = chosen(reading, features, weights or model.load())
    dating = Dating(reading, resolve_all(times, date), date)
    roles = [roles_of(reading, choice.candidate) for choice in choices]
    main = _main(reading, features, choices)
    firsts = first_mentions(reading, [choice.candidate for choice in choices], roles, dating.compatible, main)
    implied = dating.implied([(choice.candidate, choice.times) for choice in choices], firsts)
    rules = _statuses(reading, dating, choices, implied, firsts)
    return [
        _event(
            reading,
            choice,
            roles[number],
            rules[number],
            id=f"e{number}",
            implied_times=implied[number],
            is_main=main is not None and main in {number, firsts[number]},
            same_as=None if firsts[number] is None else f"e{firsts[number]}",
        )
        for number, choice in enumerate(choices)
    ]


def chosen(reading: Reading, features: Features, weights: model.Model) -> list[Choice]:
    """Return the candidates that are happenings: those above the threshold, and the best of the first sentence that has any."""
    rated = [Choice(one, weights.probability(features.of(one)), reading.times_of(one)) for one in reading.considered()]
    first = min((reading.sentence_of[choice.candidate.clause.number] for choice in rated), default=0)
    lead = [choice for choice in rated if reading.sentence_of[choice.candidate.clause.number] == first]
    best = max(lead, key=lambda choice: choice.probability, default=None)
    return [
        choice
        for choice in rated
        if choice.probability >= (weights.dated if choice.times and not _only_says(choice.candidate) else weights.threshold)
        or (choice is best and choice.probability >= _LEAST)
    ]


def _only_says(one: Candidate) -> bool:
    """Tell whether a verb only says or thinks: a time that it has dates that, not a happening."""
    classes = verbs().of_class(one.lemma)
    return one.kind == "verb" and bool(classes & {"say", "think"}) and "act" not in classes


def _statuses(
    reading: Reading,
    dating: Dating,
    choices: Sequence[Choice],
    implied: Sequence[tuple[str, ...]],
    firsts: Sequence[int | None],
) -> list[Rule]:
    """Return the rule that decides the status of each; a heading without a verb has that of the next mention that has one."""
    rules = [
        status_of(reading, choice.candidate, ahead=dating.is_ahead((*choice.times, *more)))
        for choice, more in zip(choices, implied, strict=True)
    ]
    told: dict[int, Rule] = {}
    for number, choice in enumerate(choices):
        first = firsts[number]
        if choice.candidate.clause.kind != "none":
            told.setdefault(number if first is None else first, rules[number])
    return [
        told.get(number if first is None else first, rule) if choice.candidate.clause.kind == "none" else rule
        for number, (choice, first, rule) in enumerate(zip(choices, firsts, rules, strict=True))
    ]


def _main(reading: Reading, features: Features, choices: Sequence[Choice]) -> int | None:
    """Return the place of the main event: told by the lead, in words of the title, in a main clause, by a verb."""

    def rank(place: int) -> tuple[float, int]:
        one = choices[place].candidate
        unreal = status_of(reading, one, ahead=False).status in {"possible", "denied"}
        bonus = (
            -0.3 * unreal
            + 0.3 * (features.in_title(one) or features.kind_in_title(one))
            + 0.2 * (one.clause.kind == "main")
            + 0.1 * (one.kind == "verb")
        )
        return (choices[place].probability + bonus - 0.3 * reading.sentence_of[one.clause.number], -place)

    lead = [place for place, choice in enumerate(choices) if reading.sentence_of[choice.candidate.clause.number] < _LEAD]
    return max(lead, key=rank, default=None)


def _event(reading: Reading, choice: Choice, roles: Roles, rule: Rule, **more: Any) -> Event:  # noqa: ANN401 - attributes of Event
    one = choice.candidate
    place = place_of(reading, one)
    words = reading.words
    quote = reading.quoted[one.head]
    links = reading.links.get(one)
    return Event(
        spans=_stretch(reading, one),
        rule=f"{one.kind} status:{rule.name}" + (f" time:{links[0].rule}" if links else ""),
        confidence=round(choice.probability, 2),
        trigger=tuple(words.span(token, token) for token in one.tokens),
        times=choice.times,
        who=roles.who,
        whom=roles.whom,
        place=place,
        status=rule.status,
        reported_by=quote.id if quote is not None else None,
        source=source_of(reading, one) or (quote.speaker if quote is not None else ()),
        headline=headline_of(reading, one, roles, place),
        **more,
    )


def _stretch(reading: Reading, one: Candidate) -> tuple[Span, ...]:
    """Return the clause that tells it, a span for each of its stretches."""
    words = reading.words
    spans: list[Span] = []
    first = previous = one.clause.tokens[0]
    for token in one.clause.tokens[1:]:
        if token > previous + 2:
            spans.append(words.span(first, previous))
            first = token
        previous = token
    return (*spans, words.span(first, previous))
