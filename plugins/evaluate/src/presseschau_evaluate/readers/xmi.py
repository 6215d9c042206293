"""UIMA CAS XMI, as INCEpTION, WebAnno and DKPro write it: an ``.xmi`` with ``TypeSystem.xml`` beside it, or a zip of both."""

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from presseschau import Span
from presseschau_evaluate.assemble import Labelled, document
from presseschau_evaluate.gold import GoldDocument, GoldError

_SKIPPED = ("uima.", "de.tudarmstadt.ukp.dkpro.core.api.segmentation", "de.tudarmstadt.ukp.dkpro.core.api.metadata")


def read(path: Path, labels: Mapping[str, str]) -> list[GoldDocument]:
    """Read one file or zip, or all of a directory.

    Raises:
        GoldError: dkpro-cassis is not installed, or there is no type system.
    """
    try:
        from cassis import load_cas_from_xmi, load_typesystem  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise GoldError("UIMA CAS XMI needs dkpro-cassis: pip install 'presseschau-evaluate[xmi]'") from error
    found = []
    for name, xmi, types in _pairs(path):
        cas = load_cas_from_xmi(BytesIO(xmi), typesystem=load_typesystem(BytesIO(types)))
        found.append(_document(name, cas, labels))
    return found


def _pairs(path: Path) -> Iterator[tuple[str, bytes, bytes]]:
    files = sorted([*path.rglob("*.xmi"), *path.rglob("*.zip")]) if path.is_dir() else [path]
    for file in files:
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist()
                types = next((name for name in names if name.endswith("TypeSystem.xml")), None)
                if types is None:
                    raise GoldError(f"{file}: there is no TypeSystem.xml in it")
                for name in names:
                    if name.endswith(".xmi"):
                        yield f"{file.stem}/{Path(name).stem}", archive.read(name), archive.read(types)
        else:
            beside = file.parent / "TypeSystem.xml"
            if not beside.is_file():
                raise GoldError(f"{file}: there is no TypeSystem.xml beside it")
            yield file.stem, file.read_bytes(), beside.read_bytes()


def _document(name: str, cas: Any, labels: Mapping[str, str]) -> GoldDocument:  # noqa: ANN401 - cassis is untyped
    labelled, relations = [], []
    for one in cas.select_all():
        if one.type.name.startswith(_SKIPPED) or getattr(one, "begin", None) is None:
            continue
        features = {
            feature.name.casefold(): value
            for feature in one.type.all_features
            if isinstance(value := getattr(one, feature.name, None), str)
        }
        governor, dependent = getattr(one, "Governor", None), getattr(one, "Dependent", None)
        if governor is not None and dependent is not None:
            relations.append((str(governor.xmiID), str(dependent.xmiID)))
            continue
        layer = one.type.name.rsplit(".", 1)[-1]
        label = next((value for value in features.values() if value.casefold() in labels), layer)
        labelled.append(Labelled(key=str(one.xmiID), label=label, spans=(Span(one.begin, one.end),), attributes=features))
    return document(name, cas.sofa_string, labelled, relations, labels)
