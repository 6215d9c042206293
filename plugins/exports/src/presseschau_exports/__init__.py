"""What a run found, in the formats of its neighbours: Web Annotation, brat, iCalendar, TimelineJS and Excel."""

from presseschau_exports.annotating import Brat, WebAnnotation
from presseschau_exports.calendars import ICalendar, TimelineJs
from presseschau_exports.sheets import Excel

__all__ = ["Brat", "Excel", "ICalendar", "TimelineJs", "WebAnnotation"]
