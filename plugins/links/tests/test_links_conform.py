"""Each link plugin is held against the conformance kit."""

from presseschau_links.copies import Copies
from presseschau_links.document_dates import DocumentDates
from presseschau_links.happenings import Happenings
from presseschau_links.speakers import Speakers
from presseschau_links.stories import Stories
from presseschau_links.utterances import Utterances

from presseschau.testing import conformance_tests

test_copies_conform = conformance_tests(Copies)
test_stories_conform = conformance_tests(Stories)
test_document_dates_conform = conformance_tests(DocumentDates)
test_speakers_conform = conformance_tests(Speakers)
test_happenings_conform = conformance_tests(Happenings)
test_utterances_conform = conformance_tests(Utterances)
