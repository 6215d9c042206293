"""What the rules propose for one sentence, in token ranges."""

from attrs import frozen

from presseschau_quotes.tokens import Range


@frozen(kw_only=True)
class Candidate:
    """A quotation in tokens of a unit.

    ``inherit`` says that the speaker is to be looked for in the sentences before; ``before`` are offsets of what an earlier
    sentence said.
    """

    type: str
    rule: str
    content: tuple[Range, ...]
    speaker: Range | None = None
    cue: tuple[int, ...] = ()
    addressee: Range | None = None
    frame: tuple[Range, ...] = ()
    inherit: bool = False
    before: tuple[tuple[int, int], ...] = ()

    @property
    def start(self) -> int:
        """The first token."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """The token after the last."""
        return self.content[-1][1]

    def holds(self, token: int) -> bool:
        """Tell whether a token belongs to what is said."""
        return any(start <= token < end for start, end in self.content)
