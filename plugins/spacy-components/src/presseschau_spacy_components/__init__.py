"""Presseschau's extractors as spaCy components: ``nlp.add_pipe("presseschau_quotes")``, ``"presseschau_dates"``, ``"presseschau_events"``."""

from typing import Any

from presseschau_dates.plugin import Dates
from presseschau_events.plugin import Events
from presseschau_quotes.plugin import Quotes
from spacy.language import Language

from presseschau import Event, Quote
from presseschau.dates import TimeExpression
from presseschau_spacy_components.component import Component

__all__ = ["Component", "dates", "events", "quotes"]

_DEFAULT: dict[str, Any] = {"options": {}}


@Language.factory("presseschau_quotes", default_config=_DEFAULT, assigns=["doc._.quotes", "doc.spans"])
def quotes(nlp: Language, name: str, options: dict[str, Any]) -> Component:  # noqa: ARG001 - spaCy gives both
    """Make the component that finds direct and reported speech; ``options`` are those of the plugin ``quotes``."""
    return Component(name, Quotes, Quote, options)


@Language.factory("presseschau_dates", default_config=_DEFAULT, assigns=["doc._.dates", "doc.spans"])
def dates(nlp: Language, name: str, options: dict[str, Any]) -> Component:  # noqa: ARG001 - spaCy gives both
    """Make the component that finds time expressions; ``options`` are those of the plugin ``dates``."""
    return Component(name, Dates, TimeExpression, options)


@Language.factory(
    "presseschau_events", default_config=_DEFAULT, requires=["doc._.dates"], assigns=["doc._.events", "doc.spans"]
)
def events(nlp: Language, name: str, options: dict[str, Any]) -> Component:  # noqa: ARG001 - spaCy gives both
    """Make the component that finds events; it works on what ``presseschau_dates`` has found before it."""
    return Component(name, Events, Event, options)
