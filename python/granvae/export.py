"""From a training run to ``model.ts``, the file that every host loads."""

from __future__ import annotations

import json
import math
import os
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import torch

from granvae import modelfile
from granvae.codec import Codec, Floats, codec_of_run
from granvae.errors import GranvaeError
from granvae.hostmodel import HostModel
from granvae.latents import Whitening, fit_whitening, statistics
from granvae.run import Run

TOLERANCE = 1e-4  # -80 dB; a file further from the trained model is not the trained model

_COMPARED = 256  # latents that are decoded both ways
_HOST_RANGE = 4.0  # deviations; half of the compared latents lie anywhere up to there


def export_run(run: Run, out: Path) -> dict[str, Any]:
    """Write the best model of a run as TorchScript, and check the file against the model.

    The graph is scripted but not frozen: freezing would fold the weights into constants, which no
    host could then move to another device. The file appears whole or not at all.

    Args:
        run: a finished or interrupted run.
        out: the file to write; an older one is replaced.

    Returns:
        The contents of ``granvae.json``.

    Raises:
        GranvaeError: the file cannot be written, or does not decode as the trained model does.
    """
    codec = codec_of_run(run)
    latents = _training_latents(run)
    if not np.isfinite(codec.decode(latents[:_COMPARED])).all():
        raise GranvaeError(
            f"The model of {run.folder} decodes to values that are not finite (NaN or infinity), "
            "so that it was not exported; train it again."
        )
    whitening = fit_whitening(latents, codec.decode)
    labels = [f"latent {index}" for index in range(codec.latent)]
    host = HostModel(run.model.cpu().eval(), whitening, codec.sample_rate, labels).eval()
    for parameter in host.parameters():
        parameter.requires_grad_(False)
    with modelfile.quiet_torchscript():
        script = torch.jit.script(host)
    metadata = _describe(run, out, whitening, latents, labels)
    points = _points(latents, whitening)
    difference = _difference(script, codec, whitening, points)
    pca = b"" if codec.pca is None else codec.pca.to_bytes()
    temporary = _temporary(out)
    try:
        # Written twice: how far the reloaded file is from the model is itself part of the file.
        metadata["export_error"] = {"in_memory": difference}
        _save(script, temporary, metadata, pca)
        reloaded = _difference(modelfile.load_model(temporary).module, codec, whitening, points)
        metadata["export_error"]["reloaded"] = reloaded
        _save(script, temporary, metadata, pca)
        again = _difference(modelfile.load_model(temporary).module, codec, whitening, points)
        if max(difference, reloaded, again) > TOLERANCE:
            raise GranvaeError(
                f"The exported graph of {run.folder} decodes up to {max(difference, again):.2g} "
                "of full scale away from the trained model, so that it was not written; "
                "please report this with the run's config.json."
            )
        os.replace(temporary, out)
    except OSError as error:
        raise GranvaeError(
            f"{out} cannot be written ({error.strerror}); choose another place or make room."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return metadata


def _training_latents(run: Run) -> Floats:
    path = run.folder / "latents.npz"
    try:
        with np.load(path, allow_pickle=False) as arrays:
            latents: Floats = np.asarray(arrays["latents"], np.float32)
        if latents.ndim != 2 or latents.shape[1] != run.config.latent or not len(latents):
            raise ValueError(f"shape {latents.shape}")
        if not np.isfinite(latents).all():
            raise ValueError("values that are not finite")
    except Exception as error:  # np.load raises whatever a broken zip makes it raise
        raise GranvaeError(
            f"{path} does not hold the latents of the training grains ({error}); "
            "finish the training with `granvae train … --resume`."
        ) from error
    return latents


def _describe(
    run: Run, out: Path, whitening: Whitening, latents: Floats, labels: list[str]
) -> dict[str, Any]:
    config, model = run.config, run.model
    return {
        "format": modelfile.FORMAT,
        "name": out.stem,
        "sample_rate": config.sample_rate,
        "grain": config.grain,
        "latent": config.latent,
        "align": config.align,
        "labels": labels,
        "statistics": statistics(whitening.to_host(latents)),
        "variance_explained": [round(float(v), 6) for v in whitening.variance_explained],
        "active": whitening.active.tolist(),
        "whitening": {
            "order": whitening.order.tolist(),
            "shift": whitening.shift.tolist(),
            "scale": whitening.scale.tolist(),
        },
        "architecture": {
            "preset": config.preset,
            "class": type(model).__name__,
            "parameters": sum(p.numel() for p in model.parameters()),
        },
        "training": _finite(run.summary),
        "torch_version": torch.__version__,
        "exported": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }


def _finite(summary: dict[str, Any]) -> dict[str, Any]:
    """Without infinities and NaN, which JSON does not know, such as the best loss before any."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in summary.items()
    }


def _points(latents: Floats, whitening: Whitening) -> Floats:
    """Host latents to compare at: of training grains, and some far out."""
    rng = np.random.default_rng(0)
    near = whitening.to_host(latents[rng.integers(0, len(latents), _COMPARED // 2)])
    far = rng.uniform(-_HOST_RANGE, _HOST_RANGE, (_COMPARED // 2, latents.shape[1]))
    return np.concatenate([near, far], dtype=np.float32)


def _difference(script: Any, codec: Codec, whitening: Whitening, points: Floats) -> float:
    """The largest absolute difference in decoded samples, full scale being 1, over `points`."""
    expected = codec.decode(whitening.to_model(points))
    # Two batches of many frames, so that the order of batch, frames and dimensions is tried too.
    frames = torch.from_numpy(points).reshape(2, -1, codec.latent).transpose(1, 2)
    with torch.inference_mode():
        got = script.decode(frames).reshape(-1, codec.grain).numpy()
    error = float(np.max(np.abs(got - expected)))
    return error if np.isfinite(error) else float("inf")


def _save(script: Any, path: Path, metadata: dict[str, Any], pca: bytes) -> None:
    extra = {modelfile.METADATA_FILE: json.dumps(metadata, indent=2, allow_nan=False).encode()}
    if pca:
        extra[modelfile.PCA_FILE] = pca
    with modelfile.quiet_torchscript():
        data = script.save_to_buffer(_extra_files=extra)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _temporary(out: Path) -> Path:
    """An empty file beside `out`, so that renaming it cannot cross file systems."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise GranvaeError(
            f"{out} cannot be written ({error.strerror}); choose another place."
        ) from error
    os.close(handle)
    os.chmod(name, 0o644)  # mkstemp makes it private; a model is there to be shared
    return Path(name)
