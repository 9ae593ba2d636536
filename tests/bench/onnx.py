"""ONNX Runtime as a peer of the decoder's back ends, where it is installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

HOW_TO_GET = "ONNX Runtime is not installed: `pip install onnx onnxruntime` times it too."


def installed() -> bool:
    """Whether it and what writes its files are there."""
    return all(importlib.util.find_spec(name) for name in ("onnx", "onnxruntime"))


class _Decode(nn.Module):
    def __init__(self, host: Any) -> None:
        super().__init__()
        self.host = host

    def forward(self, z: Tensor) -> Tensor:
        decoded: Tensor = self.host.model.decode(z)
        return decoded


def decoder(host: Any, latents: int, path: Path) -> Callable[[np.ndarray], object]:
    """A function ``(batch, latents)`` → ``(batch, grain)`` on one thread."""
    import onnxruntime  # type: ignore[import-not-found,unused-ignore] # optional

    torch.onnx.export(
        _Decode(host).eval(),
        (torch.zeros(2, latents),),
        str(path),
        input_names=["z"],
        output_names=["x"],
        dynamic_axes={"z": {0: "batch"}, "x": {0: "batch"}},
        dynamo=False,
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])
    return lambda z: session.run(None, {"z": z})
