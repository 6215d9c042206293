"""Messages between processes: pickled, each with its length before it."""

import pickle
import struct
from typing import IO, Any

_LENGTH = struct.Struct("<Q")

POSITION = struct.Struct("<qqq")
"""What a worker writes into shared memory before each call of a plugin: a counter, the number of the document's task, the step's index."""

IDLE, STARTING, BATCH = -4, -3, -1
"""Numbers in place of a task's: waiting for work, making the spaCy pipeline, analysing several documents at once."""


def encode(message: object) -> bytes:
    """Return a message as bytes, ready to be written.

    Raises:
        Exception: something in it cannot be pickled.
    """
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def read(stream: IO[bytes]) -> bytes | None:
    """Return the bytes of the next message; None where the stream ends, also in the middle of one."""
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(header)
    data = stream.read(length)
    return data if len(data) == length else None


def decode(data: bytes) -> Any:  # noqa: ANN401 - whatever was sent
    """Return the message of :func:`read`'s bytes."""
    return pickle.loads(data)  # noqa: S301 - from our own processes
