"""The annotation kinds that say when: time expressions and the document's own date."""

from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen, validators

from presseschau.dates import forms
from presseschau.model.annotations import Annotation, annotation, reference_field, to_strings

if TYPE_CHECKING:
    from attrs import Attribute


def _check_form(_expression: object, attribute: "Attribute[str]", value: str) -> None:
    """Refuse a form that nobody could resolve, while the plugin that made it is still at work."""
    if value or attribute.name == "form":
        try:
            forms.check(value)
        except forms.FormError as error:
            raise forms.FormError(f"{attribute.name} of a TimeExpression is {value!r}, which is not a form: {error}") from None


TYPES = ("DATE", "TIME", "DURATION", "SET")


@annotation
@frozen(kw_only=True)
class TimeExpression(Annotation):
    """Words that say when, how long or how often (TIMEX3), *unresolved*.

    ``type`` is one of ``DATE``, ``TIME``, ``DURATION``, ``SET``. ``form`` is what the words say and how that relates to a reference, in the
    notation of :mod:`presseschau.dates.forms` (``"dct <=Thu"``, ``"anchor day+1"``, ``"2014-05-24"``, ``"P3W"``); ``begin`` and ``end`` are such
    forms too, for the bounds of a duration, empty where the text gives none; anything else is refused with a ``FormError`` (a ``ValueError``). ``mod``, ``quant`` and ``freq`` are TIMEX3's.
    ``anchor`` is the id of the expression that the form's ``anchor`` stands for. ``words`` are those that decided (a verb's tense, a
    preposition), ``reference`` says in words which reference was taken and why.
    """

    kind: ClassVar[str] = "TimeExpression"

    type: str = field(validator=validators.in_(TYPES))
    form: str = field(validator=_check_form)
    mod: str = ""
    quant: str = ""
    freq: str = ""
    begin: str = field(default="", validator=_check_form)
    end: str = field(default="", validator=_check_form)
    anchor: str | None = reference_field()
    words: str = ""
    reference: str = ""


@annotation
@frozen(kw_only=True)
class DocumentDate(Annotation):
    """When the document itself was written, as far as its own text tells; the spans are the evidence.

    ``edtf`` is a date, or the set of those that remain within ``window`` (an EDTF interval). ``origin`` is ``"date-line"``, ``"text"`` or
    ``"calendar"``, and ``XXXX-XX-XX`` where the reasons leave too many days to tell any; ``reasons`` says what it rests on, ``contradictions`` what speaks against it or against a claim.
    """

    kind: ClassVar[str] = "DocumentDate"

    edtf: str
    origin: str
    reasons: tuple[str, ...] = field(default=(), converter=to_strings)
    window: str = ""
    contradictions: tuple[str, ...] = field(default=(), converter=to_strings)
