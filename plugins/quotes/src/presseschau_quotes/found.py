"""What the engine returns: plain records in offsets of the text it was given."""

from attrs import field, frozen

from presseschau_quotes.persons import Person

Offsets = tuple[tuple[int, int], ...]

DIRECT = "Direct"
INDIRECT = "Indirect"
FREE_INDIRECT = "FreeIndirect"
INDIRECT_FREE_INDIRECT = "IndirectFreeIndirect"
REPORTED = "Reported"
TYPES = (DIRECT, INDIRECT, FREE_INDIRECT, INDIRECT_FREE_INDIRECT, REPORTED)


@frozen(kw_only=True)
class Found:
    """One quotation. All offsets are code points of the text, end exclusive; roles are empty where the text names none.

    ``rule`` says which rule found it, ``confidence`` in ``0..1`` how often such findings are right. ``parent`` is the index of
    the quotation around it in the list it came in. ``person`` is what the text says of the speaker: names, office, affiliation;
    ``reference`` the mention that "demnach" points back to.
    """

    type: str
    spans: Offsets
    rule: str
    confidence: float
    speaker: Offsets = ()
    cue: Offsets = ()
    addressee: Offsets = ()
    frame: Offsets = ()
    speaker_entity: str | None = field(default=None)
    parent: int | None = None
    person: Person = Person()
    reference: Offsets = ()

    @property
    def start(self) -> int:
        """Where the first span begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last span ends."""
        return self.spans[-1][1]
