"""What loaders share: finding files, opening and unpacking them, telling their kind and encoding. Public, for any loader.

::

    places = [Place.of(path) for path in self.paths]
    root = root_of(places, self.root)
    for entry in entries_of(places, root):     # files, directories and globs, in an order that does not change
        data = read_bytes(entry.path, "", self.max_bytes)   # .gz .bz2 .xz .zst unpacked; errors say what to do
        text = decode(data).text               # byte order mark, UTF-8, else cp1252
"""

from presseschau.inputs.decoding import (
    Decoded,
    decode,
    decode_mixed,
    decoded_as,
    is_mixed,
    marked_encoding,
    normalize_line_ends,
    refuse_unusable,
)
from presseschau.inputs.double_encoding import (
    DoubleEncoding,
    find_double_encoding,
    find_lost_characters,
    repair_double_encoding,
)
from presseschau.inputs.html import BLOCK_ELEMENTS
from presseschau.inputs.json import kind_of_json, load_json
from presseschau.inputs.kinds import HEAD, Kind, kind_of
from presseschau.inputs.lines import DecodedLine, Lines
from presseschau.inputs.loaders import Sample, Takes, better_loader, declared, loader_of, sample_of
from presseschau.inputs.opening import (
    PACKINGS,
    bare_name,
    bare_suffix,
    digest_of_file,
    explained,
    head_and_digest,
    open_regular,
    opened,
    packing_of,
    read_bytes,
    read_limited,
    read_with_digest,
    too_large,
    unpacked,
    unpacked_stream,
)
from presseschau.inputs.options import as_names, as_paths, require_paths, require_positive
from presseschau.inputs.passing_over import PassedOver
from presseschau.inputs.patterns import Glob, has_magic
from presseschau.inputs.places import Entry, Place, absolute, entries_of, refuse_useless, relative_name, root_of

__all__ = [
    "BLOCK_ELEMENTS",
    "HEAD",
    "PACKINGS",
    "Decoded",
    "DecodedLine",
    "DoubleEncoding",
    "Entry",
    "Glob",
    "Kind",
    "Lines",
    "PassedOver",
    "Place",
    "Sample",
    "Takes",
    "absolute",
    "as_names",
    "as_paths",
    "bare_name",
    "bare_suffix",
    "better_loader",
    "declared",
    "decode",
    "decode_mixed",
    "decoded_as",
    "digest_of_file",
    "entries_of",
    "explained",
    "find_double_encoding",
    "find_lost_characters",
    "has_magic",
    "head_and_digest",
    "is_mixed",
    "kind_of",
    "kind_of_json",
    "load_json",
    "loader_of",
    "marked_encoding",
    "normalize_line_ends",
    "open_regular",
    "opened",
    "packing_of",
    "read_bytes",
    "read_limited",
    "read_with_digest",
    "refuse_unusable",
    "refuse_useless",
    "relative_name",
    "repair_double_encoding",
    "require_paths",
    "require_positive",
    "root_of",
    "sample_of",
    "too_large",
    "unpacked",
    "unpacked_stream",
]
