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
ROUNDED = ((384, 1152), (384, 384))
"""Shapes of the weights whose inputs are rounded, too: those of attention. To round what the feed-forward layers and the heads read changes one dependency
in 30 (of attention: one in 200), and saves a quarter of the time."""


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
    """Write the file with 8-bit weights; only what the attention layers read is rounded to 8 bits as a whole."""
    quantize_dynamic(
        source, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm", "Gather"]
    )
    model = onnx.load(target)
    steady(model)
    for node in model.graph.node:  # the exporter writes down who called whom, with the paths of the machine
        del node.metadata_props[:]
        node.doc_string = ""
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def steady(model: onnx.ModelProto) -> None:
    """Take the rounding of activations out of a quantised graph but for :data:`ROUNDED`; the weights stay in 8 bits.

    onnxruntime computes such products in 32 bits or, from some version on, with activations rounded in blocks of 32; either way an outlier spoils its
    neighbours at most.
    """
    graph = model.graph
    sizes = {one.name: tuple(one.dims) for one in graph.initializer}
    made = {output: node for node in graph.node for output in node.output}
    used = {name: node for node in graph.node for name in node.input}
    instead: dict[str, list[onnx.NodeProto]] = {}
    gone: set[str] = set()
    for node in graph.node:
        if node.op_type != "MatMulInteger" or sizes.get(node.input[1]) in {None, *ROUNDED}:
            continue
        rounded, weight, _, zero = node.input
        source = made[rounded].input[0]
        cast = used[node.output[0]]
        scaled = used[cast.output[0]]
        factor = made[next(name for name in scaled.input if name != cast.output[0])]
        scale = next(name for name in factor.input if name != made[rounded].output[1])
        wide = f"{weight}_wide"
        axis = {"axis": 1} if sizes[scale] else {}
        instead[scaled.name] = [
            onnx.helper.make_node("DequantizeLinear", [weight, scale, zero], [wide], f"{wide}_node", **axis),
            onnx.helper.make_node("MatMul", [source, wide], list(scaled.output), f"{wide}_product"),
        ]
        gone |= {node.name, cast.name, factor.name}
    nodes = [new for node in graph.node if node.name not in gone for new in instead.get(node.name, [node])]
    wanted = {name for node in nodes for name in node.input} | {output.name for output in graph.output}
    kept = [node for node in nodes if wanted & {*node.output}]
    del graph.node[:]
    graph.node.extend(kept)


def files(network: Network, *, trees: bytes, strings: list[str]) -> dict[str, bytes]:
    """Return what stands beside the graph, by file name: labels, weights of relations, lemma rules."""
    labels = {name: list(values) for name, values in network.labels.items()}
    relation = io.BytesIO()
    np.save(relation, network.label.weight.detach().float().numpy().astype(np.float16))
    told = json.dumps({"labels": labels, "strings": strings}, ensure_ascii=False)
    return {"labels.json": told.encode(), "relation.npy": relation.getvalue(), "lemmas.bin": trees}
