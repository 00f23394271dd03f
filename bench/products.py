"""Alternative forms of a product with a constant matrix in ONNX Runtime: time and error. The basis of docs/performance.md.

Usage: python bench/products.py [--threads 2] [--runs 40] [--shapes 400x768x768,400x768x3072]
Needs onnx and onnxruntime. A shape is rows x inputs x outputs. Rows are of very different size, as those of gradients are.
"""
import argparse
import time

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--runs", type=int, default=40)
parser.add_argument("--shapes", default="400x768x768,400x768x3072,400x3072x768,1600x768x3072")
options = parser.parse_args()
OWN = "com.microsoft"


class Graph:
    def __init__(self, weights):
        self.weights = weights
        self.nodes, self.constants = [], []
        self.scales = (np.abs(weights).max(0) / 127).astype(np.float32)
        self.whole = np.rint(weights / self.scales).astype(np.int8)

    def constant(self, value):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, operator, *inputs, domain="", **attributes):
        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], domain=domain, **attributes))
        return name

    def sizes(self):
        """Largest magnitude of each row."""
        last = self.constant(np.int64([-1]))
        return self.node("Max", self.node("ReduceMax", "x", last), self.node("Neg", self.node("ReduceMin", "x", last)))

    def product(self, rows, signed=False, unsigned_weights=False):
        zero = self.constant(np.int8(0) if signed else np.uint8(128))
        unit, scales = self.constant(np.float32(1 / 127)), self.constant(self.scales)
        if unsigned_weights:
            weights = self.constant((self.whole.astype(np.int32) + 128).astype(np.uint8))
            return self.node("MatMulIntegerToFloat", rows, weights, unit, scales, zero, self.constant(np.uint8(128)), domain=OWN)
        return self.node("MatMulIntegerToFloat", rows, self.constant(self.whole), unit, scales, zero, domain=OWN)

    def quantised(self, sizes, signed=False):
        zero = self.constant(np.int8(0) if signed else np.uint8(128))
        return self.node("QuantizeLinear", self.node("Div", "x", sizes), self.constant(np.float32(1 / 127)), zero)


def by_rows(graph, **kind):
    sizes = graph.sizes()
    signed = {"signed": True} if kind.get("signed") else {}
    return graph.node("Mul", graph.product(graph.quantised(sizes, **signed), **kind), sizes)


def by_rows_per_axis(graph):
    sizes = graph.sizes()
    scale = graph.node("Reshape", graph.node("Mul", sizes, graph.constant(np.float32(1 / 127))), graph.constant(np.int64([-1])))
    zero = graph.node("Expand", graph.constant(np.uint8([128])), graph.node("Shape", scale))
    return graph.node("Mul", graph.product(graph.node("QuantizeLinear", "x", scale, zero, axis=0)), sizes)


def by_rows_dynamic(graph):
    sizes = graph.sizes()
    rows = graph.node("Div", "x", sizes)
    weights, scales = graph.constant(graph.whole), graph.constant(graph.scales)
    return graph.node("Mul", graph.node("DynamicQuantizeMatMul", rows, weights, scales, domain=OWN), sizes)


def by_rows_standard(graph):
    sizes = graph.sizes()
    zero = graph.constant(np.uint8(128))
    sums = graph.node("MatMulInteger", graph.quantised(sizes), graph.constant(graph.whole), zero)
    scaled = graph.node("Mul", graph.node("Cast", sums, to=TensorProto.FLOAT), graph.constant(graph.scales / np.float32(127)))
    return graph.node("Mul", scaled, sizes)


def one_scale(graph):
    return graph.node("DynamicQuantizeMatMul", "x", graph.constant(graph.whole), graph.constant(graph.scales), domain=OWN)


def in_blocks(block):
    def build(graph):
        length, outputs = graph.weights.shape
        blocks = graph.weights.T.reshape(outputs, length // block, block)
        scales = np.abs(blocks).max(-1) / 127
        whole = (np.rint(blocks / scales[..., None]) + 128).astype(np.uint8)
        attributes = {"K": length, "N": outputs, "bits": 8, "block_size": block, "accuracy_level": 4}
        values, steps = graph.constant(whole), graph.constant(scales.astype(np.float32).reshape(-1))
        return graph.node("MatMulNBits", "x", values, steps, domain=OWN, **attributes)

    return build


FORMS = {
    "Gemm, float32": lambda graph: graph.node("Gemm", "x", graph.constant(graph.weights)),
    "rows, MatMulIntegerToFloat": by_rows,
    "rows by QuantizeLinear's axis": by_rows_per_axis,
    "rows, DynamicQuantizeMatMul": by_rows_dynamic,
    "rows, standard operators": by_rows_standard,
    "rows, unsigned weights": lambda graph: by_rows(graph, unsigned_weights=True),
    "rows, signed activations": lambda graph: by_rows(graph, signed=True),
    "one scale, DynamicQuantizeMatMul": one_scale,
    "MatMulNBits, blocks of 128": in_blocks(128),
}

numbers = np.random.default_rng(0)
print("| rows x inputs x outputs | form | ms | relative error |\n|---|---|---|---|")
for shape in options.shapes.split(","):
    rows, length, outputs = map(int, shape.split("x"))
    weights = (0.02 * numbers.standard_normal((length, outputs))).astype(np.float32)
    x = (numbers.standard_normal((rows, length)) * np.exp(numbers.standard_normal((rows, 1)))).astype(np.float32)
    exact = x @ weights
    for name, build in FORMS.items():
        graph = Graph(weights)
        result = build(graph)
        value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        parts = helper.make_graph(graph.nodes, "g", [value("x", [None, length])], [value(result, None)], graph.constants)
        sets = [helper.make_opsetid("", 18), helper.make_opsetid(OWN, 1)]
        model = helper.make_model(parts, opset_imports=sets, ir_version=9)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads, settings.log_severity_level = options.threads, 3
        session = onnxruntime.InferenceSession(model.SerializeToString(), settings, providers=["CPUExecutionProvider"])
        times = []
        for _ in range(options.runs):
            begin = time.perf_counter()
            found = session.run(None, {"x": x})[0]
            times.append(1000 * (time.perf_counter() - begin))
        error = np.linalg.norm(found - exact) / np.linalg.norm(exact)
        print(f"| {shape} | {name} | {sorted(times)[len(times) // 2]:.2f} | {error:.4f} |", flush=True)
