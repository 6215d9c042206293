"""The other process: serves requests on its standard input until that ends. See :mod:`presseschau.testing.probes.processes`."""

import contextlib
import importlib
import importlib.util
import os
import pickle
import sys
import traceback
from typing import BinaryIO

from presseschau.model.document import Document
from presseschau.testing.archive import archived
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.probes.processes import LENGTH, NestedRunError, Payload, Request
from presseschau.testing.wholes import whole_results


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more requests."""
    while len(header := requests.read(LENGTH.size)) == LENGTH.size:
        request = requests.read(LENGTH.unpack(header)[0])
        if hasattr(os, "fork"):
            child = os.fork()
            if child:
                os.waitpid(child, 0)
                continue
        reply(request, answers)
        if hasattr(os, "fork"):
            os._exit(0)


def reply(request: bytes, answers: BinaryIO) -> None:
    """Work and write the answer: the canonical results, or a traceback as text."""
    try:
        answer: object = _work(pickle.loads(request))  # noqa: S301 - from our own parent
    except Exception:  # noqa: BLE001 - the parent tells it
        answer = traceback.format_exc()
    data = pickle.dumps(answer)
    answers.write(LENGTH.pack(len(data)) + data)
    answers.flush()


def _work(request: Request) -> list[object]:
    sys.path[:] = [*request.path, *(entry for entry in sys.path if entry not in request.path)]
    for name, file in request.modules:
        _import(name, file)
    payload: Payload = pickle.loads(request.payload)  # noqa: S301 - from our own parent
    from presseschau.testing.bench import default_examples  # noqa: PLC0415 - only here

    bench = Bench(
        plugin=payload.plugin,
        hooks=payload.hooks,
        examples=default_examples(payload.plugin),
        upstream=payload.upstream,
        pipeline=payload.pipeline,
    )
    documents = [one for one in payload.given if isinstance(one, Document)]
    if documents:
        return [canonical(bench.work(document)) for document in documents]
    with archived([one for one in payload.given if not isinstance(one, Document)]) as dossier:
        return [whole_results(bench, dossier)]


def _import(name: str, file: str) -> None:
    """Import a plugin's module by its name or, where test runners have given it one of their own, by its file."""
    if name != "__main__":
        try:
            importlib.import_module(name)
        except NestedRunError as error:
            raise ImportError(f"{name} runs checks when it is imported: put them into a test") from error
        except ImportError:
            if not file:
                raise
        else:
            return
    # As multiprocessing does: the file is the module, but not the main program.
    spec = importlib.util.spec_from_file_location("__mp_main__" if name == "__main__" else name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{name} cannot be imported from {file!r}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with contextlib.suppress(NestedRunError):
        spec.loader.exec_module(module)


if __name__ == "__main__":
    # What a plugin prints must not get among the answers.
    with os.fdopen(os.dup(1), "wb") as own:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, own)
