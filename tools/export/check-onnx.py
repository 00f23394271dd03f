"""Checks exported recognisers with the official tools: `python tools/export/check-onnx.py FILE [FILE ...]`.

needs onnx, onnxruntime and numpy. For each file: the ONNX checker with shape inference, the operator sets it uses, the metadata read as
anyone would, and onnxruntime on batches of 1 and 3, which must agree with each other row by row and sum to 1.
"""

import json
import sys

import numpy
import onnx
import onnxruntime


def check(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    sets = {entry.domain or "ai.onnx": entry.version for entry in model.opset_import}
    assert set(sets) == {"ai.onnx"}, sets
    assert not any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in model.graph.initializer)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    assert metadata["format"] == "mpafer-recogniser-1", metadata
    classes, preprocessing = json.loads(metadata["classes"]), json.loads(metadata["preprocessing"])
    size = preprocessing["size"]

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    pixels = numpy.random.default_rng(1).standard_normal((3, 3, size, size)).astype("float32")
    names = [output.name for output in session.get_outputs()]
    assert set(names) == set(json.loads(metadata["outputs"])), names
    together = dict(zip(names, session.run(names, {preprocessing["input"]: pixels})))
    alone = dict(zip(names, session.run(names, {preprocessing["input"]: pixels[:1]})))
    assert together["probabilities"].shape == (3, len(classes))
    assert numpy.allclose(together["probabilities"].sum(1), 1, atol=1e-5)
    apart = max(abs(together[name][:1].astype("float64") - alone[name]).max() for name in names if name != "top_patches")
    assert apart < 1e-4, apart
    print(f"{path}: checked, {sets}, {len(model.graph.node)} nodes, {metadata['precision']}, {len(classes)} classes, batch 1 and 3 differ by {apart:.1e}")


if __name__ == "__main__":
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
    for path in sys.argv[1:]:
        check(path)
