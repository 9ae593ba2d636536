"""The model file ``model.ts``, as Python reads it: the one place that opens TorchScript.

Our own files have ``granvae.json`` and ``pca.npz`` as extra files. Other models of the nn~
convention (https://github.com/acids-ircam/nn_tilde) have only the methods and their ``_params``.
"""

import io
import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from granvae.analysis.pca import Pca
from granvae.engine.model_info import FORMAT, METADATA_FILE
from granvae.errors import GranvaeError

PCA_FILE = "pca.npz"

_OURS = "give a file that `granvae export` wrote"
_PROBE_SAMPLES = 64  # a model of tiny frames is tried with at least this many samples


class ModelFile:
    """A loaded model whose contract was checked, on the CPU.

    One of ours decodes the tone alone: the noise of its ``decode`` is set to 0.

    Attributes:
        path: the file.
        module: the TorchScript module, with the shapes of nn~.
        methods: the names of its methods.
        grain: audio samples of one decoded frame.
        latent: latent dimensions.
        sample_rate: in Hz, or None where a foreign model has none.
        metadata: the contents of ``granvae.json``, empty for a foreign model.
        pca: the PCA fitted on the model's training grains, None for a foreign model.
    """

    def __init__(
        self, path: Path, module: torch.jit.ScriptModule, metadata: dict[str, Any], pca: Pca | None
    ) -> None:
        self.path = path
        self.module = module
        self.metadata = metadata
        self.pca = pca
        self.methods = _methods(module)
        self.latent, self.grain, self._channels = _decode_sizes(path, module, self.methods)
        self.sample_rate = _sample_rate(module, metadata)
        self._probe()

    def decode(self, latents: ArrayLike) -> NDArray[np.float32]:
        """Latents ``(batch, latent)`` or ``(batch, latent, frames)``, as of hosts, to audio.

        Returns:
            ``(batch, grain)``, or ``(batch, frames * grain)``; the first channel of several.

        Raises:
            GranvaeError: the number of latents is not the model's, or the model fails.
        """
        z = _tensor(latents)
        z = z.unsqueeze(-1) if z.ndim == 2 else z
        if z.ndim != 3 or z.shape[1] != self.latent:
            fault = f"takes {self.latent} latents, but was given the shape {np.shape(latents)}"
            raise _refusal(self.path, fault, f"give (batch, {self.latent})")
        return np.asarray(self._call("decode", z)[:, 0].numpy(), np.float32)

    def encode(self, audio: ArrayLike) -> NDArray[np.float32]:
        """Audio ``(batch, frames * grain)`` to its latents, as of hosts.

        Returns:
            ``(batch, latent)`` for a single frame, else ``(batch, latent, frames)``.

        Raises:
            GranvaeError: the file has no encoder, or the audio is no whole number of grains.
        """
        x = _tensor(audio)
        if x.ndim != 2 or x.shape[1] == 0 or x.shape[1] % self.grain:
            fault = f"encodes whole grains of {self.grain} samples, but was given the shape"
            advice = f"give (batch, frames * {self.grain})"
            raise _refusal(self.path, f"{fault} {tuple(x.shape)}", advice)
        if "encode" not in self.methods:
            fault = "has no method encode, so that it cannot take recordings"
            raise _refusal(self.path, fault, _OURS)
        z = self._call("encode", x.unsqueeze(1)).numpy()
        return np.asarray(z[:, :, 0] if z.shape[2] == 1 else z, np.float32)

    def _call(self, method: str, argument: Tensor) -> Tensor:
        try:
            with quiet_torchscript(), torch.inference_mode():
                result = getattr(self.module, method)(argument)
        except Exception as error:  # TorchScript raises whatever the model's own code raises
            fault = f"failed in its method {method} ({_last_line(error)})"
            raise _refusal(self.path, fault) from error
        if not isinstance(result, Tensor):
            fault = (
                f"returns {type(result).__name__} from its method {method} where a tensor is due"
            )
            raise _refusal(self.path, fault)
        return result.detach().to(torch.float32)

    def _probe(self) -> None:
        """Decode two frames and more, so that a broken model is refused before anyone plays it."""
        frames = max(2, -(-_PROBE_SAMPLES // self.grain))
        noise = torch.randn(1, self.latent, frames, generator=torch.Generator().manual_seed(0))
        expected = (1, self._channels, frames * self.grain)
        for z in (torch.zeros_like(noise), noise):
            audio = self._call("decode", z)
            if tuple(audio.shape) != expected:
                fault = f"decodes to the shape {tuple(audio.shape)} where its decode_params promise"
                raise _refusal(self.path, f"{fault} {expected}")
            if not bool(torch.isfinite(audio).all()):
                fault = "decodes to values that are not finite (NaN or infinity)"
                advice = "train the model again, or export an earlier checkpoint"
                raise _refusal(self.path, fault, advice)


def open_model_file(path: Path | str) -> ModelFile:
    """Open a model file and check that it can play.

    Raises:
        GranvaeError: the file is missing, is not TorchScript, is damaged, has no usable
            ``decode``, or decodes to something else than finite audio of the promised shape.
    """
    path = Path(path)
    extra: dict[str, Any] = {METADATA_FILE: b"", PCA_FILE: b""}
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _refusal(path, f"cannot be read ({error.strerror})", _OURS) from error
    # TorchScript is a zip archive; its own complaints about other files do not say so.
    if not data.startswith(b"PK"):
        raise _refusal(path, "is not a TorchScript file", _OURS)
    try:
        with quiet_torchscript():
            load: Any = torch.jit.load  # PyTorch leaves it untyped
            module = load(io.BytesIO(data), map_location="cpu", _extra_files=extra)
            module.eval()
            if extra[METADATA_FILE] and hasattr(module, "set_noise"):
                module.set_noise(0.0)
    except Exception as error:  # zip, pickle and compiler errors alike
        if "constants.pkl" not in str(error):
            advice = "copy or export it again"
            raise _refusal(path, "is damaged and cannot be opened", advice) from error
        fault = "holds PyTorch data but no TorchScript program (a checkpoint, perhaps)"
        raise _refusal(path, fault, "make a model file of the run with `granvae export`") from error
    pca = Pca.from_bytes(extra[PCA_FILE], f"{PCA_FILE} in {path}") if extra[PCA_FILE] else None
    return ModelFile(path, module, _metadata(path, extra[METADATA_FILE]), pca)


@contextmanager
def quiet_torchscript() -> Iterator[None]:
    """Without PyTorch's advice to leave TorchScript, which the hosts' convention rests on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _refusal(path: Path, fault: str, advice: str = "export the model again") -> GranvaeError:
    return GranvaeError(f"{path} {fault}; {advice}.")


def _metadata(path: Path, data: bytes) -> dict[str, Any]:
    if not data:
        return {}
    try:
        metadata = json.loads(data)
        version = int(metadata["format"])
    except (ValueError, TypeError, KeyError) as error:
        raise _refusal(path, f"holds a {METADATA_FILE} that cannot be read") from error
    if version > FORMAT:
        fault = f"has the format {version}, newer than the {FORMAT} that this granvae reads"
        raise _refusal(path, fault, "install a newer granvae")
    return dict(metadata)


def _methods(module: torch.jit.ScriptModule) -> tuple[str, ...]:
    names: Any = module._c._method_names()
    if "get_methods" in names:
        return tuple(str(name) for name in module.get_methods() if name in names)
    return tuple(name for name in names if hasattr(module, f"{name}_params"))


def _decode_sizes(
    path: Path, module: torch.jit.ScriptModule, methods: tuple[str, ...]
) -> tuple[int, int, int]:
    """Latents, samples a frame and channels, by ``decode_params``."""
    if "decode" not in methods:
        advice = "give a model with a decoder, as `granvae export` writes it"
        raise _refusal(path, "has no method decode, so that it cannot make sound", advice)
    params = getattr(module, "decode_params", None)
    values = params.flatten().tolist() if isinstance(params, Tensor) else params
    if not isinstance(values, list) or len(values) != 4:
        raise _refusal(path, "has no decode_params with the four numbers of the nn~ convention")
    latent, grain, channels, ratio = (int(value) for value in values)
    if min(latent, grain, channels) < 1 or ratio != 1:
        raise _refusal(path, f"has the decode_params {values}, which no decoder of audio can have")
    return latent, grain, channels


def _sample_rate(module: torch.jit.ScriptModule, metadata: dict[str, Any]) -> int | None:
    if "sample_rate" in metadata:
        return int(metadata["sample_rate"])
    for name in ("sr", "sampling_rate", "sample_rate"):
        value = getattr(module, name, None)
        if isinstance(value, int | float):
            return int(value)
    return int(module.get_sample_rate()) if hasattr(module, "get_sample_rate") else None


def _tensor(values: ArrayLike) -> Tensor:
    return torch.from_numpy(np.array(values, dtype=np.float32))


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
