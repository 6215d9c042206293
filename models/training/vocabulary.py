"""The pieces of the encoder's vocabulary that German needs, as a SentencePiece model."""

from collections import Counter
from collections.abc import Iterable

from presseschau_german.pieces import Pieces
from sentencepiece import sentencepiece_model_pb2 as proto

from training.encoder import EncoderFile

_SPECIAL = 4  # <s>, <pad>, </s>, <unk>


def model(file: EncoderFile, rows: Iterable[int]) -> bytes:
    """Return a serialised SentencePiece unigram model of these rows of the file; ids of the model are positions in ``rows``."""
    made = proto.ModelProto()
    made.trainer_spec.model_type = proto.TrainerSpec.UNIGRAM
    spec, normal = made.trainer_spec, made.normalizer_spec
    spec.bos_id, spec.pad_id, spec.eos_id, spec.unk_id = range(_SPECIAL)
    spec.bos_piece, spec.pad_piece, spec.eos_piece, spec.unk_piece = "<s>", "<pad>", "</s>", "<unk>"
    normal.add_dummy_prefix = normal.remove_extra_whitespaces = False
    normal.escape_whitespaces = True
    seen: set[str] = set()
    for position, row in enumerate(rows):
        piece = made.pieces.add()
        piece.piece, piece.score = file.pieces[row], float(file.scores[row])
        if position < _SPECIAL:
            piece.type = (
                proto.ModelProto.SentencePiece.UNKNOWN if position == spec.unk_id else proto.ModelProto.SentencePiece.CONTROL
            )
            piece.piece = (spec.bos_piece, spec.pad_piece, spec.eos_piece, spec.unk_piece)[position]
        elif piece.piece in seen or not piece.piece:
            piece.piece, piece.type = f"<unused{position}>", proto.ModelProto.SentencePiece.UNUSED
        seen.add(piece.piece)
    return made.SerializeToString()


def choose(file: EncoderFile, words: Iterable[tuple[str, int]], size: int) -> list[int]:
    """Return the rows to keep: special ones, single characters of the Latin script, then the pieces that the counted ``words`` need most."""
    special = [file.begin, file.pad, file.end, file.unknown]
    everything = special + [row for row in range(len(file.pieces)) if row not in special]
    splitter = Pieces(model(file, everything))
    counts: Counter[int] = Counter()
    for word, count in words:
        for spaced in (True, False):
            for piece in splitter.word(word, spaced=spaced):
                counts[everything[piece]] += count
    single = [
        row
        for row, piece in enumerate(file.pieces)
        if len(piece.lstrip("\u2581")) <= 1 and all(ord(c) < 0x250 or c in "▁„“”‚‘’–—…•€‹›" for c in piece)
    ]
    kept = dict.fromkeys(special)
    kept.update(dict.fromkeys(single))
    for row, _ in counts.most_common():
        if len(kept) >= size:
            break
        kept[row] = None
    return list(kept)
