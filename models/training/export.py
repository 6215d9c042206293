"""The teacher as a file for onnxruntime: 8-bit weights, all heads in one graph."""

import io
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.nn import functional

from training.network import Network

OPSET = 18


class _Graph(nn.Module):
    """The network with pooling as a matrix: ``pool`` (batch, words, pieces) holds 1 / the number of a word's pieces."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.argmax = [name for name in network.heads if name not in {"ner", "sent"}]
        self.outputs = [*self.argmax, "sent", "ner", "arc", "label_word", "label_head"]

    def forward(self, ids: torch.Tensor, present: torch.Tensor, pool: torch.Tensor) -> tuple[torch.Tensor, ...]:
        net = self.network
        states = net.encoder(ids, present)
        mixed = {
            part: sum(weight * state for weight, state in zip(net.mix[part].softmax(0), states, strict=True))
            for part in ("syntax", "names")
        }
        syntax, names = pool @ mixed["syntax"], pool @ mixed["names"]
        start = net.heads["sent"](syntax)
        heads = torch.cat([syntax, net.root[None, None].expand(syntax.shape[0], 1, -1)], 1)
        arcs = net.arc.all_pairs(net.arc_word(syntax), net.arc_head(heads))
        tags = [net.heads[name](syntax).argmax(-1).to(torch.int32) for name in self.argmax]
        names_scores = functional.log_softmax(net.heads["ner"](names), -1)
        return (*tags, start[..., 1] - start[..., 0], names_scores, arcs, net.label_word(syntax), net.label_head(heads))


def onnx_file(network: Network, path: Path) -> None:
    """Write the network with 32-bit weights."""
    graph = _Graph(network).eval()
    batch, pieces, words = (
        torch.export.Dim("batch", min=1, max=4096),
        torch.export.Dim("pieces", min=3, max=510),
        torch.export.Dim("words", min=1, max=510),
    )
    example = torch.full((3, 9), 7), torch.ones(3, 9, dtype=torch.bool), torch.full((3, 5, 9), 0.1)
    program = torch.onnx.export(
        graph,
        example,
        input_names=["ids", "present", "pool"],
        output_names=graph.outputs,
        dynamic_shapes={
            "ids": {0: batch, 1: pieces},
            "present": {0: batch, 1: pieces},
            "pool": {0: batch, 1: words, 2: pieces},
        },
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    program.save(str(path), external_data=False)


def quantise(source: Path, target: Path) -> None:
    """Write the file with 8-bit weights; activations are rounded as they come."""
    quantize_dynamic(
        source, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm", "Gather"]
    )
    onnx.checker.check_model(str(target))


def files(network: Network, *, trees: bytes, strings: list[str]) -> dict[str, bytes]:
    """Return what stands beside the graph, by file name: labels, weights of relations, lemma rules."""
    labels = {name: list(values) for name, values in network.labels.items()}
    relation = io.BytesIO()
    np.save(relation, network.label.weight.detach().float().numpy().astype(np.float16))
    told = json.dumps({"labels": labels, "strings": strings}, ensure_ascii=False)
    return {"labels.json": told.encode(), "relation.npy": relation.getvalue(), "lemmas.bin": trees}
