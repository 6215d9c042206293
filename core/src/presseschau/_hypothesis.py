"""What Hypothesis calls when it is imported, through its entry-point group: tell it how to make our types."""

from hypothesis import strategies as st


def register() -> None:
    """Register strategies for the types of the data model; they are only built when one is asked for."""
    from presseschau.model.annotations import Quote  # noqa: PLC0415 - every user of Hypothesis pays for imports here
    from presseschau.model.document import Document, Edit, Part  # noqa: PLC0415
    from presseschau.model.groups import Group  # noqa: PLC0415
    from presseschau.model.spans import Span  # noqa: PLC0415

    for kind in (Document, Edit, Part, Span, Quote, Group):
        st.register_type_strategy(kind, _strategy_for)


def _strategy_for(kind: type) -> st.SearchStrategy[object]:
    from presseschau.testing.generation.strategies import registrations  # noqa: PLC0415 - see above

    return registrations()[kind]
